import TraceModel
import TraceRules

// MARK: zipkin2-api.yaml, Span: debug, shared

extension Rule<ZipkinV2Payload> {
    static let flagsBoolean = Rule(
        "zipkin-v2/flags/boolean", "ZIP2-015", .must, "debug and shared are true or false.",
        why: "The server refuses the whole batch.", spec: "zipkin2-api.yaml, Span.debug, Span.shared",
        good: #""debug":true"#, bad: #""debug":"true""#
    ) { payload, check in
        for place in payload.places {
            checkFlag(.debug, of: place, &check)
            checkFlag(.shared, of: place, &check)
        }
    }

    private static func checkFlag(_ field: ZipkinV2Field, of place: ZipkinV2SpanPlace, _ check: inout RuleCheck) {
        guard let flag = place.span[field], flag != .null else { return }
        check.expect(
            flag.boolean != nil,
            else: place.violation(at: field, expected: "true or false", actual: flag.described))
    }

    static let sharedNotOnClient = Rule(
        "zipkin-v2/shared/not-on-client", "ZIP2-016", .should, "shared is not set on CLIENT spans.",
        why: "The client starts the id and the server shares it: the server drops the flag.",
        spec: "zipkin Span.Builder.build", good: #""kind":"SERVER","shared":true"#,
        bad: #""kind":"CLIENT","shared":true"#
    ) { payload, check in
        for place in payload.places where place.span.isSet(.shared) {
            check.expect(
                place.span.knownKind != .client,
                else: place.violation(at: .shared, expected: "no shared on a CLIENT span", actual: "true"))
        }
    }

    /// Whether the flag was forced stands in the headers of the request that began the trace, which no recording of spans
    /// has. But whoever forces every trace of several forces none: the flag stands for "sampled".
    static let debugNotOnEverything = Rule(
        "zipkin-v2/debug/not-on-everything", "ZIP2-032", .warning, "debug is true in forced traces only.",
        why: "debug passes every sampler behind the service: collectors cannot thin such traces out.",
        spec: "zipkin2-api.yaml, Span.debug", good: #""debug":true after X-B3-Flags: 1"#,
        bad: #""debug":true on every sampled span"#,
        remembering: DebugFlags(),
        check: { payload, flags, _ in
            for place in payload.places { flags.add(place.span) }
        },
        atEnd: { flags, check in
            guard flags.isSeen, flags.hasSeveralTraces else { return }
            check.expect(
                flags.isMissingSomewhere,
                else: Violation(
                    at: "debug", expected: "true in forced traces only", actual: "true on every span of every trace"))
        })
}

/// What a run says of debug flags.
private struct DebugFlags: Sendable {
    private var firstTrace: String?
    private(set) var hasSeveralTraces = false
    private(set) var isSeen = false
    private(set) var isMissingSomewhere = false

    mutating func add(_ span: ZipkinV2Span) {
        // Nothing more can change.
        guard !isSeen || !hasSeveralTraces || !isMissingSomewhere else { return }
        if span.isSet(.debug) { isSeen = true } else { isMissingSomewhere = true }
        guard !hasSeveralTraces, let trace = span.traceId else { return }
        if let firstTrace { hasSeveralTraces = trace != firstTrace } else { firstTrace = trace }
    }
}
