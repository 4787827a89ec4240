/// What a sender broke of HTTP/2, so that what it sent is no request.
public struct BrokenHTTP2Rule: Hashable, Sendable, CustomStringConvertible {
    /// Its permanent id, with the section of RFC 9113: `http2/8.2.1/field-name`.
    public var rule: String
    /// What was found, in words; empty where nobody has said.
    public var found: String

    public init(_ rule: String, found: String = "") {
        self.rule = rule
        self.found = found
    }

    /// The section of RFC 9113: `8.2.1`.
    var section: String {
        let parts = rule.split(separator: "/")
        return parts.count > 1 ? String(parts[1]) : rule
    }

    /// What was found, or what the id says of it.
    public var description: String { found.isEmpty ? rule : found }
}
