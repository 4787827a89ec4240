import Testing

@testable import TraceTransport

@Suite struct HPACKIntegerTests {
    /// RFC 7541 appendix C.1, and the numbers at the end of a prefix.
    static let cases: [(value: Int, prefixBits: Int, hex: String)] = [
        (10, 5, "0a"), (1337, 5, "1f9a0a"), (42, 8, "2a"), (0, 5, "00"), (30, 5, "1e"), (31, 5, "1f00"),
        (32, 5, "1f01"),
        (158, 5, "1f7f"), (159, 5, "1f8001"), (126, 7, "7e"), (127, 7, "7f00"), (128, 7, "7f01"), (255, 8, "ff00"),
        (14, 4, "0e"), (15, 4, "0f00"), (63, 6, "3f00"), (4096, 5, "1fe11f"), (16_414, 5, "1fff7f"),
        (4_294_967_295, 5, "1fe0ffffff0f"), (34_359_738_398, 5, "1fffffffff7f"),
    ]

    @Test(arguments: cases)
    func areReadAndWritten(value: Int, prefixBits: Int, hex: String) throws {
        var written: [UInt8] = []
        HPACKInteger.append(value, prefixBits: prefixBits, pattern: 0, to: &written)
        #expect(written == bytes(hex: hex))

        var reader = HPACKReader(written.span.bytes)
        #expect(try reader.readInteger(prefixBits: prefixBits) == value)
        #expect(reader.next == nil)
    }

    @Test func theOtherBitsOfTheFirstOctetAreNotTheNumbers() throws {
        var written: [UInt8] = []
        HPACKInteger.append(10, prefixBits: 5, pattern: 0xe0, to: &written)
        HPACKInteger.append(1337, prefixBits: 5, pattern: 0x20, to: &written)
        #expect(written == [0xea, 0x3f, 0x9a, 0x0a])

        var reader = HPACKReader(written.span.bytes)
        #expect(try reader.readInteger(prefixBits: 5) == 10)
        #expect(try reader.readInteger(prefixBits: 5) == 1337)
    }
}
