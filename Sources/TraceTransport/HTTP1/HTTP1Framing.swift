import TraceBytes

/// Where the content of a message ends (RFC 9112 section 6.3).
package enum HTTP1Framing: Sendable, Hashable {
    /// There is none.
    case none
    /// After this number of bytes, which may be 0.
    case length(Int)
    /// With a chunk of size 0 and a trailer section.
    case chunked
    /// With the connection; responses only.
    case untilClose
}

/// The head of a message as it came, and what it says about the rest.
package struct HTTP1MessageHead<Head: Sendable>: Sendable {
    package let head: Head
    /// The bytes of the head as they crossed the wire: the start line to the empty line, line ends included.
    package let raw: [UInt8]
    /// The place of its first byte in the stream, counted from 0 at the first byte of the connection.
    package let offset: Int
    package let framing: HTTP1Framing
    /// Whether the sender is willing to use the connection after this message (RFC 9112 section 9.3).
    package let keepsAlive: Bool
    /// Whether the sender waits for `100 Continue` before it sends the content (RFC 9110 section 10.1.1).
    package let expectsContinue: Bool
}

/// What came out of a stream of messages. Each message is one `head`, any number of `body`, one `end`.
package enum HTTP1Event<Head: Sendable>: Sendable {
    case head(HTTP1MessageHead<Head>)
    /// The next bytes of the content, never empty, without chunked coding; where they are cut means nothing.
    case body(ArraySlice<UInt8>)
    /// The message is complete.
    case end(trailers: HeaderFields)
}

package typealias HTTP1RequestEvent = HTTP1Event<HTTPRequestHead>
package typealias HTTP1ResponseEvent = HTTP1Event<HTTPResponseHead>
