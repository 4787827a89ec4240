import TraceBytes

// What rules ask of values, and how they show them.

extension ZipkinV2Span {
    /// Whether a member is there and says something: `null` says nothing.
    func isPresent(_ field: ZipkinV2Field) -> Bool { self[field].map { $0 != .null } ?? false }

    /// How a member is missing: `null`, `nothing`.
    func absence(of field: ZipkinV2Field) -> String { self[field] == nil ? "nothing" : "null" }
}

extension ZipkinV2Value {
    /// Whether it is a text of so many lower-case hexadecimal digits, or half as many bytes of protobuf.
    func isIdentifier(digits counts: [Int]) -> Bool {
        switch self {
        case .text(let text): counts.contains(text.utf8.count) && text.utf8.allSatisfy { lowerHexValue($0) != nil }
        case .bytes(let bytes): counts.contains(bytes.count * 2)
        default: false
        }
    }

    /// Of an identifier.
    var isZero: Bool {
        switch self {
        case .text(let text): text.utf8.allSatisfy { $0 == UInt8(ascii: "0") }
        case .bytes(let bytes): bytes.allSatisfy { $0 == 0 }
        default: false
        }
    }

    /// `"463AC35C"`, `7`, `3 members`, `bytes 00ff`.
    var described: String {
        switch self {
        case .text(let text): "\"\(text)\""
        case .number(let spelling): spelling
        case .bool(let flag): flag ? "true" : "false"
        case .null: "null"
        case .object(let members):
            members.count == 1 ? "an object of 1 member" : "an object of \(members.count) members"
        case .array(let elements):
            elements.count == 1 ? "an array of 1 element" : "an array of \(elements.count) elements"
        case .unknown(let text): text
        case .bytes(let bytes): "bytes \(hexDigits(bytes))"
        }
    }
}

extension ZipkinV2Value? {
    var described: String { self?.described ?? "nothing" }
}
