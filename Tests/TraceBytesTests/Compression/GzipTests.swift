import Testing
import TraceBytes
import TraceTestSupport

@Suite struct GzipTests {
    /// 20 bytes: `gzip.compress(b"", mtime=0)` of Python.
    private static let empty: [UInt8] = [
        0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 0xff, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ]

    private func decompress(_ bytes: [UInt8], limits: DecodingLimits = .default) throws(ReadError) -> [UInt8] {
        try Gzip.decompress(bytes.span.bytes, limits: limits)
    }

    @Test(
        arguments: [
            (0, 0x1e, "found 0x1e, expected 0x1f, the first byte of gzip"),
            (1, 0x8c, "found 0x8c, expected 0x8b, the second byte of gzip"),
            (2, 7, "found 0x07, expected the compression method 8, deflate"),
            (3, 0x20, "a reserved flag of the gzip header is set"),
            (3, 0x80, "a reserved flag of the gzip header is set"),
            (12, 1, "CRC-32 is stated as 0x00000001, of the content it is 0x00000000"),
            (15, 0x80, "CRC-32 is stated as 0x80000000, of the content it is 0x00000000"),
            (16, 1, "gzip states 1 bytes of content, there are 0"),
        ] as [(Int, UInt8, String)])
    func whatIsNotAsItShouldBeIsNamed(place: Int, byte: UInt8, reason: String) {
        var bytes = Self.empty
        bytes[place] = byte
        let error = #expect(throws: ReadError.self) { try decompress(bytes) }
        #expect(error?.reason.description == reason)
        // A number is refused at its first byte.
        #expect(error?.offset == (place < 12 ? place : place & ~3))
    }

    @Test func theChecksumOfTheHeaderIsChecked() throws {
        var bytes = try Fixtures.bytes("compression/spans.all-fields.gz")
        // The last byte of the comment, which nothing else covers.
        let place = try #require(bytes.firstRange(of: Array("all fields\0".utf8))).upperBound - 2
        bytes[place] ^= 1
        let error = #expect(throws: ReadError.self) { try decompress(bytes) }
        #expect(error?.reason.description.hasPrefix("CRC-16 of the header is stated as 0x0000") == true)
        #expect(error?.offset == place + 2)
    }

    /// The second member copies from where the first one ended: its window is its own.
    @Test func aMemberDoesNotReachIntoTheOneBeforeIt() throws {
        let reachingBack: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 0xff, 3, 2, 0, 0, 0, 0, 0, 0, 0, 0]
        let member = try Fixtures.bytes("compression/short.zlib-level9.gz")
        let error = #expect(throws: ReadError.self) { try decompress(member + reachingBack) }
        #expect(error?.reason.description == "a copy from 1 bytes back, before the content")
    }

    @Test func nothingAndEmptyMembersDiffer() throws {
        #expect(throws: ReadError(.unexpectedEnd, at: 0)) { try decompress([]) }
        #expect(try decompress(Self.empty + Self.empty + Self.empty) == [])
    }

    /// Neither the 4 GiB that a trailer may state nor the content of a bomb is allocated: the refusal comes at the limit.
    @Test func bombsAreRefused() throws {
        let bomb = try Fixtures.bytes("compression/bombs/zeros-3MiB.gz")
        #expect(throws: ReadError.self) { try decompress(bomb) }
        let error = #expect(throws: ReadError.self) {
            try decompress(bomb, limits: DecodingLimits(payloadBytes: 1000, inflation: 2000))
        }
        #expect(error?.reason == .limitExceeded("inflated size", limit: 1000))
        // It is met after a thousand bytes of content, a few of the input.
        #expect(error.map { $0.offset < 64 } == true)
    }
}

@Suite struct ZlibTests {
    private func decompress(_ bytes: [UInt8]) throws(ReadError) -> [UInt8] { try Zlib.decompress(bytes.span.bytes) }

    /// `zlib.compress(b"")` of Python with one byte changed.
    @Test(
        arguments: [
            ([0x79, 0x9c, 3, 0, 0, 0, 0, 1], 0, "found 'y', expected zlib's method 8 with a window of at most 32 KiB"),
            (
                [0x88, 0x1c, 3, 0, 0, 0, 0, 1], 0,
                "found 0x88, expected zlib's method 8 with a window of at most 32 KiB"
            ),
            ([0x78, 0x9d, 3, 0, 0, 0, 0, 1], 1, "the check bits of the zlib header are wrong"),
            ([0x78, 0xbb, 3, 0, 0, 0, 0, 1], 1, "zlib with a preset dictionary"),
            ([0x78, 0x9c, 3, 0, 0, 0, 0, 2], 4, "Adler-32 is stated as 0x00000002, of the content it is 0x00000001"),
        ] as [([UInt8], Int, String)])
    func whatIsNotAsItShouldBeIsNamed(bytes: [UInt8], offset: Int, reason: String) {
        let error = #expect(throws: ReadError.self) { try decompress(bytes) }
        #expect(error?.offset == offset)
        #expect(error?.reason.description == reason)
    }
}
