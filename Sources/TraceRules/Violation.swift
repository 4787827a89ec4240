/// What a sender did wrong, as a value: where, what was required, what was found.
public struct Violation: Hashable, Sendable {
    /// Where in the subject: `[0].traceId`, `headers.content-type`; empty when it is the subject as a whole.
    public var path: String
    public var expected: String
    public var actual: String
    /// Into the payload without its content codings; nil when no byte is to blame, as none is for what is missing.
    public var offset: Int?
    /// The span concerned; nil when it is none in particular.
    public var span: SpanLabel?

    public init(at path: String, expected: String, actual: String, offset: Int? = nil, span: SpanLabel? = nil) {
        self.path = path
        self.expected = expected
        self.actual = actual
        self.offset = offset
        self.span = span
    }
}

extension Violation: CustomStringConvertible {
    public var description: String { "\(path.isEmpty ? "" : "\(path): ")expected \(expected), found \(actual)" }
}

/// How a span is named to people: as the payload spelt it, each part nil when it said none.
public struct SpanLabel: Hashable, Sendable {
    public var traceID: String?
    public var spanID: String?
    public var name: String?

    public init(traceID: String? = nil, spanID: String? = nil, name: String? = nil) {
        self.traceID = traceID
        self.spanID = spanID
        self.name = name
    }
}
