import TraceRules

// MARK: jaeger.thrift, Span: traceIdLow, traceIdHigh, spanId, flags

extension Rule<JaegerPayload> {
    static let jaegerTraceIDNotZero = Rule(
        "jaeger/trace-id/not-zero", "JT-004", .must, "A trace id is not zero in both halves.",
        why: "Zero means no trace: spans of unrelated requests end in one, or are dropped.",
        spec: "Jaeger propagation format, trace-id", good: "traceIdLow: 5, traceIdHigh: 0",
        bad: "traceIdLow: 0, traceIdHigh: 0"
    ) { payload, check in
        for place in payload.spanPlaces {
            guard let low = place.span.number(.traceIdLow), let high = place.span.number(.traceIdHigh) else { continue }
            check.expect(
                low != 0 || high != 0,
                else: place.violation(
                    at: .traceIdLow, expected: "a trace id that is not zero", actual: "0 in both halves"))
        }
    }

    static let jaegerSpanIDNotZero = Rule(
        "jaeger/span-id/not-zero", "JT-004", .must, "A span id is not zero.",
        why: "Zero means no span: every child of it is taken for a root.", spec: "Jaeger propagation format, span-id",
        good: "spanId: 53995c3f42cd8ad8", bad: "spanId: 0"
    ) { payload, check in
        for place in payload.spanPlaces {
            guard let id = place.span.number(.spanId) else { continue }
            check.expect(
                id != 0, else: place.violation(at: .spanId, expected: "a span id that is not zero", actual: "0"))
        }
    }

    /// All that a batch shows of swapped halves; that the id is the one which was propagated, claims of `verify` judge.
    static let jaegerTraceIDInLowHalf = Rule(
        "jaeger/trace-id/low-half", "JT-005", .warning, "A trace id of 64 bits stands in traceIdLow.",
        why: "In traceIdHigh it is another trace: these spans never meet those of other services.",
        spec: "OpenTelemetry to Jaeger, Ids", good: "traceIdLow: 463ac35c9f6413ad, traceIdHigh: 0",
        bad: "traceIdLow: 0, traceIdHigh: 463ac35c9f6413ad"
    ) { payload, check in
        for place in payload.spanPlaces {
            guard let low = place.span.number(.traceIdLow), let high = place.span.number(.traceIdHigh) else { continue }
            guard low != 0 || high != 0 else { continue }
            check.expect(
                low != 0,
                else: place.violation(
                    at: .traceIdLow, expected: "the last 8 bytes of the trace id",
                    actual: "0, with \(high.hexText) in traceIdHigh"))
        }
    }

    static let jaegerSampled = Rule(
        "jaeger/flags/sampled", "JT-011", .should, "The flags of a span say that it is sampled.",
        why: "A span that is reported was sampled; readers that filter by the flag lose it.",
        spec: "jaeger.thrift, Span.flags", good: "flags: 1", bad: "flags: 0"
    ) { payload, check in
        for place in payload.spanPlaces {
            guard let flags = place.span.number(.flags) else { continue }
            check.expect(
                flags & 1 == 1,
                else: place.violation(at: .flags, expected: "bit 1, sampled", actual: "\(flags)"))
        }
    }
}
