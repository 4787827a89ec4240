import TraceBytes

/// Why a payload was refused as a whole: in which format, at which field, and what was wrong with its bytes.
public struct WireError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The ``WireFormat/name``: `zipkin-v2`.
    public let format: String
    /// Where, in the words of the format: `[2].tags["http.path"]`; empty when it is the payload as a whole.
    public let path: String
    public let cause: ReadError

    public init(format: String, path: String, cause: ReadError) {
        self.format = format
        self.path = path
        self.cause = cause
    }

    /// `[2].port: 65536 is not a port at byte 120`.
    public var description: String { path.isEmpty ? "\(cause)" : "\(path): \(cause)" }
}
