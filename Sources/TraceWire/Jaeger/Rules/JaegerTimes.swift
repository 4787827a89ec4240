import TraceModel
import TraceRules

// MARK: OpenTelemetry to Jaeger, Unit of time; jaeger.thrift, Span: startTime, duration; Log: timestamp

extension Rule<JaegerPayload> {
    static let jaegerStartTime = Rule(
        "jaeger/start-time/microseconds", "JT-007", .must, "The startTime of a span is in microseconds since 1970.",
        why: "Read as microseconds the span lies decades away, where nobody looks for it.",
        spec: "jaeger.thrift, Span.startTime", good: "startTime: 1700000000000000", bad: "startTime: 1700000000000"
    ) { payload, check in
        for place in payload.spanPlaces {
            guard let time = place.span.number(.startTime) else { continue }
            let unit = EpochUnit.other(than: .microseconds, of: time)
            check.expect(
                unit == nil,
                else: place.violation(
                    at: .startTime, expected: "microseconds", actual: "\(time), which are \(unit?.rawValue ?? "")"))
        }
    }

    static let jaegerDuration = Rule(
        "jaeger/duration/not-negative", "JT-007", .must, "The duration of a span is not negative.",
        why: "It ends before it starts: Jaeger shows a span of 584,000 years or none.",
        spec: "jaeger.thrift, Span.duration", good: "duration: 1500", bad: "duration: -1500"
    ) { payload, check in
        for place in payload.spanPlaces {
            guard let duration = place.span.number(.duration) else { continue }
            check.expect(
                duration >= 0, else: place.violation(at: .duration, expected: "0 or more", actual: "\(duration)"))
        }
    }

    static let jaegerLogTime = Rule(
        "jaeger/log/microseconds", "JT-007", .must, "The timestamp of a log is in microseconds since 1970.",
        why: "Read as microseconds the event lies decades away from its span.", spec: "jaeger.thrift, Log.timestamp",
        good: "timestamp: 1700000000000100", bad: "timestamp: 1700000000000100000"
    ) { payload, check in
        for place in payload.spanPlaces {
            for (index, log) in (place.span.list(.logs) ?? []).enumerated() {
                guard let time = log.number(.timestamp) else { continue }
                let unit = EpochUnit.other(than: .microseconds, of: time)
                check.expect(
                    unit == nil,
                    else: place.violation(
                        at: "logs[\(index)].timestamp", of: log, .timestamp, expected: "microseconds",
                        actual: "\(time), which are \(unit?.rawValue ?? "")"))
            }
        }
    }
}
