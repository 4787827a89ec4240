import TraceRules

/// A request as rules look at it: its fields, and its spans with what is around them.
public struct OTLPPayload: Sendable {
    /// ``OTLP/json`` or ``OTLP/protobuf``.
    public let format: WireFormat
    public let request: OTLPRecord
    public let spans: [OTLPSpanPlace]

    public init(_ request: OTLPRecord, format: WireFormat) {
        self.request = request
        self.format = format
        spans = request.spans
    }
}
