/// How much one payload may ask of a decoder: every limit with its unit, its default and the attack that it stops.
///
/// A limit is compared before anything is allocated; what exceeds it is ``ReadError/Reason/limitExceeded(_:limit:)``.
public struct DecodingLimits: Hashable, Sendable {
    /// Containers inside containers, in levels. Default 64, as OpenTelemetry limits attribute values; a span needs 4.
    /// Stops `[[[[…`, which would exhaust the stack of every recursive reader.
    public var depth: Int
    /// Bytes of a payload after content decoding. Default 64 MiB. Stops a body that fills the memory.
    public var payloadBytes: Int
    /// Spans in one payload. Default 1,000,000. Stops `[{},{},…`, whose spans cost more in the store than on the wire.
    public var spansPerPayload: Int
    /// Attributes, and the same number of events or links, of one span. Default 65,536.
    /// Stops `{"":"","":"",…`, whose attributes cost more in the store than on the wire.
    public var attributesPerSpan: Int
    /// Bytes of content for each compressed byte, once there are more than ``inflationAllowance``. Default 256; batches of
    /// equal spans reach 100, deflate itself 1,032. Stops bombs: a few kilobytes that become the whole ``payloadBytes``.
    public var inflation: Int
    /// Content codings applied to one body. Default 4; real senders apply one. Stops `gzip, gzip, gzip, …`, each layer of
    /// which may inflate what the one before it inflated.
    public var contentCodings: Int

    /// The bytes of content that ``inflation`` never refuses: 1 MiB, which cannot hurt, however small it was sent.
    public static let inflationAllowance = 1 << 20

    public init(
        depth: Int = 64, payloadBytes: Int = 64 << 20, spansPerPayload: Int = 1_000_000,
        attributesPerSpan: Int = 65_536, inflation: Int = 256, contentCodings: Int = 4
    ) {
        self.depth = depth
        self.payloadBytes = payloadBytes
        self.spansPerPayload = spansPerPayload
        self.attributesPerSpan = attributesPerSpan
        self.inflation = inflation
        self.contentCodings = contentCodings
    }

    public static let `default` = DecodingLimits()
}
