/// Reading the value that follows a tag.
extension ProtobufReader {
    /// Reads 1 to 10 bytes of seven bits each, the lowest first: `96 01` is 150. Longer than needed is allowed, as every
    /// reader of protobuf does, up to ten bytes and 64 bits.
    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    public mutating func readVarint() throws(ReadError) -> UInt64 {
        guard cursor < end else { throw ReadError(.unexpectedEnd, at: cursor) }
        // Unsafe: `cursor` is at least 0, and less than `end`, which is at most the count of the bytes.
        let first = payload.unsafeLoad(fromUncheckedByteOffset: cursor, as: UInt8.self)
        guard first < 0x80 else { return try readLongVarint() }
        // Less than `end`, so that one more cannot overflow.
        cursor &+= 1
        return UInt64(first)
    }

    @usableFromInline
    @_lifetime(self: copy self)
    mutating func readLongVarint() throws(ReadError) -> UInt64 {
        let start = cursor
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while cursor < end, let byte = payload.byte(at: cursor) {
            // The tenth byte has room for the one bit that is left of 64.
            guard shift < 63 || byte <= 1 else {
                throw ReadError(.invalidValue("a varint of more than 64 bits"), at: start)
            }
            value |= UInt64(byte & 0x7f) << shift
            cursor += 1
            if byte < 0x80 { return value }
            shift += 7
        }
        throw ReadError(.unexpectedEnd, at: cursor)
    }

    /// Reads four bytes, the lowest first.
    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    public mutating func readFixed32() throws(ReadError) -> UInt32 {
        // `end - cursor` is from 0 to the count of the bytes.
        guard end &- cursor >= 4 else { throw ReadError(.unexpectedEnd, at: end) }
        // Unsafe: every bit pattern is a `UInt32`, and four bytes are left.
        let value = payload.unsafeLoadUnaligned(fromUncheckedByteOffset: cursor, as: UInt32.self)
        cursor &+= 4
        return UInt32(littleEndian: value)
    }

    /// Reads eight bytes, the lowest first.
    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    public mutating func readFixed64() throws(ReadError) -> UInt64 {
        // `end - cursor` is from 0 to the count of the bytes.
        guard end &- cursor >= 8 else { throw ReadError(.unexpectedEnd, at: end) }
        // Unsafe: every bit pattern is a `UInt64`, and eight bytes are left.
        let value = payload.unsafeLoadUnaligned(fromUncheckedByteOffset: cursor, as: UInt64.self)
        cursor &+= 8
        return UInt64(littleEndian: value)
    }

    /// Reads a length and moves behind what has it; returns where that lies.
    ///
    /// - Throws: at the end of this message when it is longer than what is left of it.
    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    public mutating func readLengthDelimited() throws(ReadError) -> Range<Int> {
        let length = try readVarint()
        // `end - cursor` is from 0 to the count of the bytes.
        guard length <= UInt64(truncatingIfNeeded: end &- cursor) else { throw ReadError(.unexpectedEnd, at: end) }
        let start = cursor
        // Not more than `end`, by the comparison above.
        cursor &+= Int(truncatingIfNeeded: length)
        return start..<cursor
    }

    /// Reads a length and a text, which must be UTF-8 (proto3, String).
    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    public mutating func readText() throws(ReadError) -> Range<Int> {
        let range = try readLengthDelimited()
        try requireUTF8(in: range)
        return range
    }

    /// The bytes of a range that this reader gave out.
    @inlinable @inline(__always)
    @_lifetime(copy self)
    public func bytes(in range: Range<Int>) -> RawSpan { payload.clamped(to: range) }

    /// Requires that bytes are UTF-8.
    ///
    /// - Throws: at the first byte of the sequence that is not.
    @inlinable @inline(__always)
    public func requireUTF8(in range: Range<Int>) throws(ReadError) {
        if !bytes(in: range).isASCII { try requireUTF8OfRarerText(in: range) }
    }

    @usableFromInline @inline(never)
    func requireUTF8OfRarerText(in range: Range<Int>) throws(ReadError) {
        let text = bytes(in: range)
        var offset = 0
        while true {
            offset = text.endOfASCII(from: offset)
            guard offset < text.byteCount else { return }
            do throws(ReadError) {
                offset = try text.endOfNonASCII(from: offset)
            } catch {
                // Both are offsets inside of the payload.
                throw ReadError(error.reason, at: range.lowerBound + error.offset)
            }
        }
    }
}

extension RawSpan {
    /// Whether no byte has its top bit set; nearly all texts of spans are so.
    @inlinable @inline(__always)
    public var isASCII: Bool {
        let count = byteCount
        var bits: UInt64 = 0
        if count >= 8 {
            var offset = 0
            // Unsafe: eight bytes from an offset that is not above the count minus eight.
            while offset <= count &- 8 {
                bits |= unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self)
                offset &+= 8
            }
            // The last eight, some of them for the second time.
            bits |= unsafeLoadUnaligned(fromUncheckedByteOffset: count &- 8, as: UInt64.self)
        } else {
            // Unsafe: below the count.
            for offset in 0..<count { bits |= UInt64(unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)) }
        }
        return bits & 0x8080_8080_8080_8080 == 0
    }

    /// The offset of the first byte at or after `start` that is not ASCII, or the end.
    @inlinable @inline(__always)
    func endOfASCII(from start: Int) -> Int {
        var offset = start
        while let word = word(at: offset) {
            let others = word & 0x8080_8080_8080_8080
            // An offset inside of the bytes plus 8 cannot overflow.
            guard others == 0 else { return offset + others.trailingZeroBitCount >> 3 }
            offset += 8
        }
        while let byte = byte(at: offset), byte < 0x80 { offset += 1 }
        return offset
    }
}
