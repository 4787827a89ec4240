import TraceBytes

// What rules ask of records, whatever the encoding: JSON's texts and numbers mean what protobuf's bytes and varints mean.

extension OTLPRecord {
    /// The value that counts; nil when absent, which JSON's `null` means too.
    func said(_ field: OTLPField) -> OTLPValue? {
        guard let value = self[field] else { return nil }
        if case .null = value { return nil }
        return value
    }

    /// The text of a field, `""` when absent as in protobuf; nil when it is no text, which rules about types judge.
    func textOrEmpty(_ field: OTLPField) -> String? {
        switch said(field) {
        case nil: ""
        case .text(let text): text
        default: nil
        }
    }

    /// The number of a field without sign, 0 when absent as in protobuf; nil when it is none, which rules about types judge.
    func unsigned(_ field: OTLPField) -> UInt64? {
        switch said(field) {
        case nil: 0
        case .varint(let bits), .fixed64(let bits): bits
        case .fixed32(let bits): UInt64(bits)
        case .text(let text), .number(let text): exactNumber(text, as: UInt64.self)
        default: nil
        }
    }

    /// The number of an enum, 0 when absent as in protobuf; nil when it is none, which rules about types judge.
    func enumeration(_ field: OTLPField) -> Int32? {
        switch said(field) {
        case nil: 0
        // Its upper half repeats the sign (protobuf encoding, Signed Integers).
        case .varint(let bits): Int32(truncatingIfNeeded: bits)
        case .number(let spelling): exactNumber(spelling, as: Int32.self)
        default: nil
        }
    }

    /// How many elements a repeated field has; none when absent or `null`.
    func count(of field: OTLPField) -> Int {
        var count = 0
        for index in members.indices where members[index].field == field {
            switch members[index].value {
            case .list(let elements): count += elements.count
            case .null: continue
            default: count += 1
            }
        }
        return count
    }

    /// Gives every message of a repeated field, without collecting them.
    @inline(__always)
    func forEach(_ field: OTLPField, _ body: (OTLPRecord) -> Void) {
        for index in members.indices where members[index].field == field {
            switch members[index].value {
            case .message(let record): body(record)
            case .list(let elements):
                for case .message(let record) in elements { body(record) }
            default: continue
            }
        }
    }

    /// The value of an attribute among those of a field: the first of its key; nil when there is none.
    func attribute(_ key: String, among field: OTLPField) -> OTLPRecord? {
        var found: OTLPRecord?
        forEach(field) { attribute in
            guard found == nil, attribute.text(.attributeKey) == key else { return }
            found = attribute.record(.attributeValue) ?? OTLPRecord(.anyValue, at: attribute.offset)
        }
        return found
    }

    /// Of an `AnyValue`: the field that has its value; nil when it is empty.
    var valueField: OTLPField? {
        var index = members.count
        while index > 0 {
            index -= 1
            if case .null = members[index].value { continue }
            if let field = members[index].field { return field }
        }
        return nil
    }

    /// How a field is missing: `null`, `nothing`, or of no bytes.
    func absence(of field: OTLPField) -> String {
        switch self[field] {
        case nil: "nothing"
        case .text?: "an empty text"
        case .octets?: "no bytes"
        case .some(let value): value.described
        }
    }
}

extension OTLPMessage {
    /// The messages that have attributes, with the field that has them.
    static let collections: [(message: OTLPMessage, field: OTLPField)] = [
        (.resource, .resourceAttributes), (.scope, .scopeAttributes), (.span, .spanAttributes),
        (.event, .eventAttributes), (.link, .linkAttributes), (.keyValueList, .listValues),
    ]
}

/// The integer that a spelling of JSON has exactly: digits, or a number with fraction or exponent that is whole.
func exactNumber<Integer: FixedWidthInteger>(_ spelling: String, as type: Integer.Type) -> Integer? {
    // Digits alone, as nearly all are; a sign is left to JSON's grammar, which knows no plus.
    if let first = spelling.utf8.first, (0x30...0x39).contains(first), let value = Integer(spelling) { return value }
    let bytes = Array(spelling.utf8)
    return decimalInteger(bytes.span.bytes, as: type) ?? exactInteger(bytes.span.bytes, as: type)
}
