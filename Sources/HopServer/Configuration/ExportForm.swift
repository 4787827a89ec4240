import TraceBytes
import TraceWire

/// A form in which a hop exports its spans; the raw value is what `tracing.protocol` says.
package enum ExportForm: String, Hashable, Sendable, CaseIterable {
    case zipkinV2 = "zipkin-v2"
    case zipkinV2Protobuf = "zipkin-v2-protobuf"
    case otlpJSON = "otlp-json"
    case otlpProtobuf = "otlp-protobuf"
    case otlpGRPC = "otlp-grpc"
    case jaegerCompact = "jaeger-compact"
    case jaegerBinary = "jaeger-binary"
    case jaegerHTTP = "jaeger-http"
    /// Spans as lines of JSON on stdout, for a person.
    case console

    /// What goes over the wire; nil for what does not.
    package var format: WireFormat? {
        switch self {
        case .zipkinV2: ZipkinV2.json
        case .zipkinV2Protobuf: ZipkinV2.protobuf
        case .otlpJSON: OTLP.json
        case .otlpProtobuf: OTLP.protobuf
        case .otlpGRPC: OTLP.grpc
        case .jaegerCompact: Jaeger.compact
        case .jaegerBinary: Jaeger.binary
        case .jaegerHTTP: Jaeger.http
        case .console: nil
        }
    }

    /// Those that a collector takes.
    package static let wire: [ExportForm] = allCases.filter { $0.format != nil }

    /// All of them at once; first the one that loses nothing of a span, so that the others are compared with it.
    package static let together: [ExportForm] = [.otlpProtobuf] + wire.filter { $0 != .otlpProtobuf }

    package var isDatagram: Bool { format?.carrier == .udp }

    /// Whether the data model is OpenTelemetry's own.
    package var isOTLP: Bool {
        switch self {
        case .otlpJSON, .otlpProtobuf, .otlpGRPC: true
        case .zipkinV2, .zipkinV2Protobuf, .jaegerCompact, .jaegerBinary, .jaegerHTTP, .console: false
        }
    }
}

// MARK: Which form an endpoint means

extension ExportForm {
    /// The forms that an endpoint may mean, the likeliest first; never empty.
    ///
    /// The scheme tells datagrams and gRPC from HTTP; then the path decides, and where it says nothing, the port.
    package static func candidates(for endpoint: ExportEndpoint) -> [ExportForm] {
        switch endpoint {
        case .udp(_, let port):
            let agents = [ExportForm.jaegerCompact, .jaegerBinary]
            let byPort = agents.filter { $0.format?.defaultPort == port }
            return byPort.isEmpty ? agents : byPort
        case .grpc: return [.otlpGRPC]
        case .http(let url):
            let overHTTP = wire.filter { !$0.isDatagram }
            let byPath = overHTTP.filter { url.path == $0.format?.path }
            if byPath == otlp.filter({ $0 != .otlpGRPC }) { return byPath.reversed() }
            if !byPath.isEmpty { return byPath }
            // One variable names the endpoint of all of OTLP's protocols (OpenTelemetry Protocol Exporter, "Endpoint URLs").
            // Its port is either; the likelier protocol is that of the port, then protobuf ("Specify Protocol").
            switch url.port {
            case OTLP.grpc.defaultPort: return [.otlpGRPC, .otlpProtobuf, .otlpJSON]
            case OTLP.protobuf.defaultPort: return [.otlpProtobuf, .otlpJSON, .otlpGRPC]
            default: break
            }
            let byPort = overHTTP.filter { url.port == $0.format?.defaultPort }
            return byPort.isEmpty ? overHTTP : byPort
        }
    }

    private static let otlp = allCases.filter(\.isOTLP)

    /// The form of a hop's exports: what the endpoint means; where it leaves a choice, what the configuration says, then
    /// what the environment says.
    package static func chosen(
        for endpoint: ExportEndpoint, configured: ExportForm?, environment: [String: String]
    ) -> ExportForm {
        if let configured { return configured }
        let candidates = candidates(for: endpoint)
        return environmentChoice(environment, among: candidates) ?? candidates[0]
    }

    /// Why the two contradict each other; nil when they do not.
    package static func conflict(_ form: ExportForm, with endpoint: ExportEndpoint) -> String? {
        let candidates = candidates(for: endpoint)
        if form == .console || candidates.contains(form) { return nil }
        return "\(endpoint) takes \(candidates.map(\.rawValue).joined(separator: ", "))"
    }

    /// The words of OpenTelemetry's specifications, the more specific variable first. A word for a form that the endpoint
    /// does not take is for another exporter.
    private static func environmentChoice(
        _ environment: [String: String], among candidates: [ExportForm]
    ) -> ExportForm? {
        for (variable, words) in variables {
            guard let word = environment[variable], let form = words[word], candidates.contains(form) else { continue }
            return form
        }
        return nil
    }

    private static let variables: [(name: String, words: [String: ExportForm])] = [
        ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", otlpWords), ("OTEL_EXPORTER_OTLP_PROTOCOL", otlpWords),
        (
            "OTEL_EXPORTER_JAEGER_PROTOCOL",
            [
                "udp/thrift.compact": .jaegerCompact, "udp/thrift.binary": .jaegerBinary,
                "http/thrift.binary": .jaegerHTTP,
            ]
        ),
    ]

    private static let otlpWords: [String: ExportForm] = [
        "grpc": .otlpGRPC, "http/json": .otlpJSON, "http/protobuf": .otlpProtobuf,
    ]
}
