import TraceRules

// MARK: zipkin-api.yaml, version 1, Span.required

extension Rule<ZipkinV1Payload> {
    static let v1TraceIDPresent = Rule(
        "zipkin-v1/trace-id/present", "ZIP1-001", .must, "Every span has a traceId.",
        why: "The server refuses the whole batch.", spec: "zipkin-api.yaml, version 1, Span.required",
        good: #"{"traceId":"463ac35c9f6413ad","id":"a2fb4a1d1a96d312","name":""}"#,
        bad: #"{"id":"a2fb4a1d1a96d312","name":""}"#
    ) { payload, check in
        payload.expectPresent(.traceId, "a trace id", &check)
    }

    static let v1IDPresent = Rule(
        "zipkin-v1/id/present", "ZIP1-001", .must, "Every span has an id.",
        why: "The server refuses the whole batch.", spec: "zipkin-api.yaml, version 1, Span.required",
        good: #"{"traceId":"463ac35c9f6413ad","id":"a2fb4a1d1a96d312","name":""}"#,
        bad: #"{"traceId":"463ac35c9f6413ad","name":""}"#
    ) { payload, check in
        payload.expectPresent(.id, "a span id", &check)
    }

    static let v1NamePresent = Rule(
        "zipkin-v1/name/present", "ZIP1-001", .must, "Every span has a name, which may be empty.",
        why: "Readers made from the specification refuse the span; others show one without a name.",
        spec: "zipkin-api.yaml, version 1, Span.required", good: #""name":"""#,
        bad: #"{"traceId":"463ac35c9f6413ad","id":"a2fb4a1d1a96d312"}"#
    ) { payload, check in
        payload.expectPresent(.name, "a name, or an empty one", &check)
    }
}

// MARK: zipkin-api.yaml, version 1, Span: traceId, id, parentId

extension Rule<ZipkinV1Payload> {
    static let v1TraceIDSpelling = Rule(
        "zipkin-v1/trace-id/spelling", "ZIP1-002", .must, "A traceId is 16 or 32 lower-case hex digits.",
        why: "The server refuses the whole batch, or pads a short id to another one than the application logs.",
        spec: "zipkin-api.yaml, version 1, Span.traceId", good: #""traceId":"463ac35c9f6413ad""#,
        bad: #""traceId":"463AC35C9F6413AD""#
    ) { payload, check in
        payload.expectIdentifier(.traceId, digits: [16, 32], "16 or 32 lower-case hex digits", &check)
    }

    static let v1TraceIDNotZero = Rule(
        "zipkin-v1/trace-id/not-zero", "ZIP1-002", .must, "A traceId is not all zeros.",
        why: "Zero means no trace: the server refuses the whole batch.", spec: "zipkin, Span.normalizeTraceId",
        good: #""traceId":"0000000000000001""#, bad: #""traceId":"0000000000000000""#
    ) { payload, check in
        payload.expectNotZero(.traceId, digits: [16, 32], &check)
    }

    static let v1IDSpelling = Rule(
        "zipkin-v1/id/spelling", "ZIP1-002", .must, "The id of a span is 16 lower-case hex digits.",
        why: "The server refuses the whole batch, or pads a short id, and its children lose their parent.",
        spec: "zipkin-api.yaml, version 1, Span.id", good: #""id":"000000000000007b""#, bad: #""id":"7b""#
    ) { payload, check in
        payload.expectIdentifier(.id, digits: [16], "16 lower-case hex digits", &check)
    }

    static let v1IDNotZero = Rule(
        "zipkin-v1/id/not-zero", "ZIP1-002", .must, "The id of a span is not all zeros.",
        why: "Zero means no span: the server refuses the whole batch.", spec: "zipkin, Span.Builder.id",
        good: #""id":"0000000000000001""#, bad: #""id":"0000000000000000""#
    ) { payload, check in
        payload.expectNotZero(.id, digits: [16], &check)
    }

    static let v1ParentIDSpelling = Rule(
        "zipkin-v1/parent-id/spelling", "ZIP1-002", .must,
        "A parentId is 16 lower-case hex digits; a root leaves it out.",
        why: "The server refuses the whole batch, or the span hangs below one that does not exist.",
        spec: "zipkin-api.yaml, version 1, Span.parentId", good: #""parentId":"a2fb4a1d1a96d312""#,
        bad: #""parentId":"""#
    ) { payload, check in
        payload.expectIdentifier(.parentId, digits: [16], "16 lower-case hex digits, or no parentId", &check)
    }

    static let v1ParentIDNotZero = Rule(
        "zipkin-v1/parent-id/not-zero", "ZIP1-002", .must, "A parentId is not all zeros; a root leaves it out.",
        why: "Zero is no span: readers that do not know the habit look for a parent that never comes.",
        spec: "zipkin-api.yaml, version 1, Span.parentId", good: "no parentId", bad: #""parentId":"0000000000000000""#
    ) { payload, check in
        payload.expectNotZero(.parentId, digits: [16], &check)
    }
}

extension ZipkinV1Payload {
    fileprivate func expectPresent(_ field: ZipkinV1Field, _ expected: String, _ check: inout RuleCheck) {
        for place in places {
            check.expect(
                place.span.members.isPresent(field),
                else: place.violation(at: field, expected: expected, actual: place.span.members.absence(of: field)))
        }
    }

    fileprivate func expectIdentifier(
        _ field: ZipkinV1Field, digits: [Int], _ expected: String, _ check: inout RuleCheck
    ) {
        for place in places where place.span.members.isPresent(field) {
            let id = place.span[field]
            check.expect(
                id?.isIdentifier(digits: digits) == true,
                else: place.violation(at: field, expected: expected, actual: id.described))
        }
    }

    fileprivate func expectNotZero(_ field: ZipkinV1Field, digits: [Int], _ check: inout RuleCheck) {
        for place in places {
            guard let id = place.span[field], id.isIdentifier(digits: digits) else { continue }
            check.expect(
                !id.isZero, else: place.violation(at: field, expected: "a digit that is not 0", actual: id.described))
        }
    }
}
