import TraceModel
import TraceRules

// MARK: trace.proto, Span: start_time_unix_nano, end_time_unix_nano

extension Rule<OTLPPayload> {
    static let startTimePresent = Rule(
        "otlp/start-time/present", "OTLP-005", .must, "Every span has a start time that is not 0.",
        why: "The span is shown in 1970, or is older than what the backend keeps and is dropped.",
        spec: "trace.proto, Span.start_time_unix_nano", good: #""startTimeUnixNano":"1700000000000000000""#,
        bad: #""startTimeUnixNano":"0""#
    ) { payload, check in
        payload.expectTime(.spanStartTimeUnixNano, in: .span, &check)
    }

    static let endTimePresent = Rule(
        "otlp/end-time/present", "OTLP-005", .must, "Every span has an end time that is not 0.",
        why: "Its duration is negative or enormous, and no latency can be told.",
        spec: "trace.proto, Span.end_time_unix_nano", good: #""endTimeUnixNano":"1700000000001500000""#,
        bad: #""endTimeUnixNano":"0""#
    ) { payload, check in
        payload.expectTime(.spanEndTimeUnixNano, in: .span, &check)
    }

    static let endNotBeforeStart = Rule(
        "otlp/span/end-not-before-start", "OTLP-005", .should, "A span does not end before it starts.",
        why: "Its duration is negative: backends show 0, or an enormous number.", owner: .sdk,
        spec: "trace.proto, Span.end_time_unix_nano",
        good: #""startTimeUnixNano":"1700000000000000000","endTimeUnixNano":"1700000000001500000""#,
        bad: #""startTimeUnixNano":"1700000000001500000","endTimeUnixNano":"1700000000000000000""#
    ) { payload, check in
        for place in payload.places(of: .span) {
            // Times of different units are the business of `timeUnit`.
            guard let (start, end) = place.record.times, epochUnit(of: start) == epochUnit(of: end) else { continue }
            check.expect(
                end >= start,
                else: payload.violation(
                    at: place, .spanEndTimeUnixNano, expected: "at least the start, \(start)", actual: "\(end)"))
        }
    }

    static let timeUnit = Rule(
        "otlp/time/unit", "OTLP-006", .must, "Times of spans and events are nanoseconds since 1970.",
        why: "Other units put the span into 1970, where no query looks.",
        spec: "trace.proto, Span.start_time_unix_nano",
        good: #""startTimeUnixNano":"1700000000000000000""#, bad: #""startTimeUnixNano":"1700000000000""#
    ) { payload, check in
        payload.expectNanoseconds(.spanStartTimeUnixNano, in: .span, &check)
        payload.expectNanoseconds(.spanEndTimeUnixNano, in: .span, &check)
        payload.expectNanoseconds(.eventTimeUnixNano, in: .event, &check)
    }

    static let durationNotAlwaysZero = Rule(
        "otlp/span/duration-not-always-zero", "OTLP-007", .warning,
        "Of ten spans or more in a run, not all end when they start.",
        why: "A clock that stands still, or an end that is copied from the start: latencies say nothing.", owner: .sdk,
        spec: "trace.proto, Span.end_time_unix_nano",
        good: #""startTimeUnixNano":"1700000000000000000","endTimeUnixNano":"1700000000001500000""#,
        bad: #""startTimeUnixNano":"1700000000000000000","endTimeUnixNano":"1700000000000000000", every time"#,
        remembering: (spans: 0, zeros: 0),
        check: { payload, memory, _ in
            for place in payload.places(of: .span) {
                guard let (start, end) = place.record.times else { continue }
                memory.spans += 1
                if start == end { memory.zeros += 1 }
            }
        },
        atEnd: { memory, check in
            guard memory.spans >= 10 else { return }
            check.expect(
                memory.zeros < memory.spans,
                else: Violation(
                    at: "", expected: "a span that takes time", actual: "\(memory.spans) spans of 0 nanoseconds"))
        })
}

extension OTLPRecord {
    /// Of a span: when it started and ended; nil when one is absent, 0 or no number.
    var times: (start: UInt64, end: UInt64)? {
        guard let start = unsigned(.spanStartTimeUnixNano), let end = unsigned(.spanEndTimeUnixNano), start > 0, end > 0
        else { return nil }
        return (start, end)
    }
}

/// nil when the number is no plausible time in any unit.
func epochUnit(of time: UInt64) -> EpochUnit? { Int64(exactly: time).flatMap { EpochUnit(of: $0) } }

extension OTLPPayload {
    func expectTime(_ field: OTLPField, in message: OTLPMessage, _ check: inout RuleCheck) {
        for place in places(of: message) {
            guard let time = place.record.unsigned(field) else { continue }
            check.expect(
                time > 0,
                else: violation(
                    at: place, field, expected: "a time",
                    actual: place.record.said(field) == nil ? place.record.absence(of: field) : "0"))
        }
    }

    /// What is no plausible time in any unit is left alone.
    fileprivate func expectNanoseconds(_ field: OTLPField, in message: OTLPMessage, _ check: inout RuleCheck) {
        for place in places(of: message) {
            guard let time = place.record.unsigned(field), let unit = epochUnit(of: time) else { continue }
            check.expect(
                unit == .nanoseconds,
                else: violation(
                    at: place, field, expected: "nanoseconds since 1970", actual: "\(time), which looks like \(unit)"))
        }
    }
}
