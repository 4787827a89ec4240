import TraceBytes
import TraceRules

// MARK: zipkin2-api.yaml, Span: traceId, id, parentId

extension Rule<ZipkinV2Payload> {
    static let traceIDPresent = Rule(
        "zipkin-v2/trace-id/present", "ZIP2-002", .must, "Every span has a traceId.",
        why: "The server refuses the whole batch.", spec: "zipkin2-api.yaml, Span.required",
        good: #"{"traceId":"463ac35c9f6413ad","id":"a2fb4a1d1a96d312"}"#, bad: #"{"id":"a2fb4a1d1a96d312"}"#
    ) { payload, check in
        for place in payload.places where !place.span.hasOtherWireType("1") {
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
        for place in payload.places {
            guard let id = place.span[.traceId], id != .null else { continue }
            check.expect(
                id.isTraceID,
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
            guard let id = place.span[.traceId], id.isTraceID else { continue }
            check.expect(
                !id.isZero, else: place.violation(at: .traceId, expected: "a digit that is not 0", actual: id.described)
            )
        }
    }

    static let idPresent = Rule(
        "zipkin-v2/id/present", "ZIP2-004", .must, "Every span has an id.", why: "The server refuses the whole batch.",
        spec: "zipkin2-api.yaml, Span.required", good: #"{"traceId":"463ac35c9f6413ad","id":"a2fb4a1d1a96d312"}"#,
        bad: #"{"traceId":"463ac35c9f6413ad"}"#
    ) { payload, check in
        for place in payload.places where !place.span.hasOtherWireType("3") {
            check.expect(
                place.span.isPresent(.id),
                else: place.violation(at: .id, expected: "a span id", actual: place.span.absence(of: .id)))
        }
    }

    static let idSpelling = Rule(
        "zipkin-v2/id/spelling", "ZIP2-004", .must, "An id is 16 lower-case hex digits.",
        why: "The server refuses the whole batch, or pads a short id to another one than the application logs.",
        spec: "zipkin2-api.yaml, Span.id", good: #""id":"a2fb4a1d1a96d312""#, bad: #""id":"7b""#
    ) { payload, check in
        for place in payload.places {
            guard let id = place.span[.id], id != .null else { continue }
            check.expect(
                id.isSpanID,
                else: place.violation(at: .id, expected: "16 lower-case hex digits", actual: id.described))
        }
    }

    static let idNotZero = Rule(
        "zipkin-v2/id/not-zero", "ZIP2-005", .must, "An id is not all zeros.",
        why: "Zero means no span: the server refuses the whole batch.", spec: "zipkin Span.Builder.id",
        good: #""id":"a2fb4a1d1a96d312""#, bad: #""id":"0000000000000000""#
    ) { payload, check in
        for place in payload.places {
            guard let id = place.span[.id], id.isSpanID else { continue }
            check.expect(
                !id.isZero, else: place.violation(at: .id, expected: "a digit that is not 0", actual: id.described))
        }
    }

    static let parentIDSpelling = Rule(
        "zipkin-v2/parent-id/spelling", "ZIP2-006", .must, "A parentId is 16 lower-case hex digits.",
        why: "The server refuses the whole batch, or hangs the span below another one.",
        spec: "zipkin2-api.yaml, Span.parentId", good: #""parentId":"6b221d5bc9e6496c""#, bad: #""parentId":"""#
    ) { payload, check in
        for place in payload.places {
            guard let id = place.span[.parentId], id != .null else { continue }
            check.expect(
                id.isSpanID,
                else: place.violation(
                    at: .parentId, expected: "16 lower-case hex digits, or no parentId on a root",
                    actual: id.described))
        }
    }

    static let parentIDNotZero = Rule(
        "zipkin-v2/parent-id/not-zero", "ZIP2-006", .must, "A root has no parentId, also none of zeros.",
        why: "Whoever does not know the habit looks for a span of that id and shows the trace without a root.",
        spec: "zipkin2-api.yaml, Span.parentId: absent if this is the root", good: #"{"id":"a2fb4a1d1a96d312"}"#,
        bad: #""parentId":"0000000000000000""#
    ) { payload, check in
        for place in payload.places {
            guard let id = place.span[.parentId], id.isSpanID else { continue }
            check.expect(
                !id.isZero, else: place.violation(at: .parentId, expected: "no parentId", actual: id.described))
        }
    }

    static let parentIDNotOwn = Rule(
        "zipkin-v2/parent-id/not-own", "ZIP2-017", .must, "A span is not its own parent.",
        why: "The server drops the parent, so that the span becomes a root.", spec: "zipkin Span.Builder.build",
        good: #""parentId":"6b221d5bc9e6496c","id":"a2fb4a1d1a96d312""#,
        bad: #""parentId":"a2fb4a1d1a96d312","id":"a2fb4a1d1a96d312""#
    ) { payload, check in
        for place in payload.places {
            // Zeros are the business of the rules above.
            guard let id = place.span[.id], let parent = place.span[.parentId], id.isSpanID,
                parent.isSpanID, !id.isZero, !parent.isZero
            else { continue }
            check.expect(
                id != parent,
                else: place.violation(
                    at: .parentId, expected: "the id of another span, or none", actual: "the span's own id"))
        }
    }
}
