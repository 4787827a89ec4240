import TraceModel
import TraceRules
import TraceTrees

// MARK: Which spans arrive, and where they belong

extension Rule<ExpectedPair> {
    static let expectedSpanArrives = Rule(
        "expected/span/arrives", "EXP-001", .must, "Every span that the program ended and sampled arrives.",
        why: "A span that is lost on the way is missed by whoever looks for it, and nobody is told.", owner: .sdk,
        condition: .expectation, spec: "otel-spec sdk, Span processor: OnEnd, ForceFlush",
        good: "12 spans ended, 12 arrive", bad: "12 spans ended, 11 arrive"
    ) { pair, check in
        guard !pair.expected.isUnsampled else { return }
        check.expect(
            pair.actual != nil,
            else: pair.violation(at: "", expected: "the span", actual: "no span of this trace and id"))
    }

    static let unsampledSpanStaysAway = Rule(
        "expected/span/unsampled", "EXP-002", .must, "No span arrives that the program did not sample.",
        why: "Who decides against sampling does so for cost or for privacy.", owner: .sdk, condition: .expectation,
        spec: "otel-spec sdk, Sampling", good: "DROP, and nothing arrives", bad: "DROP, and the span arrives"
    ) { pair, check in
        guard pair.expected.isUnsampled else { return }
        check.expect(
            pair.actual == nil,
            else: pair.violation(at: "", expected: "no such span", actual: "the span, which was not sampled"))
    }

    static let expectedParent = Rule(
        "expected/span/parent", "EXP-003", .should, "A span has the parent that the program gave it, or none.",
        why: "The tree is drawn from parents: a wrong one shows work where it was not done.", condition: .expectation,
        spec: "otel-spec api, Span creation: parent", good: #""parentSpanId":"00f067aa0ba902b7""#,
        bad: #""parentSpanId":"0000000000000000""#
    ) { pair, check in
        guard let actual = pair.actual, let parent = pair.expected.parentSpanID else { return }
        check.expect(
            (actual.parentSpanID ?? SpanID(0)) == parent,
            else: pair.violation(
                at: "parent", expected: parent.isValid ? parent.hex : "no parent",
                actual: actual.parentSpanID?.hex ?? "no parent"))
    }

    static let expectedName = Rule(
        "expected/span/name", "EXP-004", .should, "A span has the name that the program gave it.",
        why: "Spans are searched and grouped by their names.", condition: .expectation,
        spec: "otel-spec api, Span: name", good: #""name":"GET /users""#, bad: #""name":"GET""#
    ) { pair, check in
        guard let actual = pair.actual, let name = pair.expected.name else { return }
        // Zipkin's specification asks for lower case.
        let isEqual =
            actual.name == name || pair.dataModel == .zipkin && actual.name == name.lowercased()
        check.expect(
            isEqual, else: pair.violation(at: "name", expected: "\"\(name)\"", actual: "\"\(actual.name)\""))
    }

    static let expectedKind = Rule(
        "expected/span/kind", "EXP-005", .should, "A span has the kind that the program gave it.",
        why: "Kinds say which side of a call a span is: service graphs are made of them.", condition: .expectation,
        spec: "otel-spec api, SpanKind", good: #""kind":"SERVER""#, bad: "no kind, of a SERVER span"
    ) { pair, check in
        guard let actual = pair.actual, let kind = pair.expected.kind else { return }
        // Zipkin has no INTERNAL, and Jaeger need not say it.
        let kinds = pair.dataModel != .otlp && kind == "INTERNAL" ? ["INTERNAL", "UNSPECIFIED"] : [kind]
        check.expect(
            kinds.contains(actual.kind.description),
            else: pair.violation(at: "kind", expected: kind, actual: actual.kind.description))
    }
}
