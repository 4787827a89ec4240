import TraceRules

extension Catalogue {
    /// B3 in one header and in several on the calls of a service.
    static let b3: [UnjudgedRule] = [
        UnjudgedRule(
            "b3/ids/spelling", "B3-001", .must,
            "Ids are lower-case hex, 16 or 32 digits for a trace and 16 for a span.",
            spec: "b3-propagation, TraceId, SpanId",
            place: .verify(claims: ["chain/headers/well-formed", "chain/headers/context"])),
        UnjudgedRule(
            "b3/form/as-configured", "B3-002", .must,
            "The single or the multiple header goes out as configured; both only when asked for.",
            spec: "b3-propagation, Single Header; OpenTelemetry propagators, B3 Inject",
            place: .nowhere(needs: "the configuration of the service")),
        UnjudgedRule(
            "b3/parent/not-by-opentelemetry", "B3-003", .must,
            "OpenTelemetry services do not send X-B3-ParentSpanId.",
            spec: "OpenTelemetry propagators, B3 Inject", place: .nowhere(needs: "what a service is made with")),
        UnjudgedRule(
            "b3/debug/alone", "B3-004", .must,
            "Debug is X-B3-Flags: 1 or d, never beside X-B3-Sampled.",
            spec: "b3-propagation, Debug Flag", place: .verify(claims: ["chain/headers/well-formed"])),
        UnjudgedRule(
            "b3/debug/kept", "B3-005", .must,
            "A debug flag that came in goes out.",
            spec: "OpenTelemetry propagators, B3 Extract", place: .verify(claims: ["chain/headers/context"])),
        UnjudgedRule(
            "b3/sampling/consistent", "B3-006", .must,
            "The sampling state goes out as it came in.",
            spec: "b3-propagation, Sampling State",
            place: .verify(claims: ["chain/sampling/consistent", "chain/sampling/honoured", "chain/headers/context"])),
        UnjudgedRule(
            "b3/span-id/shared", "B3-007", .must,
            "OpenTelemetry SERVER spans have ids of their own; Zipkin servers that join a span say shared.",
            spec: "OpenTelemetry propagators, B3 Extract",
            place: .nowhere(
                needs: "the X-B3-SpanId of a request beside the SERVER span, and what the service is made with")),
        UnjudgedRule(
            "b3/deny/with-ids", "B3-008", .must,
            "A refusal goes out with the ids where they are known.",
            spec: "b3-propagation, FAQ", place: .nowhere(needs: "a claim about the ids beside a refusal")),
        UnjudgedRule(
            "b3/decision-alone", "B3-009", .should,
            "A decision without ids begins a new trace that follows it.",
            spec: "b3-propagation, Sampling State", place: .nowhere(needs: "requests with b3: 1")),
        UnjudgedRule(
            "b3/malformed", "B3-010", .should,
            "After headers that cannot be read a new trace begins; they are not copied.",
            spec: "b3-propagation, Multiple Headers", place: .nowhere(needs: "requests whose B3 headers cannot be read")
        ),
        UnjudgedRule(
            "b3/sampled/words", "B3-011", .warning,
            "true and false are never written.",
            spec: "b3-propagation, Sampling State", place: .verify(claims: ["chain/headers/well-formed"])),
        UnjudgedRule(
            "b3/trace-id/not-cut", "B3-012", .must,
            "A trace id of 128 bits goes out whole.",
            spec: "b3-propagation, TraceId; STATUS", place: .verify(claims: ["chain/headers/context"])),
        UnjudgedRule(
            "b3/names/by-carrier", "B3-013", .should,
            "gRPC has lower-case names, and messages have b3 alone.",
            spec: "b3-propagation, gRPC; JMS", place: .nowhere(needs: "calls over gRPC, and messages")),
    ]
}
