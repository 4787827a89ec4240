import TraceRules

extension Catalogue {
    static let zipkin: [UnjudgedRule] = zipkinV2

    private static let zipkinV2 = [
        UnjudgedRule(
            "zipkin-v2/opentelemetry/internal-has-no-kind", "ZIP2-024", .should,
            "A span that is INTERNAL in OpenTelemetry has no kind.", spec: "OpenTelemetry Zipkin exporter, SpanKind",
            place: .verify(claims: ["chain/spans/shape"])),
        UnjudgedRule(
            "zipkin-v2/duration/short-not-dropped", "ZIP2-030", .warning,
            "An operation shorter than a microsecond has the duration 1, and not none.",
            spec: "zipkin2-api.yaml, Span.duration",
            place: .nowhere(needs: "an operation that is known to have taken less than a microsecond")),
    ]
}
