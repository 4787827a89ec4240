/// Whether the work of a span succeeded, in OpenTelemetry's words; the raw value of the code is OTLP's number.
public struct SpanStatus: Hashable, Sendable {
    public enum Code: UInt8, Sendable, Hashable {
        case unset = 0
        case ok = 1
        case error = 2
    }

    public var code: Code
    /// Meant for ``Code/error`` only; empty when none was sent.
    public var message: String

    public init(_ code: Code, message: String = "") {
        self.code = code
        self.message = message
    }

    public static let unset = SpanStatus(.unset)
}
