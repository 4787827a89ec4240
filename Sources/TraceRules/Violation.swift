/// What a sender did wrong, as a value: where, what was required, what was found.
public struct Violation: Hashable, Sendable {
    /// Where in the subject: `[0].traceId`, `headers.content-type`.
    public var path: String
    public var expected: String
    public var actual: String

    public init(at path: String, expected: String, actual: String) {
        self.path = path
        self.expected = expected
        self.actual = actual
    }
}

extension Violation: CustomStringConvertible {
    public var description: String { "\(path): expected \(expected), found \(actual)" }
}
