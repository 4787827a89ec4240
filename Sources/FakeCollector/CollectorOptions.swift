/// What a collector listens for, and where.
public struct CollectorOptions: Sendable, Hashable {
    /// The address to listen on: an IPv4 or IPv6 address or a name, of which the first address is taken. `127.0.0.1`,
    /// which nobody outside of this machine reaches.
    public var host: String
    /// The forms that are opened at the start, each on a free port and with its name as label.
    public var receivers: [ReceiverForm]
    public var limits: CollectorLimits

    public init(
        host: String = "127.0.0.1", receivers: [ReceiverForm] = [.zipkin], limits: CollectorLimits = CollectorLimits()
    ) {
        self.host = host
        self.receivers = receivers
        self.limits = limits
    }
}

/// How much a collector keeps before it refuses: each limit with its unit, its default and what it stops.
///
/// Nothing that was taken is ever thrown away to make room. A sender of more is told 503 with `Retry-After`, and
/// ``CollectorCounters/dropped`` counts it.
public struct CollectorLimits: Sendable, Hashable {
    /// Bytes of all requests that are kept, heads and bodies, and 512 for each that its record costs. Default 256 MiB.
    /// Stops a sender that never ends.
    public var maxPayloadBytes: Int
    /// Spans in the store. Default 1,000,000, some 250 MB. Stops small bodies of very many spans.
    public var maxSpans: Int
    /// Bytes of one body. Default 64 MiB. Stops a single request from taking everything; its sender is told 413, since to
    /// repeat it would not help.
    public var maxBodyBytes: Int

    public init(maxPayloadBytes: Int = 256 << 20, maxSpans: Int = 1_000_000, maxBodyBytes: Int = 64 << 20) {
        self.maxPayloadBytes = maxPayloadBytes
        self.maxSpans = maxSpans
        self.maxBodyBytes = maxBodyBytes
    }
}
