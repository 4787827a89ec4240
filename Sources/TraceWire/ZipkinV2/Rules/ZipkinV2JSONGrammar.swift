import TraceBytes
import TraceRules

// MARK: zipkin2-api.yaml, ListOfSpans; RFC 8259

extension Rule<CarriedPayload> {
    static let zipkinV2BodyIsList = Rule(
        "zipkin-v2/body/list", "ZIP2-001", .must, "A body is an array of spans.",
        why: "The server looks at the first byte and refuses the batch.",
        spec: "zipkin-api ListOfSpans; zipkin SpanBytesDecoderDetector", good: "[{…}]", bad: #"{"traceId":…}"#
    ) { carried, check in
        check.expectNoFault(.notAList, in: carried, expected: "an array, which begins with [")
    }

    static let zipkinV2BodyIsOneList = Rule(
        "zipkin-v2/body/one-list", "ZIP2-001", .must, "Nothing follows the array of spans.",
        why: "Readers refuse the batch, or drop what follows.", spec: "zipkin-api ListOfSpans; RFC 8259 section 2",
        good: "[{…},{…}]", bad: "[{…}] [{…}]"
    ) { carried, check in
        check.expectNoFault(.severalValues, in: carried, expected: "the end of the body")
    }

    static let zipkinV2BodyWithoutSpaceBefore = Rule(
        "zipkin-v2/body/no-space-before", "ZIP2-001", .should, "The first byte of a body opens the array.",
        why: "The reference server looks at that byte alone and refuses white space before the array.",
        spec: "zipkin SpanBytesDecoderDetector", good: "[{…}]", bad: "a line feed before [{…}]"
    ) { carried, check in
        guard !carried.isCarriedWrongly, let first = carried.content.first else { return }
        check.expect(
            ![0x20, 0x09, 0x0a, 0x0d].contains(first),
            else: Violation(
                at: "", expected: "[ as the first byte", actual: "white space, 0x\(hexDigits([first]))", offset: 0))
    }

    static let zipkinV2BodyWithoutByteOrderMark = Rule(
        "zipkin-v2/body/no-byte-order-mark", "ZIP2-001", .must, "A body has no byte order mark.",
        why: "Readers of JSON refuse the batch.", spec: "RFC 8259 section 8.1", good: "5b 7b", bad: "ef bb bf 5b 7b"
    ) { carried, check in
        check.expectNoFault(.byteOrderMark, in: carried, expected: "[ as the first byte", actual: "ef bb bf")
    }

    static let zipkinV2BodyUTF8 = Rule(
        "zipkin-v2/body/utf-8", "ZIP2-029", .must, "JSON text is UTF-8, also what its escapes spell.",
        why: "Readers refuse the batch, or show U+FFFD in place of what was meant.", spec: "RFC 8259 section 8.1",
        good: "c3 bc for ü", bad: "fc for ü"
    ) { carried, check in
        check.expectNoFault(.encoding, in: carried, expected: "text as UTF-8")
    }

    static let zipkinV2TagsShape = Rule(
        "zipkin-v2/tags/object", "ZIP2-010", .must, "tags is one object, and nothing in it has parts.",
        why: "The server refuses the whole batch.", spec: "zipkin2-api.yaml, Tags", good: #""tags":{"k":"v"}"#,
        bad: #""tags":[{"key":"k","value":"v"}]"#
    ) { carried, check in
        check.expectNoFault(.tagsShape, in: carried, expected: "an object with texts as values")
    }

    static let zipkinV2AnnotationsShape = Rule(
        "zipkin-v2/annotations/array", "ZIP2-012", .must, "annotations is an array of objects without parts.",
        why: "The server refuses the whole batch.", spec: "zipkin2-api.yaml, Annotation",
        good: #""annotations":[{"timestamp":1700000000123456,"value":"retry"}]"#, bad: #""annotations":["retry"]"#
    ) { carried, check in
        check.expectNoFault(.annotationsShape, in: carried, expected: "an array of objects with timestamp and value")
    }

    static let zipkinV2BodyShape = Rule(
        "zipkin-v2/body/shape", "ZIP2-001", .must, "Spans and endpoints are objects, and what is in them is plain.",
        why: "The server refuses the whole batch.", spec: "zipkin2-api.yaml, Span, Endpoint",
        good: #""localEndpoint":{"serviceName":"shop"}"#, bad: #""localEndpoint":"shop""#
    ) { carried, check in
        check.expectNoFault(.otherShape, in: carried, expected: "the shape that the specification gives it")
    }

    static let zipkinV2BodyGrammar = Rule(
        "zipkin-v2/body/grammar", "ZIP2-001", .must, "A body is JSON from its first byte to its last.",
        why: "Nothing of it can be read.", spec: "RFC 8259", good: #"[{"id":"a2fb4a1d1a96d312"}]"#,
        bad: #"[{"id":"a2fb4a1d1a96d312",}]"#
    ) { carried, check in
        check.expectNoFault(.grammar, in: carried, expected: "JSON")
    }
}

extension RuleCheck {
    /// Applies where this fault is, and where none is.
    fileprivate mutating func expectNoFault(
        _ fault: ZipkinV2JSONFault, in carried: CarriedPayload, expected: String, actual: String? = nil
    ) {
        guard !carried.isCarriedWrongly, !carried.isQuestion else { return }
        let found = carried.zipkinV2JSONFault
        guard found == nil || found?.fault == fault else { return }
        expect(
            found == nil,
            else: Violation(
                at: found?.error.path ?? "", expected: expected,
                actual: actual ?? found?.error.cause.reason.found ?? "",
                offset: found?.error.cause.offset))
    }
}
