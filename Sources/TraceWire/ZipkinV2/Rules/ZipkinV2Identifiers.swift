import TraceBytes
import TraceRules

// MARK: zipkin2-api.yaml, Span: traceId, parentId, id

extension Rule<ZipkinV2Payload> {
    static let traceIDPresent = Rule(
        "zipkin-v2/trace-id/present", "ZIP2-002", .must, "Every span has a traceId.",
        why: "The server refuses the whole batch.", spec: "zipkin2-api.yaml, Span.required",
        good: #"{"traceId":"463ac35c9f6413ad","id":"a2fb4a1d1a96d312"}"#, bad: #"{"id":"a2fb4a1d1a96d312"}"#
    ) { payload, check in
        for place in payload.places {
            check.expect(
                place.span.isPresent(.traceId),
                else: place.violation(at: .traceId, expected: "a trace id", actual: place.span.absence(of: .traceId)))
        }
    }

    static let traceIDSpelling = Rule(
        "zipkin-v2/trace-id/spelling", "ZIP2-002", .must, "A traceId is 16 or 32 lower-case hex digits.",
        why: "The server refuses the whole batch, or pads a short id to another one than the application logs.",
        spec: "zipkin2-api.yaml, Span.traceId", good: #""traceId":"463ac35c9f6413ad48485a3953bb6124""#,
        bad: #""traceId":"463AC35C9F6413AD""#
    ) { payload, check in
        for place in payload.places where place.span.isPresent(.traceId) {
            let id = place.span[.traceId]
            check.expect(
                id?.isIdentifier(digits: [16, 32]) == true,
                else: place.violation(
                    at: .traceId, expected: "16 or 32 lower-case hex digits", actual: id.described))
        }
    }

    static let traceIDNotZero = Rule(
        "zipkin-v2/trace-id/not-zero", "ZIP2-003", .must, "A traceId is not all zeros.",
        why: "Zero means no trace: the server refuses the whole batch.", spec: "zipkin Span.normalizeTraceId",
        good: #""traceId":"463ac35c9f6413ad""#, bad: #""traceId":"0000000000000000""#
    ) { payload, check in
        for place in payload.places {
            guard let id = place.span[.traceId], id.isIdentifier(digits: [16, 32]) else { continue }
            check.expect(
                !id.isZero, else: place.violation(at: .traceId, expected: "a digit that is not 0", actual: id.described)
            )
        }
    }
}
