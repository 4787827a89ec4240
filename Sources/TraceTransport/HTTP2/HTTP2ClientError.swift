import TracePlatform

/// Why a request over HTTP/2 got no answer, and from which peer.
///
/// The description is a whole sentence for a person: `127.0.0.1:4317: the server reset the request: REFUSED_STREAM`.
package struct HTTP2ClientError: Error, Sendable, Hashable, CustomStringConvertible {
    package let reason: Reason
    /// `host:port` as the caller named it.
    package let peer: String

    package enum Reason: Error, Sendable, Hashable {
        /// The name has no address, or could not be asked for.
        case resolve(NetworkError)
        /// No connection came about.
        case connect(NetworkError)
        /// The deadline passed. The server was told, where the request had left (CANCEL).
        case timeout
        /// The server ended the stream alone.
        case reset(HTTP2ErrorCode)
        /// The server broke a rule that ends the stream or the connection.
        case violation(HTTP2Violation)
        /// The answer exceeds a limit of this side.
        case tooLarge(HTTP2Excess)
        /// The connection ended or broke before the answer was whole.
        case closedEarly(NetworkError?)
        /// The server takes no more streams on this connection.
        case refused(HTTP2Connection.OpenRefusal)
        /// The task was cancelled, or the client was closed.
        case cancelled
    }

    package var description: String { "\(peer): \(reason)" }
}

extension HTTP2ClientError.Reason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .resolve(let error), .connect(let error): "\(error)"
        case .timeout: "no answer in time"
        case .reset(let code): "the server reset the request: \(code)"
        case .violation(let violation): "the server broke HTTP/2: \(violation)"
        case .tooLarge(.content): "the answer is too large"
        case .tooLarge(.fields): "the header section of the answer is too large"
        case .closedEarly(nil): "the connection was closed before the answer was whole"
        case .closedEarly(let error?): "the connection broke before the answer was whole (\(error))"
        case .refused(.closing): "the server takes no more requests on this connection"
        case .refused(.tooManyStreams): "the server allows no more requests at once"
        case .refused(.outOfNumbers): "the connection has carried as many requests as it can"
        case .cancelled: "cancelled"
        }
    }
}
