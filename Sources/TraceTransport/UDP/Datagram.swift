import TracePlatform

/// One datagram as it came: its bytes, from whom, when, and what the kernel lost before it.
package struct Datagram: Sendable, Hashable {
    /// The order of arrival at the receiver, from 0; what the queue refused has its number too, so that a gap shows.
    package let number: Int
    package let bytes: [UInt8]
    /// Nil when the sender's address is of no known family.
    package let sender: SocketAddress?
    /// Nanoseconds since 1970 at which it was taken out of the kernel.
    package let wallNanoseconds: Int64
    /// The same moment by the clock of the receiver's event loop.
    package let monotonic: MonotonicInstant
    /// It was longer than 65,535 bytes of content, which UDP over IP cannot be: only the beginning is here.
    package let isTruncated: Bool
}

/// What a receiver has seen of the network. Each datagram that came is in ``received``, and perhaps in a later one too.
package struct UDPReceiverCounters: Sendable, Hashable {
    /// Datagrams taken out of the kernel.
    package var received = 0
    /// Their bytes.
    package var receivedBytes = 0
    /// Of these, cut to the size of the buffer.
    package var truncated = 0
    /// Of these, refused by the queue since nobody took them out in time.
    package var refused = 0
    /// Datagrams that never got here, since the kernel's receive buffer was full; exact. Nil where the system does not
    /// say.
    package var droppedByKernel: Int?
    /// System calls that failed.
    package var failures = 0

    package init() {}

    /// All that was sent here and is lost, as far as anybody knows.
    package var lost: Int { refused + (droppedByKernel ?? 0) }
}

/// Counts on where a counter of 32 bits begins anew.
package struct DropCount: Sendable, Hashable {
    package private(set) var total = 0
    private var last: UInt32 = 0

    package init() {}

    /// Takes a reading. One that is older than the last (a datagram's, read after the socket's) changes nothing.
    package mutating func read(_ value: UInt32) {
        // Wraps by design: the distance on the circle of 2^32 values, of which the half behind `last` is the past.
        let distance = value &- last
        guard distance < 1 << 31 else { return }
        total += Int(distance)
        last = value
    }
}
