import TraceRules

// MARK: trace.proto, attributes; OpenTelemetry Common, Attribute

extension Rule<OTLPPayload> {
    static let attributeKeyNotEmpty = Rule(
        "otlp/attribute/key-not-empty", "OTLP-012", .must, "Every attribute has a key that is not empty.",
        why: "Nothing finds the value again; backends drop the attribute or the span.", owner: .instrumentation,
        spec: "OpenTelemetry Common, Attribute", good: #"{"key":"http.route","value":{"stringValue":"/"}}"#,
        bad: #"{"key":"","value":{"stringValue":"/"}}"#
    ) { payload, check in
        for place in payload.places(of: .keyValue) {
            // A key by number is the business of `noStringIndex`.
            guard let key = place.record.textOrEmpty(.attributeKey), place.record[.attributeKeyStrindex] == nil else {
                continue
            }
            check.expect(
                !key.isEmpty,
                else: payload.violation(
                    at: place, .attributeKey, expected: "a key", actual: place.record.absence(of: .attributeKey)))
        }
    }

    static let attributeKeyUnique = Rule(
        "otlp/attribute/key-unique", "OTLP-012", .must,
        "No two attributes of one span, event, link or group share a key.",
        why: "Receivers may keep the first, the last or both: what the span says depends on the backend.", owner: .sdk,
        spec: "trace.proto, Span.attributes", good: #""attributes":[{"key":"a",…},{"key":"b",…}]"#,
        bad: #""attributes":[{"key":"a",…},{"key":"a",…}]"#
    ) { payload, check in
        for (message, field) in OTLPMessage.collections {
            for place in payload.places(of: message) { payload.expectUniqueKeys(field, at: place, &check) }
        }
    }

    static let arrayOfOneType = Rule(
        "otlp/attribute/array-of-one-type", "OTLP-013", .warning, "The values of an array are all of one type.",
        why: "An array attribute has one type; backends with typed columns turn the values into texts, or drop them.",
        owner: .sdk, spec: "OpenTelemetry Common, Attribute",
        good: #"{"arrayValue":{"values":[{"intValue":"1"},{"intValue":"2"}]}}"#,
        bad: #"{"arrayValue":{"values":[{"stringValue":"a"},{"intValue":"1"}]}}"#
    ) { payload, check in
        for place in payload.places(of: .arrayValue) {
            var types: [OTLPField] = []
            place.record.forEach(.arrayValues) { element in
                guard let type = element.valueField, !types.contains(type) else { return }
                types.append(type)
            }
            if types.isEmpty { continue }
            check.expect(
                types.count == 1,
                else: payload.violation(
                    at: place, .arrayValues, expected: "values of one type",
                    actual: types.map(\.name).joined(separator: ", ")))
        }
    }

    static let attributeCount = Rule(
        "otlp/attribute/count", "OTLP-014", .should, "A span, an event and a link have at most 128 attributes.",
        why: "128 is the limit where none is configured; backends cut off what lies beyond their own.", owner: .sdk,
        spec: "OpenTelemetry Tracing SDK, Span Limits", good: #"128 attributes, "droppedAttributesCount":172"#,
        bad: "300 attributes"
    ) { payload, check in
        payload.expectCount(of: .spanAttributes, in: .span, &check)
        payload.expectCount(of: .eventAttributes, in: .event, &check)
        payload.expectCount(of: .linkAttributes, in: .link, &check)
    }
}

extension OTLPPayload {
    /// What the specification limits lists to where nothing is configured.
    private static let countLimit = 128

    /// Lists that are empty are not asked.
    func expectCount(of field: OTLPField, in message: OTLPMessage, _ check: inout RuleCheck) {
        for place in places(of: message) {
            let count = place.record.count(of: field)
            if count == 0 { continue }
            check.expect(
                count <= Self.countLimit,
                else: violation(at: place, field, expected: "at most \(Self.countLimit)", actual: "\(count)"))
        }
    }

    fileprivate func expectUniqueKeys(_ field: OTLPField, at place: OTLPPlace, _ check: inout RuleCheck) {
        var keys: [String] = []
        place.record.forEach(field) { attribute in
            guard let key = attribute.text(.attributeKey), !key.isEmpty else { return }
            keys.append(key)
        }
        if keys.isEmpty { return }
        let repeated = repeatedTexts(in: keys)
        check.expect(
            repeated.isEmpty,
            else: violation(
                at: place, field, expected: "each key once",
                actual: repeated.prefix(3).map { "\"\($0.text)\" \($0.count) times" }.joined(separator: ", ")))
    }
}

/// The texts that are there more than once, in their order. Texts are compared by their bytes: to Swift, an `é` and an `e`
/// with an accent behind it are one text.
private func repeatedTexts(in texts: [String]) -> [(text: String, count: Int)] {
    let isRepeated: Bool
    if texts.count <= 24 {
        isRepeated = texts.indices.contains { index in
            texts[..<index].contains { $0 == texts[index] && $0.utf8.elementsEqual(texts[index].utf8) }
        }
    } else {
        isRepeated = Set(texts.map { Array($0.utf8) }).count < texts.count
    }
    guard isRepeated else { return [] }
    var counts: [[UInt8]: Int] = [:]
    for text in texts { counts[Array(text.utf8), default: 0] += 1 }
    return texts.compactMap { text in
        guard let count = counts.removeValue(forKey: Array(text.utf8)), count > 1 else { return nil }
        return (text, count)
    }
}
