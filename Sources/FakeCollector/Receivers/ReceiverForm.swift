import TraceWire

/// The forms in which a collector takes spans. Each has a receiver, and a collector can open several of one form.
///
/// The raw value is the form's name in options, labels and summaries.
public enum ReceiverForm: String, CaseIterable, Sendable, Hashable {
    /// Zipkin over HTTP/1.1, port 9411: version 2 as JSON and as protobuf at `POST /api/v2/spans`, version 1 as JSON and
    /// as Thrift at `POST /api/v1/spans`.
    case zipkin
    /// OpenTelemetry's protocol over HTTP, port 4318: JSON and protobuf at `POST /v1/traces`; calls of gRPC are taken, too.
    case otlp
    /// The same over gRPC, port 4317: `TraceService/Export`; requests of HTTP are taken, too.
    case otlpGRPC = "otlp-grpc"
    /// Jaeger's collector, port 14268: a batch as Thrift at `POST /api/traces`; calls of gRPC are taken, too.
    case jaegerHTTP = "jaeger-http"
    /// Jaeger's collector over gRPC, port 14250: `CollectorService/PostSpans`; requests of HTTP are taken, too.
    case jaegerGRPC = "jaeger-grpc"
    /// Jaeger's agent, UDP port 6831: a batch in a datagram, in Thrift's compact encoding.
    case jaegerCompact = "jaeger-compact"
    /// Jaeger's agent, UDP port 6832: a batch in a datagram, in Thrift's binary encoding.
    case jaegerBinary = "jaeger-binary"
    /// Jaeger's agent, UDP port 5775: Zipkin spans of version 1 in a datagram, in Thrift's compact encoding; long out of
    /// use.
    case zipkinUDP = "zipkin-udp"

    /// The port of the form's servers.
    public var defaultPort: UInt16 {
        switch self {
        case .zipkin: ZipkinV2.json.defaultPort
        case .otlp: OTLP.protobuf.defaultPort
        case .otlpGRPC: OTLP.grpc.defaultPort
        case .jaegerHTTP: Jaeger.http.defaultPort
        case .jaegerGRPC: Jaeger.grpc.defaultPort
        case .jaegerCompact: Jaeger.compact.defaultPort
        case .jaegerBinary: Jaeger.binary.defaultPort
        case .zipkinUDP: ZipkinV1.udp.defaultPort
        }
    }

    var isOTLP: Bool { self == .otlp || self == .otlpGRPC }

    /// Whether it comes as datagrams, which nobody answers.
    public var isDatagram: Bool {
        switch self {
        case .zipkin, .otlp, .otlpGRPC, .jaegerHTTP, .jaegerGRPC: false
        case .jaegerCompact, .jaegerBinary, .zipkinUDP: true
        }
    }
}
