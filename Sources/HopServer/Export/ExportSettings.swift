/// How a hop exports, from its environment.
struct ExportSettings: Sendable {
    let batching: BatchSettings
    private let environment: [String: String]

    /// Milliseconds; the default of every exporter (OpenTelemetry, "Environment Variable Specification").
    private static let standardTimeoutMillis = 10_000

    init(environment: [String: String], complaints: inout [String]) {
        self.environment = environment
        for variable in ["OTEL_EXPORTER_OTLP_TRACES_COMPRESSION", "OTEL_EXPORTER_OTLP_COMPRESSION"] {
            guard let said = environment[variable], !["", "none", "gzip"].contains(said) else { continue }
            complaints.append("\(variable): found '\(said)', expected gzip or none; nothing is compressed")
        }
        batching = BatchSettings(environment: environment, complaints: &complaints)
    }

    /// Whether exports of a form are compressed with gzip: OTLP's alone know it, and only where a variable asks for it
    /// (OpenTelemetry Protocol Exporter, "Configuration Options").
    func compresses(_ form: ExportForm) -> Bool {
        guard form.isOTLP else { return false }
        let said = environment["OTEL_EXPORTER_OTLP_TRACES_COMPRESSION"] ?? environment["OTEL_EXPORTER_OTLP_COMPRESSION"]
        return said == "gzip"
    }

    /// Milliseconds that one batch may take: what the exporter's variable says, at most `OTEL_BSP_EXPORT_TIMEOUT`.
    func timeoutMillis(for form: ExportForm) -> Int {
        let variables: [String] =
            switch form {
            case .zipkinV2, .zipkinV2Protobuf: ["OTEL_EXPORTER_ZIPKIN_TIMEOUT"]
            case .otlpJSON, .otlpProtobuf, .otlpGRPC:
                ["OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "OTEL_EXPORTER_OTLP_TIMEOUT"]
            case .jaegerCompact, .jaegerBinary, .jaegerHTTP: ["OTEL_EXPORTER_JAEGER_TIMEOUT"]
            case .console: []
            }
        let said = variables.lazy.compactMap { environment[$0].flatMap(Int.init) }.first { $0 > 0 }
        return min(batching.exportTimeoutMillis, said ?? Self.standardTimeoutMillis)
    }
}
