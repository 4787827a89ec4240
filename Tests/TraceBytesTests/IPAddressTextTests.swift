import Testing
import TraceBytes

@Suite struct IPAddressTextTests {
    /// RFC 5952 sections 4 and 5.
    @Test(
        arguments: [
            ([192, 168, 1, 10], "192.168.1.10"), ([0, 0, 0, 0], "0.0.0.0"),
            ([0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xc0, 1], "2001:db8::c001"),
            ([0x20, 1, 0xd, 0xb8, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1], "2001:db8:0:1:1:1:1:1"),
            ([0x20, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1], "2001:0:0:1::1"),
            ([0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1], "2001:db8::1:0:0:1"),
            ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], "::"),
            ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], "::1"),
            ([0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], "fe80::"),
            ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 10, 0, 0, 1], "::ffff:10.0.0.1"),
        ] as [([UInt8], String)])
    func bytesAndTextAreEachOther(bytes: [UInt8], text: String) {
        #expect(IPAddressText.text(of: bytes.span.bytes) == text)
        #expect((bytes.count == 4 ? IPAddressText.ipv4Bytes(text) : IPAddressText.ipv6Bytes(text)) == bytes)
    }

    @Test(
        arguments: [
            ("1:2:3:4:5:6:7:8", [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8]),
            ("0000:0:0::ABCD", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xab, 0xcd]),
            ("1:2:3:4:5:6:7::", [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 0]),
            ("64:ff9b::192.0.2.33", [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, 192, 0, 2, 33]),
        ] as [(String, [UInt8])])
    func otherSpellingsOfIPv6AreRead(text: String, bytes: [UInt8]) {
        #expect(IPAddressText.ipv6Bytes(text) == bytes)
    }

    @Test(arguments: [
        "", "1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", ":::", "1:::2", ":1:2:3:4:5:6:7:8", "12345::", "g::",
        "fe80::1%eth0", "1.2.3.4", "::1.2.3", "1.2.3.4::", "1:2:3:4:5:6:7::8:9", "+1::", "::01.2.3.4",
    ])
    func whatIsNoIPv6Address(text: String) {
        #expect(IPAddressText.ipv6Bytes(text) == nil)
    }

    @Test(arguments: ["", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "1..2.3", "+1.2.3.4", "a.b.c.d", " 1.2.3.4"])
    func whatIsNoIPv4Address(text: String) {
        #expect(IPAddressText.ipv4Bytes(text) == nil)
    }

    @Test func bytesOfOtherLengthsHaveNoText() {
        for count in [0, 3, 5, 15, 17] {
            #expect(IPAddressText.text(of: [UInt8](repeating: 1, count: count).span.bytes) == nil)
        }
    }
}
