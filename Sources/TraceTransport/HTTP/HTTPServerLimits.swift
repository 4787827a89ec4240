/// What a client may cost a server. Each limit says its unit, its default and what it stops; times in nanoseconds.
package struct HTTPServerLimits: Sendable, Hashable {
    /// What one message may cost.
    package var message = HTTP1Limits()

    /// Connections open at once; 4096. Stops exhaustion of descriptors and memory. One more is closed at once.
    package var connections = 4096

    /// From the end of an answer, or from the connection, to the first byte of the next request; 75 s. Stops idle
    /// connections that pile up. The connection is closed without an answer.
    package var idleNanoseconds: Int64 = 75_000_000_000

    /// From the first byte of a request to the end of its head; 10 s. Stops slow heads ("slowloris"). Answer: 408.
    package var headNanoseconds: Int64 = 10_000_000_000

    /// Between two pieces of content; 10 s. Stops senders that have gone without a word. Answer: 408.
    package var bodyProgressNanoseconds: Int64 = 10_000_000_000

    /// From the end of a head to the end of its content; 5 min. Stops content that comes byte by byte. Answer: 408.
    package var bodyNanoseconds: Int64 = 300_000_000_000

    /// For the peer to take an answer; 30 s. Stops readers that do not read. The connection is reset.
    package var writeNanoseconds: Int64 = 30_000_000_000

    /// How long a connection that this side ends is still read from, so that the peer can read the answer before a reset
    /// destroys it (RFC 9112 section 9.6); 2 s.
    package var lingerNanoseconds: Int64 = 2_000_000_000

    /// Bytes that are read meanwhile; 1 MiB. Stops senders that never stop.
    package var lingerBytes = 1 << 20

    package init() {}
}

/// Which time of `HTTPServerLimits` a client has used up.
package enum HTTPServerTimeout: String, Sendable, Hashable, CaseIterable {
    case idle = "no request"
    case head = "incomplete request head"
    case bodyProgress = "no more content"
    case body = "incomplete content"
    case write = "answer not taken"
}
