import TraceBytes

/// What a collector did not take of a request that it answered with success: `ExportTraceServiceResponse.partial_success`
/// (OTLP, "Partial Success").
public struct OTLPPartialSuccess: Hashable, Sendable {
    /// Spans; 0 in a mere warning.
    public let rejectedSpans: Int
    /// Why, for a person; empty when nothing is wrong.
    public let message: String

    package init(rejectedSpans: Int, message: String) {
        self.rejectedSpans = rejectedSpans
        self.message = message
    }

    /// The whole answer in JSON: `{"partialSuccess":{"rejectedSpans":"3","errorMessage":"…"}}`.
    package var json: [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.key("partialSuccess")
        json.beginObject()
        json.key("rejectedSpans")
        json.write(String(rejectedSpans))
        json.key("errorMessage")
        json.write(message)
        json.endObject()
        json.endObject()
        return json.bytes
    }

    /// The same in protobuf.
    package var protobuf: [UInt8] {
        var writer = ProtobufWriter()
        let partial = writer.beginMessage(1)
        writer.write(1, varint: UInt64(clamping: rejectedSpans))
        writer.write(2, text: message)
        writer.endMessage(partial)
        return writer.bytes
    }

    /// Nil for an answer without one, and for bytes that are no such answer: what cannot be read rejects nothing.
    public init?(_ body: [UInt8], isJSON: Bool) {
        let found = isJSON ? Self.json(body) : try? Self.protobuf(body)
        guard let (rejected, message) = found else { return nil }
        rejectedSpans = rejected
        self.message = message
    }

    /// `{"partialSuccess":{"rejectedSpans":"3","errorMessage":"…"}}`; 64-bit integers are texts in JSON.
    private static func json(_ body: [UInt8]) -> (rejected: Int, message: String)? {
        guard let partial = (try? JSONValue(parsing: body))?["partialSuccess"] else { return nil }
        let rejected = partial["rejectedSpans"]
        let count = rejected?.text.flatMap(Int64.init) ?? rejected?.integer ?? 0
        return (Int(clamping: max(0, count)), partial["errorMessage"]?.text ?? "")
    }

    /// Field 1 of the response: `int64 rejected_spans = 1`, `string error_message = 2`.
    private static func protobuf(_ body: [UInt8]) throws(ReadError) -> (rejected: Int, message: String)? {
        var reader = ProtobufReader(body.span.bytes)
        var found: (rejected: Int, message: String)?
        while let tag = try reader.nextTag() {
            guard tag.number == 1, tag.wireType == .lengthDelimited else {
                _ = try reader.skipValue(of: tag)
                continue
            }
            var inner = try reader.readMessage()
            var partial = found ?? (0, "")
            while let tag = try inner.nextTag() {
                switch (tag.number, tag.wireType) {
                case (1, .varint):
                    partial.rejected = Int(clamping: max(0, Int64(bitPattern: try inner.readVarint())))
                case (2, .lengthDelimited):
                    partial.message = String(decoding: body[try inner.readText()], as: UTF8.self)
                default: _ = try inner.skipValue(of: tag)
                }
            }
            found = partial
        }
        return found
    }
}
