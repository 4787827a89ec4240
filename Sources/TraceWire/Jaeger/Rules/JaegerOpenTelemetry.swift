import TraceRules

// MARK: OpenTelemetry to Jaeger

/// Which spans of a payload OpenTelemetry produced: only its SDKs write `telemetry.sdk.*` of the process and `otel.*` tags.
struct OpenTelemetryOrigin {
    private let isProcess: [Bool]

    init(of payload: JaegerPayload) { isProcess = payload.batches.map { Self.hasKey($0.part(.process)) } }

    func includes(_ place: JaegerSpanPlace) -> Bool { isProcess[place.batch ?? 0] || Self.hasKey(place.span) }

    private static func hasKey(_ owner: JaegerStruct?) -> Bool {
        guard let tags = owner?.list(.tags) else { return false }
        // The SDK's own tags are the last ones.
        return tags.reversed().contains { tag in
            guard let key = tag.text(.key) else { return false }
            switch key.utf8.first {
            case UInt8(ascii: "o"): return key.hasPrefix("otel.")
            case UInt8(ascii: "t"): return key.hasPrefix("telemetry.sdk.")
            default: return false
            }
        }
    }
}

extension Rule<JaegerPayload> {
    static let jaegerResourceNotRepeated = Rule(
        "jaeger/open-telemetry/resource-not-repeated", "JT-002", .warning,
        "The resource of OpenTelemetry is told once, by the process, and not by tags of its spans.",
        why: "Every span carries it again, and the process has no tags by which Jaeger could tell instances apart.",
        spec: "OpenTelemetry to Jaeger, Resource", good: "process.tags: [service.version=1.2.3]",
        bad: "span.tags: [service.name=shop, service.version=1.2.3]"
    ) { payload, check in
        let origin = OpenTelemetryOrigin(of: payload)
        for place in payload.spanPlaces where origin.includes(place) {
            let tags = place.span.list(.tags) ?? []
            let repeated = tags.firstIndex { tag in
                guard let key = tag.text(.key) else { return false }
                return key == "service.name" || key.utf8.first == UInt8(ascii: "t") && key.hasPrefix("telemetry.sdk.")
            }
            let tag = repeated.map { tags[$0] } ?? place.span
            check.expect(
                repeated == nil,
                else: place.violation(
                    at: "tags[\(repeated ?? 0)].key", of: tag, .key, expected: "attributes of the span alone",
                    actual: "\(tag.text(.key) ?? ""), which the process has to tell"))
        }
    }

    static let jaegerSpanKind = Rule(
        "jaeger/open-telemetry/span-kind", "JT-012", .should,
        "The span.kind of OpenTelemetry is client, server, producer or consumer; INTERNAL has none.",
        why: "Other spellings are no kind to Jaeger: searches and dependency graphs leave the span out.",
        spec: "OpenTelemetry to Jaeger, SpanKind", good: "span.kind: \"server\"", bad: "span.kind: \"SERVER\""
    ) { payload, check in
        let origin = OpenTelemetryOrigin(of: payload)
        for place in payload.spanPlaces {
            guard let tag = place.span.tag("span.kind"), origin.includes(place) else { continue }
            let kind = tag[.vStr]
            check.expect(
                ["client", "server", "producer", "consumer"].contains(kind?.text),
                else: place.violation(
                    at: "tags[\"span.kind\"]", of: tag, .vStr, expected: "client, server, producer, consumer or no tag",
                    actual: kind?.described ?? "no text"))
        }
    }

    static let jaegerError = Rule(
        "jaeger/open-telemetry/error", "JT-013", .must,
        "A span of OpenTelemetry with the status ERROR has the tag error, the boolean true.",
        why: "Jaeger does not mark the span as failed, and searches for errors do not find it.",
        spec: "OpenTelemetry to Jaeger, Error flag", good: "otel.status_code: \"ERROR\", error: true",
        bad: "otel.status_code: \"ERROR\", error: \"true\""
    ) { payload, check in
        for place in payload.spanPlaces {
            guard place.span.tag("otel.status_code")?.text(.vStr) == "ERROR" else { continue }
            let tags = (place.span.list(.tags) ?? []).filter { $0.text(.key) == "error" }
            // An attribute of that name may stand beside the tag.
            check.expect(
                tags.contains { $0.number(.vType) == 2 && $0[.vBool]?.flag == true },
                else: place.violation(
                    at: "tags[\"error\"]", of: tags.last ?? place.span, .key, expected: "the boolean true",
                    actual: tags.last.map(\.describedValue) ?? "nothing"))
        }
    }

    static let jaegerEventFields = Rule(
        "jaeger/open-telemetry/event-fields", "JT-014", .should, "The log of an event of OpenTelemetry has fields.",
        why: "Jaeger shows a time at which nothing is said to have happened.", spec: "OpenTelemetry to Jaeger, Events",
        good: "Log(fields: [event=retry])", bad: "Log(fields: [])"
    ) { payload, check in
        let origin = OpenTelemetryOrigin(of: payload)
        for place in payload.spanPlaces where origin.includes(place) {
            for (index, log) in (place.span.list(.logs) ?? []).enumerated() {
                guard let fields = log.list(.fields) else { continue }
                check.expect(
                    !fields.isEmpty,
                    else: place.violation(
                        at: "logs[\(index)].fields", of: log, .fields, expected: "at least the name of the event",
                        actual: "none"))
            }
        }
    }

    static let jaegerEventName = Rule(
        "jaeger/open-telemetry/event-name", "JT-014", .should,
        "The name of an event of OpenTelemetry is in the field event.",
        why: "Under another key it is an attribute: readers see an event without a name.",
        spec: "OpenTelemetry to Jaeger, Events", good: "fields: [event=cache.miss]", bad: "fields: [message=cache.miss]"
    ) { payload, check in
        let origin = OpenTelemetryOrigin(of: payload)
        for place in payload.spanPlaces where origin.includes(place) {
            for (index, log) in (place.span.list(.logs) ?? []).enumerated() {
                guard let fields = log.list(.fields), !fields.isEmpty else { continue }
                check.expect(
                    fields.contains { $0.text(.key) == "event" },
                    else: place.violation(
                        at: "logs[\(index)].fields", of: log, .fields, expected: "a field event",
                        actual: fields.prefix(8).map { $0.text(.key) ?? "" }.joined(separator: ", ")))
            }
        }
    }
}

extension JaegerStruct {
    /// Of a tag: `vStr "true"`, `no value`.
    fileprivate var describedValue: String {
        for field in [JaegerField.vStr, .vDouble, .vBool, .vLong, .vBinary] {
            if let value = self[field] { return "\(field.rawValue) \(value.described)" }
        }
        return "no value"
    }
}
