import TraceModel
import TraceRules

// MARK: Identity, duration, unit and plausibility of times, span by span

extension Rule<JudgedSpan> {
    static let notItsOwnParent = Rule(
        "trace/parent/not-itself", "TRC-005", .must, "A span is not its own parent.",
        why: "The span has no place in a tree: readers loop, or cut the trace in two.",
        owner: .sdk, spec: "zipkin2-api.yaml, Span.parentId; OpenTelemetry trace.proto, Span.parent_span_id",
        good: #""spanId":"a2fb4a1d1a96d312","parentSpanId":"00f067aa0ba902b7""#,
        bad: #""spanId":"a2fb4a1d1a96d312","parentSpanId":"a2fb4a1d1a96d312""#
    ) { judged, check in
        guard let parent = judged.span.parentSpanID, !judged.askedByForm.contains(.ownParent) else { return }
        check.expect(
            parent != judged.span.spanID,
            else: judged.violation(at: "parent", expected: "another span", actual: "the span itself, \(parent.hex)"))
    }

    static let durationNotNegative = Rule(
        "trace/time/duration-not-negative", "TRC-008", .should, "A span does not end before it started.",
        why: "Backends drop the duration or show zero, and percentiles are wrong.",
        owner: .sdk, spec: "zipkin2-api.yaml, Span.duration", good: #""duration":1500"#, bad: #""duration":-1500"#
    ) { judged, check in
        guard let duration = judged.span.durationNanoseconds, !judged.askedByForm.contains(.negativeDuration) else {
            return
        }
        check.expect(
            duration >= 0,
            else: judged.violation(at: "duration", expected: "0 or more", actual: duration.spelledDuration))
    }

    static let callsTakeTime = Rule(
        "trace/time/calls-take-time", "TRC-009", .warning, "A CLIENT or SERVER span has a duration above zero.",
        why: "No call takes no time: the clock is too coarse, or the end was never taken.",
        owner: .sdk, spec: "zipkin2-api.yaml, Span.duration", good: "span.kind=client duration=1500",
        bad: "span.kind=client duration=0"
    ) { judged, check in
        guard let duration = judged.span.durationNanoseconds, !judged.askedByForm.contains(.noDuration),
            judged.span.kind == .client || judged.span.kind == .server
        else { return }
        check.expect(duration != 0, else: judged.violation(at: "duration", expected: "more than 0", actual: "0"))
    }

    static let unitOfTimes = Rule(
        "trace/time/unit", "TRC-010", .must, "Times count the unit of the form.",
        why: "The span stands at another time than it happened, and no query for a period finds it.",
        spec: "zipkin-api v1, Span.timestamp", good: #""timestamp":1700000000000000"#,
        bad: #""timestamp":1700000000000"#
    ) { judged, check in
        guard !judged.askedByForm.contains(.unitOfTimes) else { return }
        let events = judged.span.events.enumerated().map { ("annotations[\($0)].timestamp", Optional($1.time)) }
        for (path, time) in [("timestamp", judged.span.start)] + events {
            guard let time else { continue }
            // The forms that are asked count microseconds. A number of nanoseconds lies beyond the year 2262.
            let unit: EpochUnit? = time == .latest ? .nanoseconds : EpochUnit(of: time.microseconds)
            check.expect(
                unit == nil || unit == .microseconds,
                else: judged.violation(
                    at: path, expected: "microseconds since 1970",
                    actual: time == .latest
                        ? "a number of nanoseconds" : "\(time.microseconds), \(unit?.rawValue ?? "no time")"))
        }
    }

    static let timesAreOfToday = Rule(
        "trace/time/near-arrival", "TRC-011", .warning, "A span started within 24 hours of its arrival.",
        why: "Backends that keep recent days drop it, and no query for the time of the test finds it.",
        owner: .sdk, spec: "Inferred: clocks of hosts agree to the day", good: "start 2023-11-14, arrival 2023-11-14",
        bad: "start 1970-01-01, arrival 2023-11-14"
    ) { judged, check in
        guard let start = judged.span.start, let arrival = judged.arrival else { return }
        // Another unit is the business of the rule about units.
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
