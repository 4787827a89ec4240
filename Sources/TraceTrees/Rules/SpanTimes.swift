import TraceModel
import TraceRules

// MARK: Parent, duration, start and id of a span by itself

extension Rule<JudgedSpan> {
    static let notItsOwnParent = Rule(
        "trace/parent/not-itself", "TRC-005", .must, "A span is not its own parent.",
        why: "The span has no place in a tree: readers loop, or cut the trace in two.",
        owner: .sdk, spec: "zipkin2-api.yaml, Span.parentId; OpenTelemetry trace.proto, Span.parent_span_id",
        good: #""spanId":"a2fb4a1d1a96d312","parentSpanId":"00f067aa0ba902b7""#,
        bad: #""spanId":"a2fb4a1d1a96d312","parentSpanId":"a2fb4a1d1a96d312""#
    ) { judged, check in
        // Zipkin's readers take such a parent for none: of version 2 a rule about its records asks.
        guard let parent = judged.span.parentSpanID, judged.dataModel != .zipkin else { return }
        check.expect(
            parent != judged.span.spanID,
            else: judged.violation(at: "parent", expected: "another span", actual: "the span itself, \(parent.hex)"))
    }

    static let callsTakeTime = Rule(
        "trace/time/calls-take-time", "TRC-009", .warning, "A CLIENT or SERVER span has a duration above zero.",
        why: "No call takes no time: the clock is too coarse, or the end was never taken.",
        owner: .sdk, spec: "zipkin2-api.yaml, Span.duration", good: "span.kind=client duration=1500",
        bad: "span.kind=client duration=0"
    ) { judged, check in
        // Zipkin knows no duration of zero, and of OTLP a rule about all spans of a run asks: of Jaeger nobody else does.
        guard judged.dataModel == .jaeger, judged.span.kind == .client || judged.span.kind == .server,
            let duration = judged.span.durationNanoseconds
        else { return }
        check.expect(duration != 0, else: judged.violation(at: "duration", expected: "more than 0", actual: "0"))
    }

    static let timesAreOfToday = Rule(
        "trace/time/near-arrival", "TRC-011", .warning, "A span started within 24 hours of its arrival.",
        why: "Backends that keep recent days drop it, and no query for the time of the test finds it.",
        owner: .sdk, spec: "Inferred: clocks of hosts agree to the day", good: "start 2023-11-14, arrival 2023-11-14",
        bad: "start 1970-01-01, arrival 2023-11-14"
    ) { judged, check in
        guard let start = judged.span.start, let arrival = judged.arrival else { return }
        // Another unit is the business of the rules of the form.
        let unit = EpochUnit(of: judged.dataModel == .otlp ? start.nanoseconds : start.microseconds)
        guard start != .latest, unit == nil || unit == (judged.dataModel == .otlp ? .nanoseconds : .microseconds) else {
            return
        }
        let age = arrival.nanoseconds(since: start)
        check.expect(
            age.magnitude <= UInt64(dayInNanoseconds),
            else: judged.violation(
                at: "start", expected: "a time within 24 h of the arrival",
                actual: "\(age.magnitude / 3_600_000_000_000) h \(age > 0 ? "before" : "after") it"))
    }

    static let randomIDs = Rule(
        "trace/id/random-is-wide", "TRC-019", .warning,
        "A trace id whose flags say that it is random has 128 bits rather than a padded half.",
        why: "Samplers take the decision from bits that are not there.",
        owner: .sdk, spec: "W3C Trace Context Level 2, Random Trace ID Flag",
        good: #""traceId":"4bf92f3577b34da6a3ce929d0e0e4736","flags":259"#,
        bad: #""traceId":"0000000000000000a3ce929d0e0e4736","flags":259"#
    ) { judged, check in
        guard judged.dataModel == .otlp, judged.span.flags & 0x02 != 0 else { return }
        check.expect(
            judged.span.traceID.high != 0,
            else: judged.violation(
                at: "traceId", expected: "random digits, as flag 0x02 says", actual: judged.span.traceID.hex))
    }
}

let dayInNanoseconds: Int64 = 86_400_000_000_000
