import TraceRules

// MARK: model.proto, KeyValue and ValueType

extension Rule<JaegerProtobufPayload> {
    static let jaegerValueType = Rule(
        "jaeger-grpc/tag/type", "JGR-006", .must, "The v_type of a tag is 0 to 4.",
        why: "Jaeger does not know the type and loses the value.", spec: "model.proto, ValueType",
        good: "v_type: 2 (INT64)", bad: "v_type: 5"
    ) { payload, check in
        payload.forEachTag { place in
            if place.record.isMistyped(.vType) { return }
            let type = place.record.int32(.vType) ?? 0
            check.expect(
                JaegerValueType(type) != nil,
                else: place.violation(
                    at: .vType, expected: "0 STRING, 1 BOOL, 2 INT64, 3 FLOAT64 or 4 BINARY", actual: "\(type)"))
        }
    }

    /// What is absent is zero, false or empty, and so a value, too: only where another field has one is something wrong.
    static let jaegerValueOfItsType = Rule(
        "jaeger-grpc/tag/value-of-its-type", "JGR-006", .must,
        "The value of a tag is in the field that its v_type names.",
        why: "Jaeger reads that field alone, and stores 0, false or an empty text in place of the value.",
        spec: "model.proto, KeyValue", good: "KeyValue(key: \"n\", v_type: INT64, v_int64: 7)",
        bad: "KeyValue(key: \"n\", v_type: INT64, v_str: \"7\")"
    ) { payload, check in
        payload.forEachTag { place in
            guard let type = place.record.valueType else { return }
            let other = place.record.valueElsewhere(than: type)
            // A number of Thrift's is the business of `jaegerTypeOfProtobuf`.
            if let other, other == type.thriftField { return }
            check.expect(
                other == nil,
                else: place.violation(
                    at: .vType, expected: "a value in \(type.field.rawValue), as v_type \(type.name) says",
                    actual: "one in \(other?.rawValue ?? "")"))
        }
    }

    static let jaegerTypeOfProtobuf = Rule(
        "jaeger-grpc/tag/type-of-protobuf", "JGR-007", .must, "A v_type is protobuf's number and not Thrift's.",
        why: "The two count DOUBLE, BOOL and LONG in another order: Jaeger reads another field, and loses the value.",
        spec: "model.proto, ValueType; jaeger.thrift, TagType", good: "v_type: 3 (FLOAT64), v_float64: 1.5",
        bad: "v_type: 1 (BOOL, Thrift's DOUBLE), v_float64: 1.5"
    ) { payload, check in
        payload.forEachTag { place in
            guard let type = place.record.valueType, let thriftField = type.thriftField else { return }
            check.expect(
                place.record.valueElsewhere(than: type) != thriftField,
                else: place.violation(
                    at: .vType, expected: "the number of \(thriftField.rawValue) in model.proto",
                    actual: "\(type.number), which is \(type.name) there and \(type.thriftName) in Thrift"))
        }
    }

    /// Nothing is lost for certain: either number may be meant.
    static let jaegerOneNumbering = Rule(
        "jaeger-grpc/tag/one-numbering", "JGR-007", .warning,
        "A tag has no second value, which its v_type would name by Thrift's numbers.",
        why: "Jaeger reads the first: most likely the type was copied from Thrift, and the second is the right one.",
        spec: "model.proto, ValueType; jaeger.thrift, TagType", good: "v_type: 1 (BOOL), v_bool: true",
        bad: "v_type: 1 (BOOL, Thrift's DOUBLE), v_bool: true, v_float64: 1.5"
    ) { payload, check in
        payload.forEachTag { place in
            guard let type = place.record.valueType, let thriftField = type.thriftField,
                place.record[type.field] != nil
            else { return }
            check.expect(
                place.record[thriftField]?.isZeroOrEmpty != false,
                else: place.violation(
                    at: thriftField, expected: "a value in \(type.field.rawValue) alone",
                    actual: "one that v_type \(type.number) is in Thrift, \(type.thriftName)"))
        }
    }
}

/// The type of a tag's value: the numbers of `model.proto`.
private struct JaegerValueType {
    let number: Int32
    let name: String
    let field: JaegerProtobufField
    /// What Thrift's readers take the number for, where that is another type.
    let thriftName: String
    let thriftField: JaegerProtobufField?

    init?(_ number: Int32) {
        self.number = number
        switch number {
        case 0: (name, field, thriftName, thriftField) = ("STRING", .vStr, "STRING", nil)
        case 1: (name, field, thriftName, thriftField) = ("BOOL", .vBool, "DOUBLE", .vFloat64)
        case 2: (name, field, thriftName, thriftField) = ("INT64", .vInt64, "BOOL", .vBool)
        case 3: (name, field, thriftName, thriftField) = ("FLOAT64", .vFloat64, "LONG", .vInt64)
        case 4: (name, field, thriftName, thriftField) = ("BINARY", .vBinary, "BINARY", nil)
        default: return nil
        }
    }
}

extension JaegerProtobufRecord {
    /// nil when it is none, or mistyped.
    fileprivate var valueType: JaegerValueType? { isMistyped(.vType) ? nil : JaegerValueType(int32(.vType) ?? 0) }

    /// The first field with a value that is not zero, false or empty, where that of the type has none; nil when all is well.
    fileprivate func valueElsewhere(than type: JaegerValueType) -> JaegerProtobufField? {
        var other: JaegerProtobufField?
        for index in members.indices {
            guard let field = members[index].field, field.isTagValue else { continue }
            // Also one that says zero in so many words.
            if field == type.field { return nil }
            if other == nil, !members[index].value.isZeroOrEmpty { other = field }
        }
        return other
    }
}

extension JaegerProtobufField {
    fileprivate var isTagValue: Bool {
        switch self {
        case .vStr, .vBool, .vInt64, .vFloat64, .vBinary: true
        default: false
        }
    }
}

extension JaegerProtobufValue {
    fileprivate var isZeroOrEmpty: Bool {
        switch self {
        case .number(let bits), .double(let bits): bits == 0
        case .text(let text): text.isEmpty
        case .octets(let octets): octets.isEmpty
        // Another rule speaks of what is mistyped.
        case .record, .stray: true
        }
    }
}
