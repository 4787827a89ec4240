import TracePlatform

/// Why a request got no answer, from which peer, and at which point.
///
/// The description is a whole sentence for a person: `127.0.0.1:9411: connect: connection refused`,
/// `127.0.0.1:9411: no answer in time (while waiting for the response)`.
package struct HTTPClientError: Error, Sendable, Hashable, CustomStringConvertible {
    package let reason: Reason
    /// `host:port` as the caller named it.
    package let peer: String

    package enum Reason: Error, Sendable, Hashable {
        /// The name has no address, or could not be asked for.
        case resolve(NetworkError)
        /// No connection came about: nobody listens there, or no way leads there.
        case connect(NetworkError)
        /// The deadline passed.
        case timeout(Phase)
        /// The connection ended or broke before the response was whole; so many bytes of that had come.
        case closedEarly(receivedBytes: Int, NetworkError?)
        case malformedResponse(HTTP1ParseError)
        /// The request cannot be written as HTTP/1.1.
        case invalidRequest(HTTP1SerializationError)
        /// The task was cancelled, or the event loop was shut down.
        case cancelled
    }

    /// What a request is waiting for.
    package enum Phase: String, Sendable, Hashable, CaseIterable {
        case freeConnection = "waiting for a free connection"
        case resolve = "resolving the name"
        case connect = "connecting"
        case write = "writing the request"
        case response = "waiting for the response"
        case responseBody = "reading the response"
    }

    package init(_ reason: Reason, peer: String) {
        self.reason = reason
        self.peer = peer
    }

    package var description: String { "\(peer): \(reason)" }
}

extension HTTPClientError.Reason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .resolve(let error), .connect(let error): "\(error)"
        case .timeout(let phase): "no answer in time (while \(phase.rawValue))"
        case .closedEarly(0, nil): "the connection was closed before a response came"
        case .closedEarly(0, let error?): "the connection broke before a response came (\(error))"
        case .closedEarly(let count, nil): "the connection was closed after \(count) bytes of the response"
        case .closedEarly(let count, let error?): "the connection broke after \(count) bytes of the response (\(error))"
        case .malformedResponse(let error): "malformed response: \(error)"
        case .invalidRequest(let error): "the request cannot be sent: \(error)"
        case .cancelled: "cancelled"
        }
    }
}
