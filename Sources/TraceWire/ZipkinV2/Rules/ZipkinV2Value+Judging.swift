import TraceBytes
import TraceModel

// What rules ask of values, and how they show them.

extension ZipkinV2Span {
    /// Whether a member is there and says something: `null` says nothing.
    func isPresent(_ field: ZipkinV2Field) -> Bool { self[field].map { $0 != .null } ?? false }

    /// How a member is missing: `null`, `nothing`.
    func absence(of field: ZipkinV2Field) -> String { self[field] == nil ? "nothing" : "null" }

    /// Protobuf: whether a field that the specification knows came in another wire type, so that it could not be read.
    func hasOtherWireType(_ number: String) -> Bool {
        members.contains { $0.value.isBytes && $0.name == number }
    }

    /// In either encoding; nil when it is absent or none that the specification knows.
    var knownKind: SpanKind? {
        switch self[.kind] {
        case .text("CLIENT"), .number("1"): .client
        case .text("SERVER"), .number("2"): .server
        case .text("PRODUCER"), .number("3"): .producer
        case .text("CONSUMER"), .number("4"): .consumer
        default: nil
        }
    }

    /// A flag in either encoding; false when it is absent or no flag.
    func isSet(_ field: ZipkinV2Field) -> Bool {
        switch self[field] {
        case .bool(let flag): flag
        case .number(let spelling): spelling != "0"
        default: false
        }
    }

    /// The endpoints, with the names that they have.
    func forEachEndpoint(_ body: (_ field: String, _ members: [ZipkinV2Member]) -> Void) {
        for member in members {
            // Tags have parts too.
            guard case .object(let parts) = member.value, member.name.utf8.count > 4 else { continue }
            body(member.name, parts)
        }
    }

    /// The annotations with their numbers.
    func forEachAnnotation(_ body: (_ index: Int, _ members: [ZipkinV2Member]) -> Void) {
        var index = 0
        for member in members {
            // Nothing else is an array.
            guard case .array(let elements) = member.value else { continue }
            for case .object(let parts) in elements {
                body(index, parts)
                index += 1
            }
        }
    }

    /// Whether an exporter of OpenTelemetry wrote it: such spans have tags of that name space.
    var isOfOpenTelemetry: Bool {
        guard let tags else { return false }
        return tags.contains { $0.name.utf8.starts(with: "otel.".utf8) }
    }
}

extension [ZipkinV2Member] {
    subscript(field: ZipkinV2EndpointField) -> ZipkinV2Member? { self[field.rawValue] }

    subscript(field: ZipkinV2AnnotationField) -> ZipkinV2Member? { self[field.rawValue] }
}

extension ZipkinV2Value {
    /// Whether it is a text of 16 or 32 lower-case hexadecimal digits, or half as many bytes of protobuf.
    var isTraceID: Bool { isIdentifier(16, 32) }

    /// Whether it is a text of 16 lower-case hexadecimal digits, or 8 bytes of protobuf.
    var isSpanID: Bool { isIdentifier(16, 16) }

    private func isIdentifier(_ count: Int, _ otherCount: Int) -> Bool {
        switch self {
        case .text(let text):
            (text.utf8.count == count || text.utf8.count == otherCount)
                && text.utf8.allSatisfy { lowerHexValue($0) != nil }
        case .bytes(let bytes): bytes.count * 2 == count || bytes.count * 2 == otherCount
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

    /// Whether it is what protobuf has no name for, or an identifier or an address of it.
    var isBytes: Bool { if case .bytes = self { true } else { false } }

    /// The value of a number that is whole, however it is spelt (`8080.0` is 8080); nil of all else.
    var integer: Int64? {
        guard case .number(let spelling) = self else { return nil }
        if let value = Int64(spelling) { return value }
        // Compared with the ends of 64 bits first, so that the conversion cannot trap.
        guard let double = Double(spelling), double >= -0x1p63, double < 0x1p63 else { return nil }
        let value = Int64(double)
        return Double(value) == double ? value : nil
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
