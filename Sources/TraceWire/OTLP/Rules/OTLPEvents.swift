import TraceRules

// MARK: trace.proto, Span.Event; OpenTelemetry Tracing API, Add Events

extension Rule<OTLPPayload> {
    static let eventCount = Rule(
        "otlp/event/count", "OTLP-015", .should, "A span has at most 128 events.",
        why: "128 is the limit where none is configured; backends cut off what lies beyond their own.", owner: .sdk,
        spec: "OpenTelemetry Tracing SDK, Span Limits", good: #"128 events, "droppedEventsCount":372"#,
        bad: "500 events"
    ) { payload, check in
        payload.expectCount(of: .spanEvents, in: .span, &check)
    }

    static let eventName = Rule(
        "otlp/event/name", "OTLP-017", .must, "Every event has a name.",
        why: "It is shown as a mark at a time, and nobody can tell what happened.", owner: .instrumentation,
        spec: "trace.proto, Span.Event.name", good: #"{"timeUnixNano":"1700000000000500000","name":"cache.miss"}"#,
        bad: #"{"timeUnixNano":"1700000000000500000","name":""}"#
    ) { payload, check in
        for place in payload.places(of: .event) {
            guard let name = place.record.textOrEmpty(.eventName) else { continue }
            check.expect(
                !name.isEmpty,
                else: payload.violation(
                    at: place, .eventName, expected: "a name", actual: place.record.absence(of: .eventName)))
        }
    }

    static let eventTime = Rule(
        "otlp/event/time", "OTLP-017", .should, "Every event has a time that is not 0.",
        why: "It is shown in 1970, or not at all.", owner: .sdk, spec: "trace.proto, Span.Event.time_unix_nano",
        good: #"{"timeUnixNano":"1700000000000500000","name":"cache.miss"}"#,
        bad: #"{"timeUnixNano":"0","name":"cache.miss"}"#
    ) { payload, check in
        payload.expectTime(.eventTimeUnixNano, in: .event, &check)
    }

    static let eventInsideSpan = Rule(
        "otlp/event/inside-span", "OTLP-018", .warning, "An event happens between the start and the end of its span.",
        why: "Backends draw it outside of the span; the program may mean that, or two clocks disagree.",
        owner: .instrumentation, spec: "OpenTelemetry Tracing API, Add Events",
        good: "a span of 22:13:20 to 22:13:21 with an event at 22:13:20.5",
        bad: "a span of 22:13:20 to 22:13:21 with an event at 23:13:20"
    ) { payload, check in
        for place in payload.places(of: .event) {
            guard let time = place.record.unsigned(.eventTimeUnixNano), time > 0, let span = payload.around(place),
                let (start, end) = span.record.times, start <= end,
                epochUnit(of: time) == epochUnit(of: start), epochUnit(of: start) == epochUnit(of: end)
            else { continue }
            check.expect(
                start <= time && time <= end,
                else: payload.violation(
                    at: place, .eventTimeUnixNano, expected: "a time of the span, \(start) to \(end)",
                    actual: "\(time)"))
        }
    }
}
