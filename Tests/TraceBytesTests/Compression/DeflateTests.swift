import Testing
import TraceBytes
import TraceTestSupport

/// The bytes that are expected here follow from RFC 1951 by hand; `Inflate` vouches for nothing but the rest.
@Suite struct DeflateTests {
    private func compress(_ content: [UInt8]) -> [UInt8] { Deflate.compress(content.span.bytes) }

    /// Bits in the order of the stream: 1 (last block), 10 (the fixed codes, lowest bit first), 0000000 (end of block, 256).
    @Test func nothingIsAnEmptyBlockInTheFixedCodes() {
        #expect(compress([]) == [0x03, 0x00])
    }

    /// 1 10, 10010001 (the byte 0x61: 8 bits from 00110000 for 0), 0000000.
    @Test func aByteIsALiteralInTheFixedCodes() {
        #expect(compress(Array("a".utf8)) == [0x4b, 0x04, 0x00])
    }

    /// 1 10, 10010001 (0x61), 0000111 (263: a length of 9), 00000 (a distance of 1), 0000000.
    @Test func aRunIsItsFirstByteAndOneCopy() {
        #expect(compress(Array("aaaaaaaaaa".utf8)) == [0x4b, 0x84, 0x03, 0x00])
    }

    /// `xabcyabcd abcd`: where `abc` could be copied, the second time, a byte later nothing longer starts; the third time the
    /// nearer four bytes are taken.
    ///
    /// 1 10, then x a b c y: 10101000 10010001 10010010 10010011 10101001; 0000001 (257: 3 bytes) 00011 (4 back);
    /// d and space: 10010100 01010000; 0000010 (258: 4 bytes) 00100 0 (5, the first of 5 and 6, back); 0000000.
    @Test func copiesAreTheLongestAndOfThoseTheNearest() {
        let stream =
            "110 10101000 10010001 10010010 10010011 10101001 0000001 00011 10010100 01010000 0000010 00100 0 0000000"
        #expect(compress(Array("xabcyabcd abcd".utf8)) == bytes(ofBits: stream))
    }

    /// `abc` at 4 could be copied at 9, but `bcdef` one byte later is longer: `a` goes as it is.
    ///
    /// a b c - b c d e f - are literals; then a; then `bcdef`, a length of 5 (259) 7 back (distances 7 and 8: symbol 5).
    @Test func aCopyWaitsForALongerOneThatStartsOneByteLater() {
        let stream = """
            110 10010001 10010010 10010011 01011101 10010010 10010011 10010100 10010101 10010110 01011101
            10010001 0000011 00101 0 0000000
            """
        #expect(compress(Array("abc-bcdef-abcdef".utf8)) == bytes(ofBits: stream))
    }

    /// 01 (last, stored), 256 and its complement, then the bytes: no code is shorter for all bytes once.
    @Test func whatHasNoOrderIsStored() {
        let content = (0...255).map { UInt8($0) }
        #expect(compress(content) == [0x01, 0x00, 0x01, 0xff, 0xfe] + content)
    }

    /// Two thousand letters of two kinds without order: copies and letters in two bits a letter, and the codes. The type of the
    /// block is 2.
    @Test func unevenContentGetsCodesOfItsOwn() throws {
        var random = SeededGenerator(seed: 1951)
        let content = (0..<2_000).map { _ in UInt8(ascii: Bool.random(using: &random) ? "a" : "b") }
        let stream = compress(content)
        #expect(stream[0] & 7 == 0b101)
        #expect(stream.count < 2_000 / 4)
        #expect(try Inflate.decompress(stream.span.bytes) == content)
    }

    @Test(arguments: [0, 1, 2, 3, 4, 257, 258, 259, 16_383, 16_384, 16_385, 32_768, 32_769, 65_535, 65_536, 200_000])
    func everySizeComesBack(count: Int) throws {
        var random = SeededGenerator(seed: UInt64(count))
        let noise = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
        let runs = [UInt8](repeating: 7, count: count)
        let far = Array((noise.prefix(32_768) + noise.prefix(32_768) + noise).prefix(count))
        for content in [noise, runs, far] {
            let stream = compress(content)
            #expect(try Inflate.decompress(stream.span.bytes, limits: DecodingLimits(inflation: 2_000)) == content)
            // Six bytes for each block of 16 KiB, begun or full.
            #expect(stream.count <= count + 6 * (count / 16_384 + 1))
        }
    }

    /// A copy reaches 32,768 bytes back (section 2), not one more: then the content is as long as it was.
    @Test(arguments: [(32_768, true), (32_769, false)]) func copiesReachAsFarAsTheWindow(distance: Int, isCopied: Bool)
        throws
    {
        var random = SeededGenerator(seed: 8)
        let content = (0..<distance).map { _ in UInt8.random(in: 0...255, using: &random) }
        let stream = compress(content + content.prefix(200))
        #expect((stream.count < distance + 100) == isCopied)
        #expect(try Inflate.decompress(stream.span.bytes) == content + content.prefix(200))
    }

    @Test func oneContentHasOneForm() throws {
        let content = try Fixtures.bytes("compression/content/spans.json")
        #expect(compress(content) == compress(content))
    }

    @Test(arguments: ["spans.json", "runs.bin", "short.bin", "noise.bin"])
    func itIsHardlyLongerThanWhatZlibMakes(name: String) throws {
        let content = try Fixtures.bytes("compression/content/\(name)")
        let stem = name.prefix { $0 != "." }
        let file = stem == "noise" ? "noise.zlib-level9.gz" : "\(stem).zlib-level6.gz"
        let peer = try Fixtures.bytes("compression/\(file)")
        let ours = Gzip.compress(content.span.bytes)
        #expect(ours.count * 100 <= peer.count * 101 + 100)
    }

    private func bytes(ofBits text: String) -> [UInt8] {
        let bits = text.filter { $0 == "0" || $0 == "1" }.map { $0 == "1" }
        return stride(from: 0, to: bits.count, by: 8).map { start in
            bits[start..<min(start + 8, bits.count)].enumerated().reduce(0) { $0 | ($1.element ? 1 << $1.offset : 0) }
        }
    }
}

@Suite struct GzipWritingTests {
    /// RFC 1952 section 2.3: ten bytes of header with nothing optional, two of deflate, CRC-32 and size.
    @Test func nothingIsTwentyBytes() {
        let none: [UInt8] = []
        #expect(
            Gzip.compress(none.span.bytes)
                == [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    }

    /// The check value of the CRC-32 catalogue, `0xcbf43926`, and 9, both lowest byte first.
    @Test func checksumAndSizeStandBehindTheContent() throws {
        let content = Array("123456789".utf8)
        let file = Gzip.compress(content.span.bytes)
        #expect(file.suffix(8) == [0x26, 0x39, 0xf4, 0xcb, 9, 0, 0, 0])
        #expect(try Gzip.decompress(file.span.bytes) == content)
    }

    @Test(arguments: try Fixtures.files(in: "compression/content"))
    func whatWasCompressedComesBack(path: String) throws {
        let content = try Fixtures.bytes(path)
        let file = Gzip.compress(content.span.bytes)
        #expect(try Gzip.decompress(file.span.bytes, limits: DecodingLimits(inflation: 2_000)) == content)
    }
}
