import TraceRules

extension Catalogue {
    /// Rules about spans and traces that the rules of each form judge, or only who sends the requests.
    static let scenarios: [UnjudgedRule] = [
        UnjudgedRule(
            "trace/time/duration-not-negative", "TRC-008", .should,
            "A span does not end before it started.",
            spec: "trace.proto, Span; zipkin2-api.yaml, Span.duration",
            place: .forms(numbers: ["ZIP2-009", "ZIP2P-010", "ZIP1T-011", "OTLP-005", "JT-007"])),
        UnjudgedRule(
            "trace/time/unit", "TRC-010", .must,
            "Times count the unit of the form.",
            spec: "Every data model",
            place: .forms(numbers: ["ZIP2-008", "ZIP2P-010", "ZIP1T-011", "OTLP-006", "JT-007"])),
        UnjudgedRule(
            "trace/sampling/consistent", "TRC-020", .should,
            "A sampled trace has spans of every service that it reached, a denied one has none.",
            spec: "b3-propagation, Sampling State",
            place: .verify(claims: ["chain/sampling/consistent", "chain/sampling/honoured"])),
        UnjudgedRule(
            "trace/sampling/denied-below-denied", "TRC-021", .warning,
            "Children of a span that was not sampled are not exported.",
            spec: "b3-propagation, Sampling State",
            place: .verify(claims: ["chain/sampling/honoured", "chain/sampling/consistent"])),
        UnjudgedRule(
            "trace/services/expected", "TRC-022", .warning,
            "The services of a trace are those that its request reached.",
            spec: "Semantic conventions, service.name", place: .verify(claims: ["chain/linkage/expected-hops"])),
        UnjudgedRule(
            "trace/spans/expected", "TRC-024", .warning,
            "A trace has a span for every call that was made, and no others.",
            spec: "Inferred: every call is a span",
            place: .verify(claims: ["chain/accounting/balanced", "chain/linkage/expected-hops"])),
    ]
}
