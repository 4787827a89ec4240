import TraceModel
import TraceRules
import TraceTrees

// MARK: What spans say

extension Rule<ExpectedPair> {
    static let expectedTimes = Rule(
        "expected/span/times", "EXP-006", .should,
        "Start and duration are what the program measured, in the form's unit.",
        why: "Latencies are computed from them.", condition: .expectation, spec: "otel-spec api, Span: timestamps",
        good: "1700000000123457 µs for 1700000000123456789 ns", bad: "1700000000 for 1700000000123456789 ns"
    ) { pair, check in
        guard let actual = pair.actual else { return }
        if let start = pair.expected.start {
            check.expect(
                pair.isNear(actual.start?.nanoseconds, start),
                else: pair.violation(
                    at: "start", expected: "\(start) ns", actual: actual.start.map { "\($0.nanoseconds) ns" } ?? "none")
            )
        }
        if let duration = pair.expected.durationNanoseconds {
            check.expect(
                pair.isNear(actual.durationNanoseconds, duration),
                else: pair.violation(
                    at: "duration", expected: "\(duration) ns",
                    actual: actual.durationNanoseconds.map { "\($0) ns" } ?? "none"))
        }
    }

    static let expectedStatus = Rule(
        "expected/span/status", "EXP-007", .should, "A span has the status that the program gave it.",
        why: "Errors are counted and shown by it.", condition: .expectation, spec: "otel-spec api, Set Status",
        good: #""status":{"code":2,"message":"boom"}"#, bad: #""status":{}, of a span that failed"#
    ) { pair, check in
        guard let actual = pair.actual, let status = pair.expected.status else { return }
        // Elsewhere than in OTLP an attribute `error` of the program's own means the same.
        guard pair.dataModel == .otlp || pair.expected.attributes["error"] == nil else { return }
        check.expect(
            actual.status.code == status.code,
            else: pair.violation(
                at: "status", expected: "\(status.code)".uppercased(), actual: "\(actual.status.code)".uppercased()))
    }

    static let expectedAttributes = Rule(
        "expected/attributes/kept", "EXP-008", .should,
        "Every attribute arrives with its value, as far as the form can say it.",
        why: "What is not there, or says something else, cannot be searched.", condition: .expectation,
        spec: "otel-spec common, Attribute", good: #""order.id": 42"#, bad: #""order.id": 42.0"#
    ) { pair, check in
        guard let actual = pair.actual else { return }
        // Jaeger and Zipkin have a meaning of their own for it.
        for attribute in pair.expected.attributes where pair.dataModel == .otlp || attribute.key != "error" {
            let values = actual.attributes.filter { $0.key == attribute.key }.map(\.value)
            let agreements = values.map { pair.agrees($0, attribute.value) }
            // There, and nobody can say more.
            if agreements.contains(nil) { continue }
            check.expect(
                agreements.contains(true),
                else: pair.violation(
                    at: "attributes[\"\(attribute.key)\"]", expected: attribute.value.described,
                    actual: values.first?.described ?? "no such attribute"))
        }
    }

    static let expectedEvents = Rule(
        "expected/events/kept", "EXP-009", .should, "Every event arrives, with its time.",
        why: "Exceptions are events: what is lost is the reason of a failure.", condition: .expectation,
        spec: "otel-spec api, Add Events", good: "exception, at its time", bad: "no event, of a span that had one"
    ) { pair, check in
        guard let actual = pair.actual else { return }
        for (place, event) in pair.expected.events.enumerated() {
            let found = actual.events.contains { other in
                // Zipkin's annotations have a text in which the name stands.
                let isNamed = pair.dataModel == .zipkin ? other.name.contains(event.name) : other.name == event.name
                return isNamed && event.time.map { pair.isNear(other.time.nanoseconds, $0) } ?? true
            }
            check.expect(
                found,
                else: pair.violation(
                    at: "events[\(place)]", expected: "\"\(event.name)\"" + (event.time.map { " at \($0) ns" } ?? ""),
                    actual: "no such event"))
        }
    }
}

// MARK: What spans refer to

extension Rule<ExpectedPair> {
    static let expectedLinks = Rule(
        "expected/links/kept", "EXP-010", .should,
        "Every link arrives, with the identifiers of the span that it names.",
        why: "Batches and messages are followed along links.", condition: .expectation, spec: "otel-spec api, Link",
        good: #""links":[{"traceId":"…","spanId":"…"}]"#, bad: "no links, of a span that had one"
    ) { pair, check in
        // Zipkin has no links.
        guard let actual = pair.actual, pair.dataModel != .zipkin else { return }
        for (place, link) in pair.expected.links.enumerated() {
            check.expect(
                actual.links.contains { $0.traceID == link.traceID && $0.spanID == link.spanID },
                else: pair.violation(
                    at: "links[\(place)]", expected: "a link to span \(link.spanID.hex) of trace \(link.traceID.hex)",
                    actual: "no such link"))
        }
    }

    static let expectedLinkTraceState = Rule(
        "expected/links/tracestate", "EXP-011", .should,
        "A link keeps the tracestate of the context that it was made from.",
        why: "Vendors find the other end by what they wrote there.", condition: .expectation,
        spec: "trace.proto, Span.Link.trace_state", good: #""traceState":"vendor=value""#,
        bad: "a link without traceState, of a context that had one"
    ) { pair, check in
        guard let actual = pair.actual, pair.dataModel == .otlp else { return }
        for (place, link) in pair.expected.links.enumerated() where !link.traceState.isEmpty {
            let arrived = actual.links.first { $0.traceID == link.traceID && $0.spanID == link.spanID }
            guard let arrived else { continue }
            check.expect(
                arrived.traceState == link.traceState,
                else: pair.violation(
                    at: "links[\(place)].traceState", expected: "\"\(link.traceState)\"",
                    actual: arrived.traceState.isEmpty ? "no tracestate" : "\"\(arrived.traceState)\""))
        }
    }

    static let expectedTraceState = Rule(
        "expected/span/tracestate", "EXP-012", .should, "A span keeps the tracestate of its context.",
        why: "Vendors read their own decisions from it.", condition: .expectation,
        spec: "trace.proto, Span.trace_state",
        good: #""traceState":"vendor=value""#, bad: "no traceState, of a context that had one"
    ) { pair, check in
        guard let actual = pair.actual, pair.dataModel == .otlp, let state = pair.expected.traceState, !state.isEmpty
        else { return }
        check.expect(
            actual.traceState == state,
            else: pair.violation(
                at: "traceState", expected: "\"\(state)\"",
                actual: actual.traceState.isEmpty ? "no tracestate" : "\"\(actual.traceState)\""))
    }

    static let expectedResource = Rule(
        "expected/resource/kept", "EXP-013", .should, "Every attribute of the resource arrives with its value.",
        why: "Spans are told apart by who sent them.", condition: .expectation, spec: "otel-spec sdk, Resource",
        good: #""service.version": "1.2.3""#, bad: "no service.version, of a resource that had one"
    ) { pair, check in
        guard let actual = pair.actual, pair.dataModel == .otlp else { return }
        for attribute in pair.expected.resource {
            let value = actual.resource.attributes[attribute.key]
            check.expect(
                value.flatMap { pair.agrees($0, attribute.value) } ?? false,
                else: pair.violation(
                    at: "resource.attributes[\"\(attribute.key)\"]", expected: attribute.value.described,
                    actual: value?.described ?? "no such attribute"))
        }
    }
}
