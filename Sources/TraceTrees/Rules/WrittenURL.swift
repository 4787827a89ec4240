/// The parts of a URL as it is written (RFC 3986 section 3.2), as far as rules ask for them; nothing is decoded.
struct WrittenURL {
    /// `user:password` in front of the host; nil without.
    let userInfo: Substring?
    /// nil when none is written.
    let port: Substring?
    /// Behind the question mark and in front of the fragment; nil without.
    let query: Substring?

    /// nil without a scheme and an authority.
    init?(_ text: String) {
        guard let scheme = text.firstRange(of: "://") else { return nil }
        let rest = text[scheme.upperBound...]
        let authority = rest.prefix { !"/?#".contains($0) }
        let host: Substring
        if let at = authority.lastIndex(of: "@") {
            userInfo = authority[..<at]
            host = authority[authority.index(after: at)...]
        } else {
            userInfo = nil
            host = authority
        }
        // An address of IPv6 has colons of its own, in brackets.
        let behindBrackets = host.lastIndex(of: "]").map { host[host.index(after: $0)...] } ?? host
        let port = behindBrackets.lastIndex(of: ":").map { behindBrackets[behindBrackets.index(after: $0)...] }
        self.port = port.flatMap { $0.isEmpty ? nil : $0 }
        query = Self.query(of: rest)
    }

    private static func query(of text: Substring) -> Substring? {
        guard let mark = text.firstIndex(of: "?") else { return nil }
        return text[text.index(after: mark)...].prefix { $0 != "#" }
    }
}
