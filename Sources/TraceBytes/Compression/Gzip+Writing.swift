extension Gzip {
    /// A gzip file of one member with this content (RFC 1952), as `Content-Encoding: gzip` and gRPC's `gzip` want it.
    ///
    /// The header names no time, no file and no system, so that one content is always the same file.
    package static func compress(_ content: RawSpan) -> [UInt8] {
        // Section 2.3: identification, method 8 (deflate), no flags, no time, no extra flags, operating system unknown.
        let header: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]
        var file = Deflate.compress(content, behind: header)
        var crc = CRC32()
        crc.update(content)
        // Section 2.3.1: both little-endian, the size modulo 2³².
        for number in [crc.value, UInt32(truncatingIfNeeded: content.byteCount)] {
            for shift in 0..<4 { file.append(UInt8(truncatingIfNeeded: number >> UInt32(8 * shift))) }
        }
        return file
    }
}
