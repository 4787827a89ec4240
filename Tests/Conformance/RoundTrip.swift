import Testing
import TraceModel
import TraceWire

/// An encoder and the decoder of its form. It proves what is written, never what is read: both could share a misreading.
struct RoundTrip: Sendable {
    let form: WireForm
    let encode: @Sendable (_ spans: [TraceSpan]) -> [UInt8]

    static let zipkinV2: [RoundTrip] = [
        RoundTrip(form: .zipkinV2JSON) { ZipkinV2JSONEncoder.encode($0) },
        RoundTrip(form: .zipkinV2Protobuf) { ZipkinV2ProtobufEncoder.encode($0) },
    ]

    static let otlp: [RoundTrip] = [
        RoundTrip(form: .otlpJSON) { OTLPJSONEncoder.encode($0) },
        RoundTrip(form: .otlpProtobuf) { OTLPProtobufEncoder.encode($0) },
    ]

    /// The spans as they come back; written again they are the same bytes.
    func spans(of spans: [TraceSpan]) throws -> [TraceSpan] {
        let written = encode(spans)
        var store = SpanStore()
        _ = try form.decode(written, &store)
        let back = store.allSpans()
        #expect(encode(back) == written)
        return back
    }
}
