import TraceRules

// MARK: protobuf, ProtoJSON: the JSON type of each field

extension Rule<OTLPPayload> {
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
