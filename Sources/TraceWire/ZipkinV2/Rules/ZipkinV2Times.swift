import TraceModel
import TraceRules

// MARK: zipkin2-api.yaml, Span: timestamp, duration; Annotation: timestamp

extension Rule<ZipkinV2Payload> {
    static let timestampInteger = Rule(
        "zipkin-v2/timestamp/integer", "ZIP2-008", .must, "A timestamp is a whole number.",
        why: "The server refuses the whole batch, or reads a text that other tools do not.",
        spec: "zipkin2-api.yaml, Span.timestamp", good: #""timestamp":1700000000123456"#,
        bad: #""timestamp":"1700000000123456""#
    ) { payload, check in
        for place in payload.places {
            guard let time = place.span[.timestamp], time != .null else { continue }
            check.expect(
                time.integer != nil,
                else: place.violation(
                    at: .timestamp, expected: "a whole number of 64 bits", actual: time.described))
        }
    }

    static let timestampMicroseconds = Rule(
        "zipkin-v2/timestamp/microseconds", "ZIP2-008", .must, "A timestamp is in microseconds since 1970.",
        why: "The span appears decades away from its trace, where nobody looks for it.",
        spec: "zipkin2-api.yaml, Span.timestamp", good: #""timestamp":1700000000123456"#,
        bad: #""timestamp":1700000000123"#
    ) { payload, check in checkTimestamps(payload, &check) }

    static let protobufTimestampMicroseconds = Rule(
        "zipkin-v2-protobuf/timestamp/microseconds", "ZIP2P-010", .must,
        "Timestamps, also those of annotations, are in microseconds since 1970.",
        why: "The span appears decades away from its trace, where nobody looks for it.",
        spec: "zipkin.proto, Span.timestamp, Annotation.timestamp", good: "timestamp: 1700000000123456",
        bad: "timestamp: 1700000000123456789"
    ) { payload, check in
        checkTimestamps(payload, &check)
        checkAnnotationTimestamps(payload, &check)
    }

    static let durationInteger = Rule(
        "zipkin-v2/duration/integer", "ZIP2-009", .must, "A duration is a whole number.",
        why: "The server refuses the whole batch, or reads a text that other tools do not.",
        spec: "zipkin2-api.yaml, Span.duration", good: #""duration":1500"#, bad: #""duration":0.5"#
    ) { payload, check in
        for place in payload.places {
            guard let duration = place.span[.duration], duration != .null else { continue }
            check.expect(
                duration.integer != nil,
                else: place.violation(
                    at: .duration, expected: "a whole number of 64 bits", actual: duration.described))
        }
    }

    static let durationAtLeastOne = Rule(
        "zipkin-v2/duration/at-least-one", "ZIP2-009", .must, "A duration is at least 1 microsecond.",
        why: "The server takes zero for unknown: the span has no length and counts in no statistics.",
        spec: "zipkin2-api.yaml, Span.duration, minimum", good: #""duration":1"#, bad: #""duration":0"#
    ) { payload, check in checkDurations(payload, &check) }

    static let protobufDurationAtLeastOne = Rule(
        "zipkin-v2-protobuf/duration/at-least-one", "ZIP2P-010", .must, "A duration is at least 1 microsecond.",
        why: "The server takes zero for unknown: the span has no length and counts in no statistics.",
        spec: "zipkin.proto, Span.duration", good: "duration: 1", bad: "duration: 0"
    ) { payload, check in checkDurations(payload, &check) }

    static let annotationTimestampInteger = Rule(
        "zipkin-v2/annotation/timestamp-integer", "ZIP2-012", .must,
        "Every annotation has a whole number as timestamp.",
        why: "The server refuses the whole batch.", spec: "zipkin2-api.yaml, Annotation",
        good: #"{"timestamp":1700000000123456,"value":"retry"}"#, bad: #"{"value":"retry"}"#
    ) { payload, check in
        for place in payload.places {
            place.span.forEachAnnotation { index, members in
                let time = members[.timestamp]
                check.expect(
                    time?.value.integer != nil,
                    else: place.violation(
                        at: ".annotations[\(index)].timestamp", offset: time?.offset,
                        expected: "a whole number of 64 bits", actual: (time?.value).described))
            }
        }
    }

    static let annotationTimestampMicroseconds = Rule(
        "zipkin-v2/annotation/timestamp-microseconds", "ZIP2-012", .must,
        "The timestamp of an annotation is in microseconds since 1970.",
        why: "The event appears decades away from its span.", spec: "zipkin2-api.yaml, Annotation.timestamp",
        good: #"{"timestamp":1700000000123456,"value":"retry"}"#, bad: #"{"timestamp":1700000000123,"value":"retry"}"#
    ) { payload, check in checkAnnotationTimestamps(payload, &check) }

    private static func checkTimestamps(_ payload: Subject, _ check: inout RuleCheck) {
        for place in payload.places {
            guard let value = place.span[.timestamp], payload.format == ZipkinV2.protobuf || value.integer != nil else {
                continue
            }
            check.expect(
                value.isMicroseconds,
                else: place.violation(
                    at: .timestamp, expected: "microseconds since 1970", actual: value.describedAsTime))
        }
    }

    private static func checkAnnotationTimestamps(_ payload: Subject, _ check: inout RuleCheck) {
        for place in payload.places {
            place.span.forEachAnnotation { index, members in
                guard let time = members[.timestamp],
                    payload.format == ZipkinV2.protobuf || time.value.integer != nil
                else { return }
                check.expect(
                    time.value.isMicroseconds,
                    else: place.violation(
                        at: ".annotations[\(index)].timestamp", offset: time.offset,
                        expected: "microseconds since 1970", actual: time.value.describedAsTime))
            }
        }
    }

    private static func checkDurations(_ payload: Subject, _ check: inout RuleCheck) {
        for place in payload.places {
            guard let value = place.span[.duration], payload.format == ZipkinV2.protobuf || value.integer != nil else {
                continue
            }
            check.expect(
                value.integer ?? 0 >= 1,
                else: place.violation(
                    at: .duration, expected: "1 or more microseconds", actual: value.described))
        }
    }
}

extension ZipkinV2Value {
    /// Whether it can be a time: above zero, and not what the present is in another unit.
    fileprivate var isMicroseconds: Bool {
        integer.map { $0 > 0 && EpochUnit.other(than: .microseconds, of: $0) == nil } ?? false
    }

    /// `1700000000123 (milliseconds?)`.
    fileprivate var describedAsTime: String {
        guard let unit = integer.flatMap({ EpochUnit.other(than: .microseconds, of: $0) }) else { return described }
        return "\(described) (\(unit)?)"
    }
}
