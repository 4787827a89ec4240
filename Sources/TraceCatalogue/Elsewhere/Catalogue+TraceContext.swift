import TraceRules

extension Catalogue {
    /// `traceparent` and `tracestate` on the calls of a service.
    static let traceContext: [UnjudgedRule] = [
        UnjudgedRule(
            "w3c/traceparent/well-formed", "W3C-001", .must,
            "traceparent is 55 lower-case characters of version 00, with ids that are not zero.",
            spec: "W3C Trace Context Level 2, traceparent Header",
            place: .verify(claims: ["chain/headers/well-formed", "chain/headers/context"])),
        UnjudgedRule(
            "w3c/traceparent/once", "W3C-002", .must,
            "A request has one traceparent.",
            spec: "W3C Trace Context Level 2, traceparent Header",
            place: .verify(claims: ["chain/headers/well-formed", "chain/headers/context"])),
        UnjudgedRule(
            "w3c/traceparent/same-trace", "W3C-003", .should,
            "The trace id goes out as it came in.",
            spec: "W3C Trace Context Level 2, Processing Model",
            place: .verify(claims: ["chain/headers/context", "chain/linkage/one-trace"])),
        UnjudgedRule(
            "w3c/traceparent/own-parent-id", "W3C-004", .must,
            "The parent-id that goes out is the id of a span of the service.",
            spec: "W3C Trace Context Level 2, Mutating the traceparent Field",
            place: .verify(claims: ["chain/linkage/edge-parent"])),
        UnjudgedRule(
            "w3c/traceparent/parent-id-per-call", "W3C-005", .must,
            "Every call has a parent-id of its own.",
            spec: "W3C Trace Context Level 2, Mutating the traceparent Field",
            place: .verify(claims: ["chain/headers/well-formed"])),
        UnjudgedRule(
            "w3c/traceparent/sampled-with-parent-id", "W3C-006", .must,
            "The sampled flag changes only together with the parent-id.",
            spec: "W3C Trace Context Level 2, Mutating the traceparent Field",
            place: .verify(claims: [
                "chain/sampling/consistent", "chain/sampling/honoured", "chain/linkage/edge-parent",
            ])),
        UnjudgedRule(
            "w3c/traceparent/random-flag", "W3C-007", .must,
            "The flag of random trace ids goes out as it came in.",
            spec: "W3C Trace Context Level 2, Random Trace ID Flag",
            place: .nowhere(needs: "requests whose traceparent has the flag 02")),
        UnjudgedRule(
            "w3c/traceparent/unknown-flags", "W3C-008", .must,
            "Flags that are not known are zero on the way out.",
            spec: "W3C Trace Context Level 2, Other Flags", place: .verify(claims: ["chain/headers/well-formed"])),
        UnjudgedRule(
            "w3c/traceparent/unreadable", "W3C-009", .must,
            "After a traceparent that cannot be read a new trace begins, without its tracestate.",
            spec: "W3C Trace Context Level 2, Processing Model",
            place: .nowhere(needs: "requests whose traceparent cannot be read")),
        UnjudgedRule(
            "w3c/traceparent/higher-version", "W3C-010", .must,
            "A higher version is read as 00, and goes out as 00 with its ids.",
            spec: "W3C Trace Context Level 2, Versioning of traceparent",
            place: .nowhere(needs: "requests whose traceparent has the version cc")),
        UnjudgedRule(
            "w3c/tracestate/forwarded", "W3C-011", .must,
            "tracestate is passed on, its members in their order.",
            spec: "W3C Trace Context Level 2, Mutating the tracestate Field",
            place: .verify(claims: ["chain/headers/context"])),
        UnjudgedRule(
            "w3c/tracestate/own-member-first", "W3C-012", .must,
            "The member that a service adds or changes is the first.",
            spec: "W3C Trace Context Level 2, Mutating the tracestate Field",
            place: .verify(claims: ["chain/headers/context"])),
        UnjudgedRule(
            "w3c/tracestate/own-member-once", "W3C-012", .must,
            "The key of the member that a service adds stands once.",
            spec: "W3C Trace Context Level 2, Mutating the tracestate Field",
            place: .nowhere(needs: "a claim that compares the keys of tracestate on each edge")),
        UnjudgedRule(
            "w3c/tracestate/not-alone", "W3C-013", .must,
            "A tracestate without traceparent is not passed on.",
            spec: "W3C Trace Context Level 2, Processing Model",
            place: .nowhere(needs: "requests with a tracestate alone")),
        UnjudgedRule(
            "w3c/tracestate/long", "W3C-014", .should,
            "512 characters of tracestate survive; members are dropped whole, the long ones first.",
            spec: "W3C Trace Context Level 2, tracestate Limits",
            place: .nowhere(needs: "requests with a tracestate of more than 512 characters")),
        UnjudgedRule(
            "w3c/tracestate/well-formed", "W3C-015", .must,
            "tracestate has at most 32 members, of the grammar.",
            spec: "W3C Trace Context Level 2, tracestate Header", place: .verify(claims: ["chain/headers/well-formed"])),
        UnjudgedRule(
            "w3c/response/no-traceparent", "W3C-016", .should,
            "An answer has Server-Timing with a trace, or nothing: no traceparent.",
            spec: "W3C Trace Context Level 2, Response headers",
            place: .nowhere(needs: "a claim about the headers of answers")),
        UnjudgedRule(
            "w3c/traceparent/random-flag-set", "W3C-017", .should,
            "A service that begins a trace with a random id sets the flag that says so.",
            spec: "W3C Trace Context Level 2, Random Trace ID Flag",
            place: .nowhere(needs: "requests without a context, and how the service makes its ids")),
    ]
}
