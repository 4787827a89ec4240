/// An answer, and how and when it came.
package struct HTTPClientResponse: Sendable {
    package let response: HTTPResponse
    /// The head of the final response as it crossed the wire.
    package let rawHead: [UInt8]
    /// Counts the connections of the client from 1.
    package let connection: Int
    /// The connection had carried another request before this one.
    package let isReused: Bool
    /// The request was sent again since a reused connection was closed before a byte of the response came.
    package let isRetried: Bool
    package let times: Times

    package struct Times: Sendable, Hashable {
        /// The call began.
        package let started: HTTPMoment
        /// There was a connection, fresh or reused; of a retried request the last one.
        package var connected: HTTPMoment
        /// Just before the first byte of the request was given to the system: no byte has left earlier.
        package var writeBegan: HTTPMoment
        /// The request was given to the system whole.
        package var requestWritten: HTTPMoment
        /// After the read that brought the first byte of the final response, or of an interim one before it.
        package var firstByte: HTTPMoment
        /// After the read that brought its last byte.
        package var complete: HTTPMoment
    }

    package var status: Int { response.status }
}

/// What a client keeps and allows. Times in nanoseconds.
package struct HTTPClientLimits: Sendable, Hashable {
    /// What one response may cost.
    package var message = HTTP1Limits()

    /// Connections open at once to one host and port; 128. Further requests wait for one, in their order.
    package var connectionsPerPeer = 128

    /// How long an unused connection is kept; 30 s: less than servers wait, so that they rarely close one in use.
    package var idleNanoseconds: Int64 = 30_000_000_000

    /// How many bytes one read takes; 4 KiB, more than most answers have.
    package var readBytes = 4 << 10

    package init() {}
}
