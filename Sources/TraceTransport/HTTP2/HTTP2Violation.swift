/// What a peer did against RFC 9113 or against the limits, and what it costs: a stream or the connection.
package struct HTTP2Violation: Error, Hashable, Sendable, CustomStringConvertible {
    package let rule: HTTP2Rule
    /// What was found, as a sentence part; empty where the rule says it all.
    package let detail: String
    /// Replaces the rule's own where one sentence of the RFC names two codes.
    private let otherCode: HTTP2ErrorCode?

    package init(_ rule: HTTP2Rule, _ detail: String = "", code: HTTP2ErrorCode? = nil) {
        self.rule = rule
        self.detail = detail
        otherCode = code
    }

    package var code: HTTP2ErrorCode { otherCode ?? rule.code }

    /// What was wrong, in words: `te other than trailers: 'gzip'`.
    package var found: String { detail.isEmpty ? rule.statement : "\(rule.statement): \(detail)" }

    package var description: String { "\(found) (\(rule.rawValue), \(code))" }
}
