/// The gzip format (RFC 1952): members, each with a header, a deflate stream, a CRC-32 and the size of its content.
public enum Gzip {
    /// The content of all members of a gzip file that is all of `bytes`.
    ///
    /// - Throws: when anything is no gzip, cut, or does not match its checksum or size; ``ReadError/Reason/trailingBytes``
    ///   where no further member follows the last one; nothing at all is no gzip either.
    public static func decompress(
        _ bytes: RawSpan, limits: DecodingLimits = .default
    ) throws(ReadError) -> [UInt8] {
        var output = InflateOutput(inputCount: bytes.byteCount, limits: limits)
        var offset = 0
        repeat {
            if offset > 0, !isMember(bytes, at: offset) { throw ReadError(.trailingBytes, at: offset) }
            let header = try GzipHeader(bytes, at: offset)
            let end = try Inflate(bytes, at: header.end).run(into: &output)
            offset = try requireTrailer(bytes, at: end, matches: output)
        } while offset < bytes.byteCount
        return output.finish()
    }

    /// Whether the two bytes that identify a member stand here.
    private static func isMember(_ bytes: RawSpan, at offset: Int) -> Bool {
        bytes.byte(at: offset) == 0x1f && bytes.byte(at: offset + 1) == 0x8b
    }

    /// CRC-32 and size modulo 2³² of the content, both little-endian (section 2.3.1).
    private static func requireTrailer(
        _ bytes: RawSpan, at offset: Int, matches output: borrowing InflateOutput
    ) throws(ReadError) -> Int {
        guard let trailer = bytes.word(at: offset) else { throw ReadError(.unexpectedEnd, at: bytes.byteCount) }
        let (crc, size) = output.withStream { content in
            var crc = CRC32()
            crc.update(content)
            return (crc.value, UInt32(truncatingIfNeeded: content.byteCount))
        }
        let (statedCRC, statedSize) = (UInt32(truncatingIfNeeded: trailer), UInt32(truncatingIfNeeded: trailer >> 32))
        guard statedCRC == crc else { throw ReadError(.checksum("CRC-32", stated: statedCRC, found: crc), at: offset) }
        guard statedSize == size else {
            throw ReadError(
                .invalidValue("gzip states \(statedSize) bytes of content, there are \(size)"), at: offset + 4)
        }
        return offset + 8
    }
}

/// The header of a gzip member (RFC 1952 section 2.3): ten bytes, and what their flags announce.
struct GzipHeader {
    /// The offset of the first byte behind the header.
    let end: Int

    private enum Flag {
        static let headerCRC: UInt8 = 1 << 1
        static let extra: UInt8 = 1 << 2
        static let name: UInt8 = 1 << 3
        static let comment: UInt8 = 1 << 4
        static let reserved: UInt8 = 0xe0
    }

    init(_ bytes: RawSpan, at start: Int) throws(ReadError) {
        try Self.require(0x1f, "0x1f, the first byte of gzip", in: bytes, at: start)
        try Self.require(0x8b, "0x8b, the second byte of gzip", in: bytes, at: start + 1)
        try Self.require(8, "the compression method 8, deflate", in: bytes, at: start + 2)
        guard let flags = bytes.byte(at: start + 3), bytes.byteCount - start >= 10 else {
            throw ReadError(.unexpectedEnd, at: bytes.byteCount)
        }
        // Section 2.3.1.2: a reserved bit may announce a field that nobody here would skip.
        guard flags & Flag.reserved == 0 else {
            throw ReadError(.invalidValue("a reserved flag of the gzip header is set"), at: start + 3)
        }
        // Past the time, the extra flags and the operating system, which say nothing about the content.
        var offset = start + 10
        if flags & Flag.extra != 0 { offset += 2 + Int(try Self.number16(in: bytes, at: offset)) }
        if flags & Flag.name != 0 { offset = try Self.endOfText(in: bytes, at: offset) }
        if flags & Flag.comment != 0 { offset = try Self.endOfText(in: bytes, at: offset) }
        if flags & Flag.headerCRC != 0 {
            let stated = UInt32(try Self.number16(in: bytes, at: offset))
            var crc = CRC32()
            crc.update(bytes.clamped(to: start..<offset))
            let found = crc.value & 0xffff
            guard stated == found else {
                throw ReadError(.checksum("CRC-16 of the header", stated: stated, found: found), at: offset)
            }
            offset += 2
        }
        guard offset <= bytes.byteCount else { throw ReadError(.unexpectedEnd, at: bytes.byteCount) }
        end = offset
    }

    private static func require(
        _ expected: UInt8, _ text: String, in bytes: RawSpan, at offset: Int
    ) throws(ReadError) {
        guard let byte = bytes.byte(at: offset) else { throw ReadError(.unexpectedEnd, at: bytes.byteCount) }
        guard byte == expected else { throw ReadError(.unexpectedByte(byte, expected: text), at: offset) }
    }

    private static func number16(in bytes: RawSpan, at offset: Int) throws(ReadError) -> UInt16 {
        guard let low = bytes.byte(at: offset), let high = bytes.byte(at: offset + 1) else {
            throw ReadError(.unexpectedEnd, at: bytes.byteCount)
        }
        return UInt16(high) << 8 | UInt16(low)
    }

    /// Behind the zero that ends a text.
    private static func endOfText(in bytes: RawSpan, at start: Int) throws(ReadError) -> Int {
        var offset = start
        while let byte = bytes.byte(at: offset) {
            offset += 1
            if byte == 0 { return offset }
        }
        throw ReadError(.unexpectedEnd, at: bytes.byteCount)
    }
}
