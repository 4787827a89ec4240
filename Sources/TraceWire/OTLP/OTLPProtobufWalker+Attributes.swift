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
        if let short = Self.short(at: position, in: reader) {
            try counts.count(field, at: position, limits: limits)
            _ = try reader.readLengthDelimited()
            let value = OTLPScalar(short.form, reader.bytes(in: short.value), bits: short.bits, at: short.value)
            try sink.attribute(field, key: reader.bytes(in: short.key), short.member, value)
            return true
        }
        return try wholeAttributeOfAnyLength(field, &reader, &counts, into: &sink)
    }

    /// An attribute whose lengths all have one byte.
    private struct Short {
        let key: Range<Int>
        let member: OTLPField
        let form: OTLPScalar.Form
        let value: Range<Int>
        var bits: UInt64 = 0
    }

    /// Length, `0a`, length, key, `12`, length, and then `0a`, length, text or `10` or `18`, a number; nil for every other
    /// shape, and where a text is not ASCII.
    @inline(__always)
    private static func short(at position: Int, in reader: borrowing ProtobufReader) -> Short? {
        // Up to the end of the message alone.
        let bytes = reader.bytes(in: position..<reader.end)
        // All lengths are below 128, so that the sums are small.
        guard let length = bytes.byte(at: 0), length >= 6, length < 0x80, Int(length) < bytes.byteCount else {
            return nil
        }
        let end = 1 &+ Int(length)
        // Unsafe: the places 0 to 6 lie before `end`, which the bytes reach.
        let keyTag = bytes.unsafeLoad(fromUncheckedByteOffset: 1, as: UInt8.self)
        let middle = 3 &+ Int(bytes.unsafeLoad(fromUncheckedByteOffset: 2, as: UInt8.self))
        guard keyTag == 0x0a, middle &+ 4 <= end else { return nil }
        // Unsafe: these four bytes lie before `end`, by the line above. The lowest of the word is the first.
        let word = UInt32(
            littleEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: middle, as: UInt32.self))
        let valueLength = UInt8(truncatingIfNeeded: word >> 8)
        let first = UInt8(truncatingIfNeeded: word >> 24)
        let tag = UInt8(truncatingIfNeeded: word >> 16)
        guard word & 0xff == 0x12, end == middle &+ 2 &+ Int(valueLength) else { return nil }
        let key = position &+ 3..<position &+ middle
        switch tag {
        case 0x0a:
            guard Int(valueLength) == Int(first) &+ 2, bytes.clamped(to: 3..<end).isASCII else { return nil }
            return Short(
                key: key, member: .stringValue, form: .text, value: position &+ middle &+ 4..<position &+ end)
        case 0x10, 0x18:
            guard let bits = number(in: middle &+ 3..<end, of: bytes), bytes.clamped(to: 3..<middle).isASCII else {
                return nil
            }
            return Short(
                key: key, member: tag == 0x18 ? .intValue : .boolValue, form: .varint,
                value: position &+ middle &+ 3..<position &+ end, bits: bits)
        default: return nil
        }
    }

    /// The varint that fills a range of at most nine bytes, which are 63 bits.
    @inline(__always)
    private static func number(in range: Range<Int>, of bytes: RawSpan) -> UInt64? {
        guard range.count <= 9 else { return nil }
        var number: UInt64 = 0
        for place in range {
            let isLast = place == range.upperBound &- 1
            guard let byte = bytes.byte(at: place), (byte < 0x80) == isLast else { return nil }
            number |= UInt64(byte & 0x7f) << UInt64(7 &* (place &- range.lowerBound))
        }
        return number
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
