import TraceRules

// MARK: OpenTelemetry to Jaeger, Unit of time; timestamp.proto, duration.proto; model.proto, Span and Log

extension Rule<JaegerProtobufPayload> {
    /// Its absence is no fault by `model.proto`, in which nothing is required.
    static let jaegerStartTimePresent = Rule(
        "jaeger-grpc/start-time/present", "JGR-005", .should, "A span has a start_time.",
        why: "Jaeger takes it for the year 1, where nobody looks for the span.", spec: "model.proto, Span.start_time",
        good: "start_time: {seconds: 1700000000}", bad: "no start_time"
    ) { payload, check in
        for span in payload.spans {
            check.expect(
                span.span[.startTime] != nil,
                else: span.place.violation(at: .startTime, expected: "seconds and nanos", actual: "nothing"))
        }
    }

    static let jaegerTimeRange = Rule(
        "jaeger-grpc/time/range", "JGR-005", .must,
        "Timestamps and durations have seconds and nanos within their ranges.",
        why: "Jaeger refuses the message with all of its spans.", spec: "timestamp.proto; duration.proto",
        good: "start_time: {seconds: 1700000000, nanos: 123456789}",
        bad: "start_time: {seconds: 1700000000, nanos: 1700000000}"
    ) { payload, check in
        payload.forEachTime { time in
            let fault = time.fault
            check.expect(
                fault == nil,
                else: time.place.violation(
                    at: fault?.field ?? .seconds, expected: fault?.expected ?? "", actual: fault?.actual ?? ""))
        }
    }

    static let jaegerDurationNotNegative = Rule(
        "jaeger-grpc/duration/not-negative", "JGR-005", .must, "The duration of a span is not negative.",
        why: "The span ends before it starts: no view of the trace can show it.",
        spec: "OpenTelemetry to Jaeger, Unit of time", good: "duration: {nanos: 1500000}",
        bad: "duration: {seconds: -1}"
    ) { payload, check in
        payload.forEachTime { time in
            // What is no duration is the business of `jaegerTimeRange`.
            guard time.isDuration, time.fault == nil else { return }
            let field: JaegerProtobufField = time.seconds < 0 ? .seconds : .nanos
            check.expect(
                time.seconds >= 0 && time.nanos >= 0,
                else: time.place.violation(
                    at: field, expected: "0 or more", actual: "\(field == .seconds ? time.seconds : Int64(time.nanos))")
            )
        }
    }
}

/// A `Timestamp` or `Duration` of a payload.
private struct JaegerProtobufTime {
    let place: JaegerProtobufPlace
    let isDuration: Bool

    var seconds: Int64 { place.record.int64(.seconds) ?? 0 }
    var nanos: Int32 { place.record.int32(.nanos) ?? 0 }

    /// What of it the types do not allow, or Jaeger's reader, whose durations are nanoseconds of 64 bits; nil when all is
    /// well, also where a part is mistyped, which another rule says.
    var fault: (field: JaegerProtobufField, expected: String, actual: String)? {
        if place.record.isMistyped(.seconds) || place.record.isMistyped(.nanos) { return nil }
        let seconds = seconds
        if isDuration {
            guard (-9_223_372_036...9_223_372_036).contains(seconds) else {
                return (.seconds, "seconds, at most 292 years of them", "\(seconds)")
            }
            let isWithin = (-999_999_999...999_999_999).contains(nanos)
            guard isWithin, seconds <= 0 || nanos >= 0, seconds >= 0 || nanos <= 0 else {
                let expected = seconds < 0 ? "-999999999 to 0" : "0 to 999999999"
                return (.nanos, expected, "\(nanos)")
            }
            return nil
        }
        // timestamp.proto: from 0001-01-01 to 9999-12-31.
        guard (-62_135_596_800...253_402_300_799).contains(seconds) else {
            return (.seconds, "seconds since 1970, before the year 10000", "\(seconds)")
        }
        guard (0...999_999_999).contains(nanos) else { return (.nanos, "0 to 999999999", "\(nanos)") }
        return nil
    }
}

extension JaegerProtobufPayload {
    fileprivate func forEachTime(_ body: (JaegerProtobufTime) -> Void) {
        for span in spans {
            if let start = span.span.record(.startTime) {
                let place = JaegerProtobufPlace(start, .startTime, of: span)
                body(JaegerProtobufTime(place: place, isDuration: false))
            }
            if let duration = span.span.record(.duration) {
                let place = JaegerProtobufPlace(duration, .duration, of: span)
                body(JaegerProtobufTime(place: place, isDuration: true))
            }
            span.span.forEach(.logs) { index, log in
                guard let time = log.record(.timestamp) else { return }
                let place = JaegerProtobufPlace(time, .timestamp(log: index), of: span)
                body(JaegerProtobufTime(place: place, isDuration: false))
            }
        }
    }
}
