import TraceRules

// MARK: jaeger.thrift, Tag

extension Rule<JaegerPayload> {
    static let jaegerTagFields = Rule(
        "jaeger/tag/required-fields", "JT-008", .must, "A tag has a key and a vType.",
        why: "Readers made from the IDL refuse the batch with all of its spans.", spec: "jaeger.thrift, Tag",
        good: "Tag(key: \"db\", vType: STRING, vStr: \"a\")", bad: "Tag(key: \"db\", vStr: \"a\")"
    ) { payload, check in
        payload.forEachTag { place in
            for requirement in JaegerRequirement.tag {
                check.expect(
                    place.tag.isPresent(requirement.field),
                    else: place.violation(
                        at: requirement.field, expected: requirement.text, actual: place.tag.absence(of: requirement)))
            }
        }
    }

    static let jaegerTagType = Rule(
        "jaeger/tag/type", "JT-008", .must, "The vType of a tag is 0 to 4.",
        why: "Readers that do not know the type lose the value, or the batch.", spec: "jaeger.thrift, TagType",
        good: "vType: 3 (LONG)", bad: "vType: 5"
    ) { payload, check in
        payload.forEachTag { place in
            guard let type = place.tag.number(.vType) else { return }
            check.expect(
                JaegerTagType(type) != nil,
                else: place.violation(
                    at: .vType, expected: "0 STRING, 1 DOUBLE, 2 BOOL, 3 LONG or 4 BINARY", actual: "\(type)"))
        }
    }

    static let jaegerTagValue = Rule(
        "jaeger/tag/value-of-its-type", "JT-008", .must, "A tag has the value field that its vType names.",
        why: "Jaeger reads that field alone, and stores 0, false or an empty text in place of the value.",
        spec: "jaeger.thrift, Tag", good: "Tag(key: \"n\", vType: LONG, vLong: 7)",
        bad: "Tag(key: \"n\", vType: LONG, vStr: \"7\")"
    ) { payload, check in
        payload.forEachTag { place in
            guard let type = place.tag.number(.vType).flatMap(JaegerTagType.init) else { return }
            check.expect(
                place.tag.isPresent(type.field),
                else: place.violation(
                    at: .vType, expected: "\(type.field.rawValue), as vType \(type.name) says",
                    actual: place.tag.valueFields.first?.rawValue ?? "no value"))
        }
    }

    static let jaegerTagOneValue = Rule(
        "jaeger/tag/one-value", "JT-009", .warning, "A tag has one value field.",
        why: "The others are bytes that nobody reads, in datagrams that hold less for it.", spec: "jaeger.thrift, Tag",
        good: "Tag(key: \"n\", vType: LONG, vLong: 7)", bad: "Tag(key: \"n\", vType: LONG, vLong: 7, vStr: \"\")"
    ) { payload, check in
        payload.forEachTag { place in
            check.expect(
                place.tag.valueCount < 2,
                else: place.violation(
                    at: place.tag.valueFields.last ?? .key, expected: "one value",
                    actual: place.tag.valueFields.map(\.rawValue).joined(separator: ", ")))
        }
    }
}

/// The type of a tag's value: the numbers of `jaeger.thrift`, which those of Jaeger's protobuf are not.
struct JaegerTagType {
    let name: String
    let field: JaegerField

    init?(_ number: Int64) {
        switch number {
        case 0: (name, field) = ("STRING", .vStr)
        case 1: (name, field) = ("DOUBLE", .vDouble)
        case 2: (name, field) = ("BOOL", .vBool)
        case 3: (name, field) = ("LONG", .vLong)
        case 4: (name, field) = ("BINARY", .vBinary)
        default: return nil
        }
    }
}

extension JaegerStruct {
    /// The value fields of a tag in their order.
    fileprivate var valueFields: [JaegerField] { members.compactMap { $0.isTagValue ? $0.field : nil } }

    fileprivate var valueCount: Int { members.count { $0.isTagValue } }
}

extension JaegerMember {
    fileprivate var isTagValue: Bool {
        switch field {
        case .vStr, .vDouble, .vBool, .vLong, .vBinary: true
        default: false
        }
    }
}
