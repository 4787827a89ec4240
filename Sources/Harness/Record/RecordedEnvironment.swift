import FakeCollector
import TraceWire

/// The environment of a program whose exports are recorded: everything that it has now, with its exporters pointed at a
/// collector.
struct RecordedEnvironment {
    let variables: [String: String]

    /// - Parameter given: what the program would have otherwise.
    init(_ given: [String: String], sendingTo collector: Collector) {
        var variables = given
        // One endpoint for all of OTLP's protocols: the port takes gRPC and HTTP. What names a signal counts more than what does
        // not (OpenTelemetry Protocol Exporter, "Endpoint URLs"), and would have to have a path with HTTP and none with gRPC.
        variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.otlpBaseEndpoint
        variables["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] = nil
        variables["OTEL_EXPORTER_ZIPKIN_ENDPOINT"] = collector.zipkinEndpoint
        // OpenTelemetry's and the older clients' of Jaeger.
        for prefix in ["OTEL_EXPORTER_JAEGER_", "JAEGER_"] {
            variables["\(prefix)ENDPOINT"] = collector.endpoint(of: .jaegerHTTP)
            if let agent = collector.addresses.first(where: { $0.form == .jaegerCompact }) {
                variables["\(prefix)AGENT_HOST"] = agent.host
                variables["\(prefix)AGENT_PORT"] = "\(agent.port)"
            }
        }
        // Only where the user has not chosen: spans, and spans alone. Which protocol of OTLP is the program's own choice.
        for (name, value) in [
            ("OTEL_TRACES_EXPORTER", "otlp"), ("OTEL_METRICS_EXPORTER", "none"), ("OTEL_LOGS_EXPORTER", "none"),
        ] where variables[name] == nil {
            variables[name] = value
        }
        for name in ["NO_PROXY", "no_proxy"] {
            variables[name] = [variables[name] ?? "", "127.0.0.1"].filter { !$0.isEmpty }.joined(separator: ",")
        }
        self.variables = variables
    }
}
