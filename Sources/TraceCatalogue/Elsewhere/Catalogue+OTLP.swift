import TraceRules

extension Catalogue {
    static let otlp: [UnjudgedRule] = [otlpValueLength] + otlpOverGRPC

    private static let otlpValueLength = UnjudgedRule(
        "otlp/attribute/value-length", "OTLP-016", .should, "Texts are no longer than the configured limit.",
        spec: "OpenTelemetry Common, Attribute Limits",
        place: .nowhere(needs: "the limit that the program configured: there is none by default"))

    /// What a call of gRPC does not tell by itself.
    private static let otlpOverGRPC: [UnjudgedRule] = [
        UnjudgedRule(
            "otlp-grpc/request/timeout", "OTLPG-007", .should, "Calls say in grpc-timeout what the exporter waits.",
            spec: "OpenTelemetry Protocol Exporter, Timeout; gRPC over HTTP2",
            place: .nowhere(needs: "the timeout that the program configured")),
        UnjudgedRule(
            "grpc/connection/ping-answered", "OTLPG-011", .must, "A client answers PING.",
            spec: "RFC 9113 section 6.7", place: .nowhere(needs: "a collector that sends PING and waits for the answer")
        ),
        UnjudgedRule(
            "grpc/connection/goaway", "OTLPG-012", .must, "After GOAWAY a client opens streams on another connection.",
            spec: "RFC 9113 section 6.8",
            place: .nowhere(needs: "a collector that says GOAWAY and takes another connection")),
        UnjudgedRule(
            "otlp-grpc/request/metadata", "OTLPG-013", .must, "Configured headers arrive as metadata.",
            spec: "OpenTelemetry Protocol Exporter, Specifying headers via environment variables; gRPC over HTTP2",
            place: .nowhere(needs: "the headers that the program configured")),
    ]
}
