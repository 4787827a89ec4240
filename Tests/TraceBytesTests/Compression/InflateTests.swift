import Testing
import TraceBytes
import TraceTestSupport

private func inflate(_ bytes: [UInt8], limits: DecodingLimits = .default) throws(ReadError) -> [UInt8] {
    try Inflate.decompress(bytes.span.bytes, limits: limits)
}

/// Streams from zlib's own coverage tests (`test/infcover.c`); what zlib says of each was compared once.
@Suite struct InflateTests {
    @Test(
        arguments: [
            // A stored block whose length and complement disagree.
            ([0, 0, 0, 0, 0], 1, "the length of a stored block does not match its complement"),
            ([0x06], 0, "a deflate block of the reserved type 3"),
            ([0xfc, 0, 0], 0, "288 codes for literals and lengths, at most 286 exist"),
            ([0x04, 0, 0xfe, 0xff], 0, "the code for code lengths has bit strings without a code"),
            ([0x04, 0, 0x24, 0x49, 0], 3, "a repeated code length with none before it"),
            ([0x04, 0, 0x24, 0xe9, 0xff, 0xff], 4, "repeated code lengths run beyond the last code"),
            ([0x04, 0, 0x24, 0xe9, 0xff, 0x6d], 0, "a deflate block whose code has no end of block"),
            (
                [0x04, 0x80, 0x49, 0x92, 0x24, 0x49, 0x92, 0x24, 0x71, 0xff, 0xff, 0x93, 0x11, 0], 0,
                "the code for literals and lengths has more codes than its bits can tell apart"
            ),
            (
                [0x04, 0x80, 0x49, 0x92, 0x24, 0x49, 0x92, 0x24, 0x0f, 0xb4, 0xff, 0xff, 0xc3, 0x84], 0,
                "the code for distances has bit strings without a code"
            ),
            ([0x02, 0x7e, 0xff, 0xff], 1, "bits that are no deflate code"),
            ([0x0c, 0xc0, 0x81, 0, 0, 0, 0, 0, 0x90, 0xff, 0x6b, 0x04], 11, "a copy from"),
            ([0x03, 0x02, 0], 1, "a copy from 1 bytes back, before the content"),
        ] as [([UInt8], Int, String)])
    func whatIsNoDeflateIsRefusedWithItsReason(bytes: [UInt8], offset: Int, reason: String) {
        // More input behind it, so that nothing ends too early.
        let error = #expect(throws: ReadError.self) { try inflate(bytes + [UInt8](repeating: 0, count: 16)) }
        #expect(error?.offset == offset)
        #expect(error?.reason.description.hasPrefix(reason) == true, "\(error.map { "\($0)" } ?? "")")
    }

    @Test(
        arguments: [
            ([0x03, 0], 0),
            ([0x01, 0x01, 0, 0xfe, 0xff, 0], 1),
            // Codes of 15 bits, and a code for distances without any symbol.
            (
                [
                    0x05, 0xe0, 0x81, 0x91, 0x24, 0xcb, 0xb2, 0x2c, 0x49, 0xe2, 0x0f, 0x2e, 0x8b, 0x9a, 0x47, 0x56,
                    0x9f, 0xfb,
                    0xfe, 0xec, 0xd2, 0xff, 0x1f,
                ], 0
            ),
            ([0x05, 0xc0, 0x21, 0x0d, 0, 0, 0, 0x80, 0xb0, 0xfe, 0x6d, 0x2f, 0x91, 0x6c], 0),
            ([0xed, 0xc0, 0x01, 0x01, 0, 0, 0, 0x40, 0x20, 0xff, 0x57, 0x1b, 0x42, 0x2c, 0x4f], 516),
            (
                [
                    0xed, 0xcf, 0xc1, 0xb1, 0x2c, 0x47, 0x10, 0xc4, 0x30, 0xfa, 0x6f, 0x35, 0x1d, 0x01, 0x82, 0x59,
                    0x3d, 0xfb,
                    0xbe, 0x2e, 0x2a, 0xfc, 0x0f, 0x0c,
                ], 518
            ),
            (
                [0xed, 0xc0, 0x81, 0, 0, 0, 0, 0x80, 0xa0, 0xfd, 0xa9, 0x17, 0xa9] + [UInt8](repeating: 0, count: 25)
                    + [6], 25_801
            ),
        ] as [([UInt8], Int)])
    func rareFormsInflateToZeros(bytes: [UInt8], count: Int) throws {
        #expect(try inflate(bytes) == [UInt8](repeating: 0, count: count))
    }

    @Test func contentMayBeAsLongAsTheLimitAndNoLonger() throws {
        // 1,000 zeros: python3 -c 'import zlib; c = zlib.compressobj(9, 8, -15); print(c.compress(bytes(1000)) + c.flush())'
        let bytes: [UInt8] = [0x63, 0x60, 0x18, 0x05, 0xa3, 0x60, 0x14, 0x0c, 0x77, 0x00, 0x00]
        #expect(try inflate(bytes, limits: DecodingLimits(payloadBytes: 1000)) == [UInt8](repeating: 0, count: 1000))
        for limit in [0, 1, 500, 999] {
            let error = #expect(throws: ReadError.self) {
                try inflate(bytes, limits: DecodingLimits(payloadBytes: limit))
            }
            #expect(error?.reason == .limitExceeded("inflated size", limit: limit))
        }
    }

    /// Refused by the ratio, and taken where that allows it.
    @Test func bombsAreRefusedByTheirRatio() throws {
        let bomb = try Fixtures.bytes("compression/bombs/zeros-2MiB.deflate")
        let error = #expect(throws: ReadError.self) { try inflate(bomb) }
        #expect(error?.reason == .limitExceeded("inflation", limit: 256))
        #expect(try inflate(bomb, limits: DecodingLimits(inflation: 1100)).count == 2 << 20)
    }

    @Test func aMebibyteIsAllowedHoweverSmallItWasSent() throws {
        #expect(try inflate(try Fixtures.bytes("compression/bombs/zeros-1MiB.deflate")).count == 1 << 20)
    }
}
