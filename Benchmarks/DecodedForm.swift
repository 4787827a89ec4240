import TraceBytes
import TraceModel
import TraceWire

/// One way to write and to read the spans that decoding is measured with.
struct DecodedForm: Sendable {
    let name: String
    /// Times `JSONDecoder`; nil where nothing is asked for.
    let wanted: Double?
    let encode: @Sendable ([TraceSpan]) -> [UInt8]
    let decode: @Sendable ([UInt8], inout SpanStore) throws -> Int

    static let otlpJSON = DecodedForm(
        name: "OTLP JSON", wanted: 15, encode: { OTLPJSONEncoder.encode($0) },
        decode: { try OTLP.decode(json: $0, into: &$1) })
    static let otlpProtobuf = DecodedForm(
        name: "OTLP protobuf", wanted: 45, encode: { OTLPProtobufEncoder.encode($0) },
        decode: { try OTLP.decode(protobuf: $0, into: &$1) })
    static let zipkinV2 = DecodedForm(
        name: "Zipkin v2 JSON", wanted: 25, encode: { ZipkinV2JSONEncoder.encode($0) },
        decode: { try ZipkinV2.decode(json: $0, into: &$1) })
    static let jaegerCompact = DecodedForm(
        name: "Jaeger compact", wanted: 40, encode: { jaegerMessage(of: $0) },
        decode: { try Jaeger.decode($0, as: .compactDatagram, into: &$1) })
    static let jaegerBinary = DecodedForm(
        name: "Jaeger binary", wanted: nil, encode: { JaegerEncoder.bodies(of: $0.map(ofOneProcess))[0] },
        decode: { try Jaeger.decode($0, as: .httpBody, into: &$1) })
    static let jaegerProtobuf = DecodedForm(
        name: "Jaeger protobuf", wanted: nil,
        encode: { JaegerProtobufEncoder.batches(of: $0.map(ofOneProcess))[0].bytes },
        decode: { try Jaeger.decode(protobuf: $0, into: &$1) })

    private static func jaegerMessage(of spans: [TraceSpan]) -> [UInt8] {
        JaegerEncoder.datagrams(of: spans.map(ofOneProcess), encoding: .compact, limit: .max).datagrams[0].bytes
    }

    /// A batch of Jaeger's has one sender.
    private static func ofOneProcess(_ span: TraceSpan) -> TraceSpan {
        var span = span
        span.localEndpoint = nil
        span.resource = Resource(attributes: [Attribute("service.name", .string("shop"))])
        return span
    }

    /// Decodes a payload that holds so many spans.
    func decode(_ payload: [UInt8], spans: Int, into store: inout SpanStore) throws {
        let count = try decode(payload, &store)
        guard count == spans else { throw BenchmarkError.unexpected("\(count) spans in a batch") }
    }
}
