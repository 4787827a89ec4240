import Testing
import TraceBytes

@Suite struct ChecksumTests {
    /// The check value of the CRC-32 catalogue, and Adler-32's own example.
    @Test func knownTextsHaveTheirKnownSums() {
        #expect(crc32([]) == 0)
        #expect(crc32(Array("123456789".utf8)) == 0xcbf4_3926)
        #expect(crc32(Array("The quick brown fox jumps over the lazy dog".utf8)) == 0x414f_a339)
        #expect(adler32([]) == 1)
        #expect(adler32(Array("Wikipedia".utf8)) == 0x11e6_0398)
    }

    /// `zlib.adler32(b"\xff" * 100_000)` and `zlib.crc32` of the same, by Python.
    @Test func sumsOfManyLargeBytesDoNotOverflow() {
        let bytes = [UInt8](repeating: 0xff, count: 100_000)
        #expect(adler32(bytes) == 0x149a_302c)
        #expect(crc32(bytes) == 0x68c6_cec4)
    }

    @Test(arguments: 0..<20)
    func piecesSumToTheWhole(cut: Int) {
        let bytes = (0..<40).map { UInt8($0 * 6) }
        var crc = CRC32()
        var adler = Adler32()
        for piece in [bytes.prefix(cut), bytes.dropFirst(cut)] {
            crc.update(Array(piece).span.bytes)
            adler.update(Array(piece).span.bytes)
        }
        #expect(crc.value == crc32(bytes))
        #expect(adler.value == adler32(bytes))
    }

    private func crc32(_ bytes: [UInt8]) -> UInt32 {
        var sum = CRC32()
        sum.update(bytes.span.bytes)
        return sum.value
    }

    private func adler32(_ bytes: [UInt8]) -> UInt32 {
        var sum = Adler32()
        sum.update(bytes.span.bytes)
        return sum.value
    }
}
