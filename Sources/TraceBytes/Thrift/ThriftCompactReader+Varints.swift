/// Numbers of variable length: 7 bits in each byte, the lowest first, the top bit set on all but the last.
extension ThriftCompactReader {
    /// 0, 1, 2, 3 … stand for 0, -1, 1, -2 …
    @inlinable @inline(__always)
    static func unzigzag(_ value: UInt64) -> Int64 {
        // The lowest bit as a mask of all ones or none; negating 0 or 1 cannot overflow.
        Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    /// Reads a varint that may take so many bytes and must fit into so many bits.
    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    mutating func readVarint(bytesAtMost limit: Int, bits: UInt64) throws(ReadError) -> UInt64 {
        if let byte = bytes.byte(at: position), byte < 0x80 {
            position += 1
            return UInt64(byte)
        }
        return try readLongVarint(bytesAtMost: limit, bits: bits)
    }

    /// Up to eight bytes at once; ids and times take eight to ten.
    @inlinable
    @_lifetime(self: copy self)
    mutating func readLongVarint(bytesAtMost limit: Int, bits: UInt64) throws(ReadError) -> UInt64 {
        guard limit == 10, let word = bytes.word(at: position) else {
            return try readVarintByByte(bytesAtMost: limit, bits: bits)
        }
        let ends = ~word & 0x8080_8080_8080_8080
        if ends != 0 {
            // 7, 15 … 63: the place of the lowest top bit that is clear.
            let end = ends.trailingZeroBitCount
            position += (end + 1) / 8
            // The bytes up to and with the last; shifting by 63 - 63 at the least.
            return Self.joined(word & (.max >> UInt64(63 - end)))
        }
        guard let ninth = bytes.byte(at: position + 8) else { throw ThriftFault.end(bytes.byteCount) }
        let low = Self.joined(word) | UInt64(ninth & 0x7f) << 56
        guard ninth >= 0x80 else {
            position += 9
            return low
        }
        guard let tenth = bytes.byte(at: position + 9) else { throw ThriftFault.end(bytes.byteCount) }
        guard tenth <= 1 else { throw Self.tooLong(bits, at: position) }
        position += 10
        return low | UInt64(tenth) << 63
    }

    /// Puts the lower 7 bits of eight bytes together.
    @inlinable @inline(__always)
    static func joined(_ word: UInt64) -> UInt64 {
        var value = word & 0x7f7f_7f7f_7f7f_7f7f
        value = (value & 0x7f00_7f00_7f00_7f00) >> 1 | value & 0x007f_007f_007f_007f
        value = (value & 0x3fff_0000_3fff_0000) >> 2 | value & 0x0000_3fff_0000_3fff
        return (value & 0x0fff_ffff_0000_0000) >> 4 | value & 0x0000_0000_0fff_ffff
    }

    @inlinable
    @_lifetime(self: copy self)
    mutating func readVarintByByte(bytesAtMost limit: Int, bits: UInt64) throws(ReadError) -> UInt64 {
        let start = position
        var value: UInt64 = 0
        for index in 0..<limit {
            let byte = try readByte()
            let shift = UInt64(7 * index)
            let part = UInt64(byte & 0x7f)
            // Of the byte that crosses the border only the bits below it may be set.
            if shift + 7 > bits, part >> (bits - shift) != 0 { throw Self.tooLong(bits, at: start) }
            value |= part << shift
            if byte < 0x80 { return value }
        }
        throw Self.tooLong(bits, at: start)
    }

    @usableFromInline @inline(never)
    static func tooLong(_ bits: UInt64, at offset: Int) -> ReadError {
        ReadError(.invalidValue("a number of more than \(bits) bits"), at: offset)
    }
}
