import TraceBytes
import TraceRules

// MARK: common.proto, KeyValue, AnyValue; protobuf, ProtoJSON

extension Rule<OTLPPayload> {
    static let jsonAttributeShape = Rule(
        "otlp-json/attribute/shape", "OTLPJ-009", .must,
        "Attributes are an array of objects with a key and a value that is an object.",
        why: "The server refuses the request with all its spans.", spec: "common.proto, KeyValue; protobuf, ProtoJSON",
        good: #""attributes":[{"key":"http.route","value":{"stringValue":"/"}}]"#,
        bad: #""attributes":{"http.route":"/"}"#
    ) { payload, check in
        for (message, field) in OTLPMessage.collections {
            for place in payload.places(of: message) {
                guard let value = place.record.said(field) else { continue }
                let flaw = value.flawAsList
                check.expect(
                    flaw == nil,
                    else: payload.violation(
                        at: place, field, expected: "an array of objects {\"key\", \"value\"}",
                        actual: flaw?.described ?? ""))
            }
        }
        for place in payload.places(of: .keyValue) {
            guard let value = place.record.said(.attributeValue) else { continue }
            check.expect(
                value.record != nil,
                else: payload.violation(
                    at: place, .attributeValue, expected: "an object, as {\"stringValue\":\"GET\"}",
                    actual: value.described))
        }
    }

    static let jsonOneValue = Rule(
        "otlp-json/value/one-member", "OTLPJ-010", .must, "A value has one member at most.",
        why: "The server refuses the request, or keeps one of them.", spec: "common.proto, AnyValue; protobuf, Oneof",
        good: #"{"intValue":"1"}"#, bad: #"{"stringValue":"a","intValue":"1"}"#
    ) { payload, check in
        for place in payload.places(of: .anyValue) {
            // One name twice is the business of `jsonNamesUnique`.
            guard let field = place.record.valueField else { continue }
            let others = place.record.members.filter { $0.field != field && $0.field != nil && $0.value != .null }
            check.expect(
                others.isEmpty,
                else: payload.violation(
                    at: place, expected: "one member",
                    actual: (others.map(\.name) + [field.name]).joined(separator: " and ")))
        }
    }

    static let jsonBase64 = Rule(
        "otlp-json/value/bytes-base64", "OTLPJ-012", .must, "A bytesValue is base64.",
        why: "The server refuses the request with all its spans.", spec: "protobuf, ProtoJSON, bytes",
        good: #"{"bytesValue":"AAH/"}"#, bad: #"{"bytesValue":"AQ*D"}"#
    ) { payload, check in
        for place in payload.places(of: .anyValue) {
            guard let text = place.record.text(.bytesValue) else { continue }
            let spelling = Array(text.utf8)
            check.expect(
                base64Bytes(spelling.span.bytes) != nil,
                else: payload.violation(
                    at: place, .bytesValue, expected: "base64", actual: OTLPValue.text(text).described))
        }
    }

    /// Hexadecimal digits are base64 as well, so that no digit proves it: sixteen in a row are next to impossible there.
    static let jsonBase64NotHexadecimal = Rule(
        "otlp-json/value/bytes-not-hexadecimal", "OTLPJ-012", .warning, "A bytesValue does not look like hexadecimal.",
        why: "Ids are hexadecimal in OTLP and bytes are not: receivers decode other bytes than were meant.",
        spec: "OTLP specification, JSON Protobuf Encoding; protobuf, ProtoJSON, bytes",
        good: #"{"bytesValue":"S/kvNXezTaajzpKdDg5HNg=="}"#, bad: #"{"bytesValue":"4bf92f3577b34da6a3ce929d0e0e4736"}"#
    ) { payload, check in
        for place in payload.places(of: .anyValue) {
            guard let text = place.record.text(.bytesValue), text.utf8.count >= 16 else { continue }
            check.expect(
                text.utf8.contains { lowerHexValue($0) == nil },
                else: payload.violation(
                    at: place, .bytesValue, expected: "base64", actual: OTLPValue.text(text).described))
        }
    }

    static let jsonDoubles = Rule(
        "otlp-json/value/double", "OTLPJ-013", .must,
        "A doubleValue is a number of 64 bits, \"NaN\", \"Infinity\" or \"-Infinity\".",
        why: "Other words make the server refuse the request; null, as JSON.stringify writes NaN, loses the value.",
        spec: "protobuf, ProtoJSON, double", good: #"{"doubleValue":"NaN"}"#, bad: #"{"doubleValue":null}"#
    ) { payload, check in
        for place in payload.places(of: .anyValue) {
            guard let value = place.record[.doubleValue], let isKept = place.record.hasDouble(value) else { continue }
            check.expect(
                isKept,
                else: payload.violation(
                    at: place, .doubleValue, expected: "a number, \"NaN\", \"Infinity\" or \"-Infinity\"",
                    actual: value.described))
        }
    }
}

extension OTLPValue {
    /// Of a repeated message: what is no array, or no object in it; nil when nothing is.
    var flawAsList: OTLPValue? {
        guard case .list(let elements) = self else { return self }
        return elements.first { $0.record == nil }
    }
}

extension OTLPRecord {
    /// Of an `AnyValue`: whether a double is spelt as one; nil when its type is wrong or it says nothing.
    fileprivate func hasDouble(_ value: OTLPValue) -> Bool? {
        switch value {
        case .null: return members.count == 1 ? false : nil
        case .text("NaN"), .text("Infinity"), .text("-Infinity"): return true
        case .text(let spelling), .number(let spelling):
            // As a text too it is spelt as JSON spells numbers.
            let bytes = Array(spelling.utf8)
            var reader = JSONReader(bytes.span.bytes)
            return (try? reader.readNumber())?.range == 0..<bytes.count && decimalDouble(bytes.span.bytes) != nil
        default: return nil
        }
    }
}
