import TraceRules

// MARK: trace.proto, Span: trace_id, span_id, parent_span_id

extension Rule<OTLPPayload> {
    static let traceIDPresent = Rule(
        "otlp/trace-id/present", "OTLP-001", .must, "Every span has a trace id.",
        why: "A span without one belongs to no trace: collectors drop it, and no query finds it.",
        spec: "trace.proto, Span.trace_id", good: #""traceId":"4bf92f3577b34da6a3ce929d0e0e4736""#,
        bad: #""traceId":"""#
    ) { payload, check in
        for place in payload.places(of: .span) {
            check.expect(
                !place.record.lacksIdentifier(.spanTraceId),
                else: payload.violation(
                    at: place, .spanTraceId, expected: "a trace id", actual: place.record.absence(of: .spanTraceId)))
        }
    }

    static let traceIDLength = Rule(
        "otlp/trace-id/length", "OTLP-001", .must, "A trace id has 16 bytes, which JSON spells as 32 digits.",
        why: "Collectors refuse the whole request; one that pads the id files the span under another trace.",
        spec: "trace.proto, Span.trace_id", good: #""traceId":"4bf92f3577b34da6a3ce929d0e0e4736""#,
        bad: #""traceId":"a3ce929d0e0e4736""#
    ) { payload, check in
        payload.expectLength(of: .spanTraceId, in: .span, &check)
    }

    static let traceIDNotZero = Rule(
        "otlp/trace-id/not-zero", "OTLP-001", .must, "A trace id is not all zeros.",
        why: "Zero means no trace: such spans are dropped, or all of them end up in one trace.",
        spec: "trace.proto, Span.trace_id", good: #""traceId":"4bf92f3577b34da6a3ce929d0e0e4736""#,
        bad: #""traceId":"00000000000000000000000000000000""#
    ) { payload, check in
        payload.expectNotZero(.spanTraceId, in: .span, &check)
    }

    static let spanIDPresent = Rule(
        "otlp/span-id/present", "OTLP-002", .must, "Every span has a span id.",
        why: "Nothing can be below a span without id, and backends that store spans by their id keep one of them.",
        spec: "trace.proto, Span.span_id", good: #""spanId":"00f067aa0ba902b7""#, bad: #""spanId":"""#
    ) { payload, check in
        for place in payload.places(of: .span) {
            check.expect(
                !place.record.lacksIdentifier(.spanSpanId),
                else: payload.violation(
                    at: place, .spanSpanId, expected: "a span id", actual: place.record.absence(of: .spanSpanId)))
        }
    }

    static let spanIDLength = Rule(
        "otlp/span-id/length", "OTLP-002", .must, "A span id has 8 bytes, which JSON spells as 16 digits.",
        why: "Collectors refuse the whole request.", spec: "trace.proto, Span.span_id",
        good: #""spanId":"00f067aa0ba902b7""#, bad: #""spanId":"f067aa0ba902b7""#
    ) { payload, check in
        payload.expectLength(of: .spanSpanId, in: .span, &check)
    }

    static let spanIDNotZero = Rule(
        "otlp/span-id/not-zero", "OTLP-002", .must, "A span id is not all zeros.",
        why: "Zero means no span: backends drop it, or take its children for roots.",
        spec: "trace.proto, Span.span_id", good: #""spanId":"00f067aa0ba902b7""#, bad: #""spanId":"0000000000000000""#
    ) { payload, check in
        payload.expectNotZero(.spanSpanId, in: .span, &check)
    }

    static let parentSpanIDLength = Rule(
        "otlp/parent-span-id/length", "OTLP-003", .must,
        "A parent span id that is not empty has 8 bytes, which JSON spells as 16 digits.",
        why: "Collectors refuse the whole request.", spec: "trace.proto, Span.parent_span_id",
        good: #""parentSpanId":"a2fb4a1d1a96d312""#, bad: #""parentSpanId":"0""#
    ) { payload, check in
        payload.expectLength(of: .spanParentSpanId, in: .span, &check)
    }

    static let parentSpanIDNotZero = Rule(
        "otlp/parent-span-id/not-zero", "OTLP-003", .must, "A root leaves its parent span id empty, not all zeros.",
        why: "Backends that look for an empty id find no root, and show the trace as incomplete.",
        spec: "trace.proto, Span.parent_span_id", good: #""parentSpanId":"""#,
        bad: #""parentSpanId":"0000000000000000""#
    ) { payload, check in
        payload.expectNotZero(.spanParentSpanId, in: .span, &check)
    }
}

extension OTLPPayload {
    /// Of identifiers that are there and spelt as such.
    func expectLength(of field: OTLPField, in message: OTLPMessage, _ check: inout RuleCheck) {
        for place in places(of: message) {
            let digits = place.record.identifierDigits(field)
            // Nothing, or what is no digits, is the business of other rules.
            guard digits == field.identifierDigits || place.record.identifier(field).isDigits else { continue }
            check.expect(
                digits == field.identifierDigits,
                else: violation(
                    at: place, field, expected: field.identifierLength(isJSON: isJSON),
                    actual: place.record.lengthDescription(of: field)))
        }
    }

    /// Of identifiers that have their length.
    func expectNotZero(_ field: OTLPField, in message: OTLPMessage, _ check: inout RuleCheck) {
        for place in places(of: message) {
            guard place.record.identifierDigits(field) == field.identifierDigits else { continue }
            check.expect(
                !place.record.isZeroIdentifier(field),
                else: violation(
                    at: place, field,
                    expected: field == .spanParentSpanId ? "nothing, or the id of a span" : "a byte that is not 0",
                    actual: "zeros"))
        }
    }
}
