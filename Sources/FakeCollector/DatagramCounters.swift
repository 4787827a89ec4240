import TraceTransport

/// What the network did to the datagrams of one receiver.
public struct DatagramCounters: Sendable, Hashable {
    public let receiver: ReceiverAddress
    /// Taken out of the system; each of them is a request in ``CollectorCounters/requests`` unless it was refused.
    public let received: Int
    /// Of these, thrown away since too many waited to be decoded.
    public let refused: Int
    /// Thrown away by the system since its receive buffer was full. Exact on Linux; nil where the system does not say.
    public let droppedByKernel: Int?
    /// The receive buffer by the system's own count, in which a datagram takes more than its bytes: asked for are 4 MiB.
    public let receiveBufferBytes: Int

    package init(_ counters: UDPReceiverCounters, receiveBufferBytes: Int, at receiver: ReceiverAddress) {
        self.receiver = receiver
        self.receiveBufferBytes = receiveBufferBytes
        received = counters.received
        refused = counters.refused
        droppedByKernel = counters.droppedByKernel
    }

    /// Datagrams that were sent here and are lost, as far as anybody knows.
    public var lost: Int { refused + (droppedByKernel ?? 0) }
}
