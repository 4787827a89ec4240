import TraceBytes

/// Attributes as a whole: nine of ten fields of a span are some, and nearly all have one shape.
extension OTLPProtobufWalker {
    /// Tells an attribute that has a key, then a value with one member without parts, and nothing else; false, and nothing
    /// read or told, when it has any other shape or an error, which is then found and placed in the usual way.
    @inline(__always)
    mutating func wholeAttribute<Sink: OTLPSink & ~Copyable>(
        _ field: OTLPField, _ reader: inout ProtobufReader, _ counts: inout OTLPCounts, into sink: inout Sink
    ) throws(ReadError) -> Bool {
        let position = reader.position
        if let short = Self.shortText(at: position, in: reader) {
            try counts.count(field, at: position, limits: limits)
            _ = try reader.readLengthDelimited()
            let text = OTLPScalar(.text, reader.bytes(in: short.text), at: short.text)
            try sink.attribute(field, key: reader.bytes(in: short.key), .stringValue, text)
            return true
        }
        return try wholeAttributeOfAnyLength(field, &reader, &counts, into: &sink)
    }

    /// The key and the text of an attribute whose lengths all have one byte: length, `0a`, length, key, `12`, length, `0a`,
    /// length, text; nil for every other shape, and where one is not ASCII.
    @inline(__always)
    private static func shortText(
        at position: Int, in reader: borrowing ProtobufReader
    ) -> (key: Range<Int>, text: Range<Int>)? {
        // Up to the end of the message alone; three bytes more than are asked for before the key, five behind it.
        let bytes = reader.bytes(in: position..<reader.end)
        guard let length = bytes.byte(at: 0), length < 0x80, bytes.byte(at: 1) == 0x0a,
            let keyLength = bytes.byte(at: 2), keyLength < length
        else { return nil }
        // All lengths are below 128, so that the sums are small.
        let middle = 3 &+ Int(keyLength)
        guard bytes.byte(at: middle) == 0x12, let valueLength = bytes.byte(at: middle &+ 1),
            bytes.byte(at: middle &+ 2) == 0x0a, let textLength = bytes.byte(at: middle &+ 3),
            Int(valueLength) == Int(textLength) &+ 2, Int(length) == Int(keyLength) &+ Int(valueLength) &+ 4
        else { return nil }
        let end = 1 &+ Int(length)
        guard end <= bytes.byteCount, bytes.clamped(to: 3..<end).isASCII else { return nil }
        let start = position &+ middle &+ 4
        return (position &+ 3..<position &+ middle, start..<position &+ end)
    }

    @inline(never)
    private mutating func wholeAttributeOfAnyLength<Sink: OTLPSink & ~Copyable>(
        _ field: OTLPField, _ reader: inout ProtobufReader, _ counts: inout OTLPCounts, into sink: inout Sink
    ) throws(ReadError) -> Bool {
        var ahead = copy reader
        guard var entry = try? ahead.readMessage(),
            let keyTag = try? entry.nextTag(), keyTag.rawValue == ProtobufTag.lengthDelimited(1),
            let key = try? entry.readText(),
            let valueTag = try? entry.nextTag(), valueTag.rawValue == ProtobufTag.lengthDelimited(2),
            var value = try? entry.readMessage(), entry.position == entry.end,
            let tag = try? value.nextTag(), let member = OTLPMessage.anyValue.field(tag.number),
            member != .arrayValue, member != .kvlistValue, member.type.wireType == tag.wireType,
            let scalar = try? Self.scalar(member.type, &value), value.position == value.end
        else { return false }
        try counts.count(field, at: reader.position, limits: limits)
        do throws(ReadError) {
            try sink.attribute(field, key: entry.bytes(in: key), member, scalar)
        } catch {
            path.append(member)
            path.append(.attributeValue)
            throw error
        }
        reader = ahead
        return true
    }
}

extension OTLPMessage {
    /// The field with the attributes and its tag; a tag of 0, which no field has, where there are none.
    var attributes: (field: OTLPField, tag: UInt32) {
        switch self {
        case .span: (.spanAttributes, ProtobufTag.lengthDelimited(9))
        case .event: (.eventAttributes, ProtobufTag.lengthDelimited(3))
        case .link: (.linkAttributes, ProtobufTag.lengthDelimited(4))
        case .resource: (.resourceAttributes, ProtobufTag.lengthDelimited(1))
        case .scope: (.scopeAttributes, ProtobufTag.lengthDelimited(3))
        default: (.spanAttributes, 0)
        }
    }
}
