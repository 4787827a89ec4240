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

    static let jsonValueType = Rule(
        "otlp-json/value/type", "OTLPJ-011", .must,
        "Members of values have the JSON type of their name: boolValue is true or false.",
        why: "The server refuses the request with all its spans.", spec: "common.proto, AnyValue; protobuf, ProtoJSON",
        good: #"{"boolValue":true}"#, bad: #"{"boolValue":"true"}"#
    ) { payload, check in
        for place in payload.places(of: .anyValue) {
            payload.expectTypes(of: place, &check) { $0 != .stringValueStrindex }
        }
        // The elements of an array are objects as its other values are.
        for place in payload.places(of: .arrayValue) { payload.expectTypes(of: place, &check) { _ in true } }
    }

    static let jsonMemberType = Rule(
        "otlp-json/member/type", "OTLPJ-011", .must,
        "Other members have the JSON type of their field: text, text or number, object, array.",
        why: "The server refuses the request with all its spans.", spec: "trace.proto; protobuf, ProtoJSON",
        good: #""name":"get""#, bad: #""name":1"#
    ) { payload, check in
        for place in payload.allPlaces {
            switch place.record.message {
            case .anyValue, .arrayValue: continue
            default: payload.expectTypes(of: place, &check) { $0.hasRuleAboutTypeElsewhere == false }
            }
        }
    }

    static let jsonBase64 = Rule(
        "otlp-json/value/bytes-base64", "OTLPJ-012", .must, "A bytesValue is base64.",
        why: "The server refuses the request with all its spans.", spec: "protobuf, ProtoJSON, bytes",
        good: #"{"bytesValue":"AAH/"}"#, bad: #"{"bytesValue":"0x0001ff"}"#
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

    static let jsonNoNull = Rule(
        "otlp-json/member/not-null", "OTLPJ-015", .warning, "No member is null.",
        why: "It means what leaving it out means; readers that are not made for ProtoJSON refuse it.",
        spec: "protobuf, ProtoJSON, null values", good: #"{"name":"get"}"#, bad: #"{"name":"get","status":null}"#
    ) { payload, check in
        for place in payload.allPlaces where !place.record.members.isEmpty {
            guard place.oddities.contains(.null) else {
                check.holds()
                continue
            }
            for member in place.record.members where member.field != nil {
                // A double alone that is null is the business of `jsonDoubles`.
                if member.field == .doubleValue, place.record.members.count == 1 { continue }
                check.expect(
                    member.value != .null,
                    else: payload.violation(at: place, member, expected: "a value, or no member", actual: "null"))
            }
        }
    }
}

extension OTLPField {
    /// Whether its type is judged by a rule of its own.
    fileprivate var hasRuleAboutTypeElsewhere: Bool {
        switch type {
        case .identifier, .enumeration, .uint32, .fixed32, .int32: true
        case .message(.keyValue), .message(.anyValue): true
        default: false
        }
    }
}

extension OTLPValue {
    /// Of a repeated message: what is no array, or no object in it; nil when nothing is.
    fileprivate var flawAsList: OTLPValue? {
        guard case .list(let elements) = self else { return self }
        return elements.first { $0.record == nil }
    }
}

extension OTLPPayload {
    /// Of the members that are there and wanted.
    fileprivate func expectTypes(
        of place: OTLPPlace, _ check: inout RuleCheck, where isWanted: (OTLPField) -> Bool
    ) {
        if place.record.members.isEmpty { return }
        guard place.oddities.contains(.mistyped) else { return check.holds() }
        for member in place.record.members where member.value != .null {
            guard let field = member.field, isWanted(field) else { continue }
            check.expect(
                member.value.isForm(of: field),
                else: violation(
                    at: place, member, expected: field.jsonType,
                    actual: (member.value.flawAsList ?? member.value).described))
        }
    }
}

extension OTLPField {
    /// What it is in JSON, for people.
    fileprivate var jsonType: String {
        let one =
            switch type {
            case .text: "a text"
            case .identifier: "a text of hexadecimal digits"
            case .bytes: "a text, base64"
            case .bool: "true or false"
            case .enumeration, .int32, .uint32, .fixed32: "a number"
            case .int64, .fixed64: "a text of digits"
            case .double: "a number"
            case .message: "an object"
            }
        return isRepeated ? "an array, each element \(one)" : one
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
