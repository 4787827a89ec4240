import TraceRules

// MARK: zipkin2-api.yaml, Span: annotations, tags

extension Rule<ZipkinV2Payload> {
    static let annotationValueText = Rule(
        "zipkin-v2/annotation/value-text", "ZIP2-012", .must, "Every annotation has a text as value.",
        why: "The server refuses the whole batch.", spec: "zipkin2-api.yaml, Annotation",
        good: #"{"timestamp":1700000000123456,"value":"retry"}"#, bad: #"{"timestamp":1700000000123456}"#
    ) { payload, check in
        for place in payload.places {
            place.span.forEachAnnotation { index, members in
                let value = members[.value]
                check.expect(
                    value?.value.text != nil,
                    else: place.violation(
                        at: ".annotations[\(index)].value", offset: value?.offset, expected: "a text",
                        actual: (value?.value).described))
            }
        }
    }

    static let annotationsUnique = Rule(
        "zipkin-v2/annotations/unique", "ZIP2-023", .should,
        "No two annotations of a span have one time and one value.",
        why: "The server keeps one of them: an event that happened twice is seen once.",
        spec: "zipkin2-api.yaml, Span.annotations, uniqueItems",
        good: #"[{"timestamp":1700000000123456,"value":"retry"},{"timestamp":1700000000123457,"value":"retry"}]"#,
        bad: #"[{"timestamp":1700000000123456,"value":"retry"},{"timestamp":1700000000123456,"value":"retry"}]"#
    ) { payload, check in
        for place in payload.places {
            var seen: Set<AnnotationText> = []
            place.span.forEachAnnotation { index, members in
                guard let time = members[.timestamp]?.value, let value = members[.value] else { return }
                check.expect(
                    seen.insert(AnnotationText(time: time, value: value.value)).inserted,
                    else: place.violation(
                        at: ".annotations[\(index)]", offset: value.offset,
                        expected: "another time or another value than before", actual: value.value.described))
            }
        }
    }

    static let tagValuesText = Rule(
        "zipkin-v2/tags/values-text", "ZIP2-010", .must, "The values of tags are texts.",
        why: "The server refuses the whole batch for true and false; numbers arrive as text there, and nowhere else.",
        spec: "zipkin2-api.yaml, Tags", good: #"{"http.status_code":"200"}"#, bad: #"{"http.status_code":200}"#
    ) { payload, check in
        for place in payload.places {
            for tag in place.span.tags ?? [] where tag.value != .null {
                check.expect(
                    tag.value.text != nil,
                    else: place.violation(of: tag, expected: "a text", actual: tag.value.described)
                )
            }
        }
    }

    static let tagsNotNull = Rule(
        "zipkin-v2/tags/not-null", "ZIP2-011", .must, "No tag has null as value.",
        why: "The server refuses the whole batch.", spec: "zipkin V2SpanReader", good: #"{"error":""}"#,
        bad: #"{"error":null}"#
    ) { payload, check in
        for place in payload.places {
            for tag in place.span.tags ?? [] {
                check.expect(
                    tag.value != .null,
                    else: place.violation(of: tag, expected: "a text, or no tag", actual: "null"))
            }
        }
    }

    static let tagKeyNotEmpty = Rule(
        "zipkin-v2/tags/key-not-empty", "ZIP2-011", .must, "No tag has an empty key.",
        why: "Nothing can search for it, and some stores refuse it.", spec: "zipkin2-api.yaml, Tags",
        good: #"{"k":""}"#, bad: #"{"":"v"}"#
    ) { payload, check in checkTagKeys(payload, &check) }

    static let protobufTagKeyNotEmpty = Rule(
        "zipkin-v2-protobuf/tags/key-not-empty", "ZIP2P-008", .must, "Every entry of tags has a key.",
        why: "Nothing can search for it, and some stores refuse it.", spec: "zipkin.proto, Span.tags; zipkin TagField",
        good: "0a 01 6b 12 01 76", bad: "12 01 76"
    ) { payload, check in checkTagKeys(payload, &check) }

    private static func checkTagKeys(_ payload: Subject, _ check: inout RuleCheck) {
        for place in payload.places {
            for tag in place.span.tags ?? [] where !tag.value.isBytes {
                check.expect(
                    !tag.name.isEmpty,
                    else: place.violation(
                        of: tag, expected: "a key", actual: "an empty one with the value \(tag.value.described)"))
            }
        }
    }
}

/// What makes an annotation another one.
private struct AnnotationText: Hashable {
    let time: ZipkinV2Value
    let value: ZipkinV2Value
}

extension ZipkinV2SpanPlace {
    /// What is wrong with a tag.
    func violation(of tag: ZipkinV2Member, expected: String, actual: String) -> Violation {
        violation(at: ".tags[\"\(tag.name)\"]", offset: tag.offset, expected: expected, actual: actual)
    }
}
