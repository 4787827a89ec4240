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

/// How much a collector keeps before it refuses or evicts: each limit with its unit, its default and what it stops.
///
/// Past a limit nothing that was taken is thrown away as a rule: a sender of more is told to come again, in the words of
/// its form (503 with `Retry-After`), and ``CollectorCounters/dropped`` counts it. With ``evictsOldest`` the oldest
/// traces and the bytes of the oldest requests make room, and ``CollectorCounters/evictedTraces`` and its neighbours
/// count them. Either way memory stays within what is said here and some tens of MiB for the program itself.
public struct CollectorLimits: Sendable, Hashable {
    /// Bytes of all requests that are kept, heads and bodies, and 512 for each that its record costs; and the bytes that the
    /// spans take in the store, some 250 for one with nine attributes. Default 512 MiB. Stops a sender that never ends.
    public var maxBytes: Int
    /// Spans in the store. Default 1,000,000. Stops small bodies of very many spans.
    public var maxSpans: Int
    /// Bytes of one body, before and after its content encoding is taken off. Default 64 MiB. Stops a single request from
    /// taking everything; its sender is told 413, since to repeat it would not help.
    public var maxBodyBytes: Int
    /// Bytes of all bodies that are being received at once, over all connections and receivers. Default 256 MiB. Stops
    /// many slow senders of large bodies; one too many is told to come again. Of datagrams so much may wait in each receiver
    /// until it is decoded; one too many is thrown away and counted (``DatagramCounters/refused``).
    public var maxBytesInFlight: Int
    /// Make room instead of refusing. Traces leave with all of their spans, those first that began first.
    public var evictsOldest: Bool
    /// Keep a record of each request that was accepted, with its raw bytes. Without it only its spans are kept and its
    /// numbers counted: for load, where nobody looks at requests. Others, such as refused ones, are recorded in any case.
    public var keepsRequests: Bool

    public init(
        maxBytes: Int = 512 << 20, maxSpans: Int = 1_000_000, maxBodyBytes: Int = 64 << 20,
        maxBytesInFlight: Int = 256 << 20, evictsOldest: Bool = false, keepsRequests: Bool = true
    ) {
        self.maxBytes = maxBytes
        self.maxSpans = maxSpans
        self.maxBodyBytes = maxBodyBytes
        self.maxBytesInFlight = maxBytesInFlight
        self.evictsOldest = evictsOldest
        self.keepsRequests = keepsRequests
    }
}
