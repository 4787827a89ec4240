import TraceBytes

/// A tag as nearly all are in the compact encoding: the key, the type and the value that it names, in the order of their ids,
/// with lengths of one byte; found without a look at each field's head.
struct JaegerShortTag {
    let tag: JaegerOpenTag
    /// Behind its last byte.
    let end: Int

    /// `18`, length, key, `15`, type, and then `18`, length, text or `46`, number or `31` or `32`, and `00`; nil for every
    /// other shape.
    @inline(__always)
    init?(at start: Int, in bytes: RawSpan) {
        // Places of a payload in memory and lengths below 128, so that no sum overflows; each byte is looked for in bounds.
        guard bytes.byte(at: start) == 0x18, let keyLength = bytes.byte(at: start &+ 1), keyLength < 0x80 else {
            return nil
        }
        let typeHead = start &+ 2 &+ Int(keyLength)
        guard bytes.byte(at: typeHead) == 0x15, let type = bytes.byte(at: typeHead &+ 1),
            let valueHead = bytes.byte(at: typeHead &+ 2)
        else { return nil }
        var tag = JaegerOpenTag()
        tag.key = start &+ 2..<typeHead
        // Integers are zigzagged.
        tag.type = Int64(type >> 1)
        let value = typeHead &+ 3
        let stop: Int
        switch (type, valueHead) {
        case (0, 0x18):
            guard let length = bytes.byte(at: value), length < 0x80 else { return nil }
            stop = value &+ 1 &+ Int(length)
            tag.text = value &+ 1..<stop
            tag.ids = JaegerFieldIDs(bits: 0b1110)
        case (6, 0x46):
            guard let (bits, end) = Self.varint(at: value, in: bytes) else { return nil }
            stop = end
            tag.number = Int64(bitPattern: bits >> 1) ^ -Int64(bitPattern: bits & 1)
            tag.ids = JaegerFieldIDs(bits: 0b100_0110)
        case (4, 0x31), (4, 0x32):
            stop = value
            tag.flag = valueHead == 0x31
            tag.ids = JaegerFieldIDs(bits: 0b10_0110)
        default: return nil
        }
        guard bytes.byte(at: stop) == 0 else { return nil }
        self.tag = tag
        end = stop &+ 1
    }

    /// A varint of at most nine bytes, which are 63 bits.
    @inline(__always)
    private static func varint(at start: Int, in bytes: RawSpan) -> (bits: UInt64, end: Int)? {
        var bits: UInt64 = 0
        for index in 0..<9 {
            guard let byte = bytes.byte(at: start &+ index) else { return nil }
            bits |= UInt64(byte & 0x7f) << UInt64(7 &* index)
            if byte < 0x80 { return (bits, start &+ index &+ 1) }
        }
        return nil
    }
}
