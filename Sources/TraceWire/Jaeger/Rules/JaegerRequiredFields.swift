import TraceRules

// MARK: jaeger.thrift, required fields of Span, SpanRef, Log and ClientStats

extension Rule<JaegerPayload> {
    static let jaegerSpanFields = Rule(
        "jaeger/span/required-fields", "JT-003", .must,
        "A span has fields 1 to 5 and 7 to 9 with the types of the IDL.",
        why: "Readers made from the IDL pass over a field of another type and refuse a batch that lacks one.",
        spec: "jaeger.thrift, Span", good: "Span(traceIdLow, traceIdHigh, spanId, parentSpanId: 0, …)",
        bad: "a root span without parentSpanId"
    ) { payload, check in
        for place in payload.spanPlaces {
            place.span.expect(JaegerRequirement.span, at: place.path, label: place.label, &check)
        }
    }

    static let jaegerReferenceFields = Rule(
        "jaeger/reference/required-fields", "JT-003", .must,
        "A reference has its type, both halves of a trace id and a span id.",
        why: "Readers made from the IDL refuse the batch with all of its spans.", spec: "jaeger.thrift, SpanRef",
        good: "SpanRef(refType: FOLLOWS_FROM, traceIdLow, traceIdHigh: 0, spanId)",
        bad: "SpanRef(refType: FOLLOWS_FROM, traceIdLow, spanId)"
    ) { payload, check in
        for place in payload.spanPlaces {
            for (index, reference) in (place.span.list(.references) ?? []).enumerated() {
                reference.expect(
                    JaegerRequirement.reference, at: "\(place.path).references[\(index)]", label: place.label, &check)
            }
        }
    }

    static let jaegerLogFields = Rule(
        "jaeger/log/required-fields", "JT-003", .must, "A log has a timestamp and a list of fields.",
        why: "Readers made from the IDL refuse the batch with all of its spans.", spec: "jaeger.thrift, Log",
        good: "Log(timestamp: 1700000000000000, fields: [event=retry])", bad: "Log(timestamp: 1700000000000000)"
    ) { payload, check in
        for place in payload.spanPlaces {
            for (index, log) in (place.span.list(.logs) ?? []).enumerated() {
                log.expect(JaegerRequirement.log, at: "\(place.path).logs[\(index)]", label: place.label, &check)
            }
        }
    }

    static let jaegerStatsFields = Rule(
        "jaeger/stats/required-fields", "JT-003", .must, "The stats of a client have all three counts.",
        why: "Readers made from the IDL refuse the batch with all of its spans.", spec: "jaeger.thrift, ClientStats",
        good: "ClientStats(fullQueueDroppedSpans: 0, tooLargeDroppedSpans: 0, failedToEmitSpans: 0)",
        bad: "ClientStats(fullQueueDroppedSpans: 0)"
    ) { payload, check in
        for (index, batch) in payload.batches.enumerated() {
            batch.part(.stats)?.expect(
                JaegerRequirement.stats, at: JaegerStruct.join(payload.path(ofBatch: index), "stats"), label: nil,
                &check)
        }
    }
}
