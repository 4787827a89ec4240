/// What is odd about the members of a message, so that rules about oddities need not look at all of them.
struct OTLPOddities: OptionSet, Sendable {
    let rawValue: UInt8

    static let undeclared = OTLPOddities(rawValue: 1)
    /// JSON: a member that says nothing.
    static let null = OTLPOddities(rawValue: 2)
    /// A declared field whose value has a form that its type does not have.
    static let mistyped = OTLPOddities(rawValue: 4)
    /// Two members of one name; repeated fields of protobuf are no oddity.
    static let repeated = OTLPOddities(rawValue: 8)
}

extension OTLPOddities {
    init(of record: OTLPRecord) {
        self = []
        // A bit for each field, of which there are fewer than 128.
        var seen: UInt128 = 0
        var names: Set<String> = []
        for index in record.members.indices {
            guard let field = record.members[index].field else {
                insert(.undeclared)
                if !names.insert(record.members[index].name).inserted { insert(.repeated) }
                continue
            }
            if case .null = record.members[index].value {
                insert(.null)
            } else if !record.members[index].value.isForm(of: field) {
                insert(.mistyped)
            }
            let bit = UInt128(1) << UInt128(field.rawValue)
            if seen & bit != 0 { insert(.repeated) }
            seen |= bit
        }
    }
}

extension OTLPValue {
    /// Whether fields of this type may have this form; what a text or a number means is judged elsewhere.
    func isForm(of field: OTLPField) -> Bool {
        switch self {
        // Protobuf: of another wire type it would be `other`.
        case .message, .octets, .varint, .fixed32, .fixed64: true
        case .list(let elements): field.isRepeated && elements.allSatisfy { $0.isForm(of: field) }
        case .text, .number, .bool: isForm(of: field.type)
        case .null, .other: false
        }
    }

    private func isForm(of type: OTLPFieldType) -> Bool {
        switch type {
        case .text, .identifier, .bytes: text != nil
        case .enumeration, .int32, .uint32, .fixed32, .int64, .fixed64, .double: text != nil || number != nil
        case .bool: if case .bool = self { true } else { false }
        case .message: false
        }
    }
}
