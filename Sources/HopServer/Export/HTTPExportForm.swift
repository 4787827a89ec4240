import TraceBytes
import TraceModel
import TraceWire

/// A form that travels as the body of a POST: what ``HTTPPoster`` sends. Datagrams and lines on stdout are none.
enum HTTPExportForm: Hashable, Sendable, CaseIterable {
    case zipkinV2
    case zipkinV2Protobuf
    case otlpJSON
    case otlpProtobuf
    case jaeger

    var format: WireFormat {
        switch self {
        case .zipkinV2: ZipkinV2.json
        case .zipkinV2Protobuf: ZipkinV2.protobuf
        case .otlpJSON: OTLP.json
        case .otlpProtobuf: OTLP.protobuf
        case .jaeger: Jaeger.http
        }
    }

    /// Whether retries and partial successes are what OTLP's specification says of them; Zipkin and Jaeger say nothing.
    var isOTLP: Bool {
        switch self {
        case .otlpJSON, .otlpProtobuf: true
        case .zipkinV2, .zipkinV2Protobuf, .jaeger: false
        }
    }

    /// What the exporter calls itself; of OTLP as its specification asks (OpenTelemetry Protocol Exporter, User Agent).
    var userAgent: String {
        isOTLP ? Self.otlpUserAgent : "hop-server/\(ProductVersion.text)"
    }

    static let otlpUserAgent = "hop-server/\(ProductVersion.text) OTel-OTLP-Exporter-Swift/\(ProductVersion.text)"

    /// The content of one POST.
    struct Post: Hashable, Sendable {
        var body: [UInt8]
        let spanCount: Int
    }

    /// A Jaeger batch has one process, told by service and resource, so that a POST is needed for each; every other form
    /// takes the spans of several senders at once.
    func posts(of spans: [TraceSpan]) -> [Post] {
        switch self {
        case .zipkinV2: [Post(body: ZipkinV2JSONEncoder.encode(spans), spanCount: spans.count)]
        case .zipkinV2Protobuf: [Post(body: ZipkinV2ProtobufEncoder.encode(spans), spanCount: spans.count)]
        case .otlpJSON: [Post(body: OTLPJSONEncoder.encode(spans), spanCount: spans.count)]
        case .otlpProtobuf: [Post(body: OTLPProtobufEncoder.encode(spans), spanCount: spans.count)]
        case .jaeger: JaegerEncoder.batches(of: spans).map { Post(body: $0.bytes, spanCount: $0.spanCount) }
        }
    }
}

extension ExportForm {
    /// How a form leaves the hop, and what the one who sends it has to know.
    enum Carrier: Hashable, Sendable {
        case http(HTTPExportForm)
        case grpc
        case datagrams(ThriftEncoding)
        case console
    }

    var carrier: Carrier {
        switch self {
        case .zipkinV2: .http(.zipkinV2)
        case .zipkinV2Protobuf: .http(.zipkinV2Protobuf)
        case .otlpJSON: .http(.otlpJSON)
        case .otlpProtobuf: .http(.otlpProtobuf)
        case .otlpGRPC: .grpc
        case .jaegerHTTP: .http(.jaeger)
        case .jaegerCompact: .datagrams(.compact)
        case .jaegerBinary: .datagrams(.binary)
        case .console: .console
        }
    }
}
