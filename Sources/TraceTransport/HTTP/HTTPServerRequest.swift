import TraceBytes
import TracePlatform

/// A request that a server has received whole, and where and when.
package struct HTTPServerRequest: Sendable {
    package let request: HTTPRequest
    /// The head as it crossed the wire; of HTTP/2 its fields as they were decompressed, pseudo-header fields first, each as
    /// `name: value` with a line end.
    package let rawHead: [UInt8]
    /// Of HTTP/2: all fields, pseudo-header fields first; nil for HTTP/1.1.
    package var http2Fields: HeaderFields?
    /// Counts the connections of the server from 1.
    package let connection: Int
    /// Counts the requests of the connection from 1.
    package let number: Int
    package let peer: SocketAddress
    /// After the read that brought the first byte of the request.
    package let firstByte: HTTPMoment
    /// After the read that brought its last byte.
    package let complete: HTTPMoment
}

/// Something that did not become an answered request.
package struct HTTPServerIncident: Sendable {
    package let kind: Kind
    package let connection: Int
    /// The request in work or awaited, counted from 1; 0 when the connection was refused.
    package let number: Int
    package let peer: SocketAddress
    package let moment: HTTPMoment
    /// The head of the request, when that was complete.
    package let head: HTTPRequestHead?
    /// The content that had come, when the head was complete; else the first 8 KiB of what stands in place of a head.
    package let received: [UInt8]
    /// Of HTTP/2: all fields that had come, in order; nil for HTTP/1.1, and where none had.
    package var http2Fields: HeaderFields?

    package enum Kind: Sendable, Hashable {
        /// The connection was one too many.
        case refused
        /// What came is no request; it was answered with the status of the error.
        case malformed(HTTP1ParseError)
        /// What came breaks a rule of HTTP/2, which ended the request or the connection.
        case violation(HTTP2Violation)
        /// A request of HTTP/2 exceeded a limit; it was answered so.
        case excessive(HTTP2Excess)
        /// Its sender reset the request before it had come whole.
        case cancelled(HTTP2ErrorCode)
        case timedOut(HTTPServerTimeout)
        /// Its content did not fit into the budget; it was answered so.
        case overloaded
        /// The connection broke inside a request or an answer.
        case broken(NetworkError)
        /// The answer of the handler cannot be written; 500 went out instead.
        case unwritable(HTTP1SerializationError)
    }
}
