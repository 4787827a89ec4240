/// The zlib format (RFC 1950): two bytes of header, a deflate stream, an Adler-32.
public enum Zlib {
    /// The content of a zlib stream that is all of `bytes`.
    ///
    /// - Throws: when it is no zlib, wants a dictionary that nobody here has, is cut, or does not match its checksum;
    ///   ``ReadError/Reason/trailingBytes`` where it ends before the bytes do.
    public static func decompress(
        _ bytes: RawSpan, limits: DecodingLimits = .default
    ) throws(ReadError) -> [UInt8] {
        try requireHeader(bytes)
        var output = InflateOutput(inputCount: bytes.byteCount, limits: limits)
        let end = try Inflate(bytes, at: 2).run(into: &output)
        try requireChecksum(bytes, at: end, matches: output)
        return output.finish()
    }

    /// Whether bytes start as zlib does and bare deflate hardly can: method 8, and a header that 31 divides.
    ///
    /// The method is, read as deflate, a stored block behind which a bit of padding is set; writers set none.
    package static func hasHeader(_ bytes: RawSpan) -> Bool {
        guard let method = bytes.byte(at: 0), let flags = bytes.byte(at: 1) else { return false }
        return method & 15 == 8 && (Int(method) << 8 | Int(flags)) % 31 == 0
    }

    private static func requireHeader(_ bytes: RawSpan) throws(ReadError) {
        guard let method = bytes.byte(at: 0), let flags = bytes.byte(at: 1) else {
            throw ReadError(.unexpectedEnd, at: bytes.byteCount)
        }
        guard method & 15 == 8, method >> 4 <= 7 else {
            throw ReadError(.unexpectedByte(method, expected: "zlib's method 8 with a window of at most 32 KiB"), at: 0)
        }
        guard hasHeader(bytes) else {
            throw ReadError(.invalidValue("the check bits of the zlib header are wrong"), at: 1)
        }
        // Section 2.2: the dictionary is agreed upon elsewhere, and HTTP knows no such agreement.
        guard flags & 0x20 == 0 else { throw ReadError(.invalidValue("zlib with a preset dictionary"), at: 1) }
    }

    /// The Adler-32 of the content, big-endian, and nothing behind it.
    private static func requireChecksum(
        _ bytes: RawSpan, at offset: Int, matches output: borrowing InflateOutput
    ) throws(ReadError) {
        var stated: UInt32 = 0
        for place in 0..<4 {
            guard let byte = bytes.byte(at: offset + place) else {
                throw ReadError(.unexpectedEnd, at: bytes.byteCount)
            }
            stated = stated << 8 | UInt32(byte)
        }
        let found = output.withStream { content in
            var checksum = Adler32()
            checksum.update(content)
            return checksum.value
        }
        guard stated == found else { throw ReadError(.checksum("Adler-32", stated: stated, found: found), at: offset) }
        guard offset + 4 == bytes.byteCount else { throw ReadError(.trailingBytes, at: offset + 4) }
    }
}

extension ReadError.Reason {
    /// Content that is not what was compressed.
    static func checksum(_ name: String, stated: UInt32, found: UInt32) -> ReadError.Reason {
        .invalidValue(
            "\(name) is stated as 0x\(hexDigits(UInt64(stated)).suffix(8)), of the content it is "
                + "0x\(hexDigits(UInt64(found)).suffix(8))")
    }
}
