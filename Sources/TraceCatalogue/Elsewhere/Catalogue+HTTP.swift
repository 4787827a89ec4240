import TraceRules

extension Catalogue {
    static let http: [UnjudgedRule] = [
        UnjudgedRule(
            "http/otlp-headers/configured", "HTTP-013", .should,
            "Fields configured for an OTLP exporter arrive unchanged with every request.",
            spec: "OpenTelemetry Protocol Exporter, Configuration Options",
            place: .nowhere(needs: "the fields that the exporter was configured with")),
        UnjudgedRule(
            "http/headers/configured", "HTTP-013", .warning,
            "Fields configured for an exporter arrive unchanged with every request.", spec: "RFC 9110 section 5",
            place: .nowhere(needs: "the fields that the exporter was configured with")),
        UnjudgedRule(
            "http/host/configured", "HTTP-014", .warning, "Host is the host and port of the configured endpoint.",
            spec: "RFC 9110 section 7.2", place: .nowhere(needs: "the endpoint that the exporter was configured with")),
        UnjudgedRule(
            "http/response/read-to-end", "HTTP-015", .warning,
            "The client reads the answer to its end and does not reset the connection.", spec: "RFC 9112 section 9.6",
            place: .nowhere(needs: "a collector that sees how the connection ends after a long answer")),
        UnjudgedRule(
            "http/expect/does-not-hang", "HTTP-016", .warning,
            "A client that sends Expect: 100-continue sends its body also when no 100 comes.",
            spec: "RFC 9110 section 10.1.1", place: .nowhere(needs: "a collector that sends no 100")),
        UnjudgedRule(
            "http/redirect/method-kept", "HTTP-018", .warning,
            "After 307 and 308 method and body are sent again as they were, or the redirect is reported.",
            spec: "RFC 9110 section 15.4.8", place: .nowhere(needs: "a collector that answers 307")),
    ]
}
