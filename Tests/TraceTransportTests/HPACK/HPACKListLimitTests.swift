import Testing
import TraceBytes

@testable import TraceTransport

/// Lists of fields that are too large (RFC 9113 sections 6.5.2 and 10.5.1).
@Suite struct HPACKListLimitTests {
    /// `:method: GET` counts for 42, `a: 1` for 34.
    @Test(arguments: [
        (76, HPACKDecoding.complete, 2), (75, .listTooLarge(bytes: 76), 1), (41, .listTooLarge(bytes: 76), 0),
    ])
    func theFieldsWithinTheLimitAreKept(limit: Int, expected: HPACKDecoding, count: Int) throws {
        var decoder = HPACKDecoder(maxListBytes: limit)
        var fields = HeaderFields()
        let block = bytes(hex: "82 00 01 61 01 31")
        #expect(try decoder.decode(block.span.bytes, into: &fields) == expected)
        #expect(fields == HeaderFields([(String, String)]([(":method", "GET"), ("a", "1")].prefix(count))))
    }

    /// A smaller field behind one that was too large is not kept either: what is kept is the beginning of the list.
    @Test func nothingIsKeptBehindTheLimit() throws {
        var decoder = HPACKDecoder(maxListBytes: 80)
        var fields = HeaderFields()
        let block = bytes(hex: "82 90 82 00 00 00")
        #expect(try decoder.decode(block.span.bytes, into: &fields) == .listTooLarge(bytes: 42 + 60 + 42 + 32))
        #expect(fields == HeaderFields([(":method", "GET")]))
    }

    /// The rest of the block changes the table all the same, so that the next one means what its sender means.
    @Test func theTableStaysInStep() throws {
        var decoder = HPACKDecoder(maxListBytes: 64)
        var fields = HeaderFields()
        let block = bytes(hex: "82 8286 40 01 61 01 31 7e 01 32 10 01 62 01 33 41 8cf1e3c2e5f23a6ba0ab90f4ff")
        #expect(try decoder.decode(block.span.bytes, into: &fields) == .listTooLarge(bytes: 42 * 2 + 43 + 34 * 3 + 57))
        #expect(fields == HeaderFields([(":method", "GET")]))
        #expect(decoder.tableFields == HeaderFields([(":authority", "www.example.com"), ("a", "2"), ("a", "1")]))
        #expect(try decoder.decode(hex: "be") == HeaderFields([(":authority", "www.example.com")]))
    }

    @Test func errorsBehindTheLimitAreErrors() {
        var decoder = HPACKDecoder(maxListBytes: 0)
        for (hex, error) in [
            ("82 82 80", HPACKError(.zeroIndex, at: 2)), ("82 04 81 ff", HPACKError(.paddingTooLong, at: 3)),
            ("82 be", HPACKError(.indexOutOfRange, at: 1)), ("82 0f 2f 00", HPACKError(.indexOutOfRange, at: 1)),
        ] {
            #expect(decoder.refusal(ofHex: hex) == error)
        }
    }

    /// 16 KiB that stand for 67 MB: a table entry of 4 KiB, as often as one octet each can name it. The fields take
    /// what the limit says.
    @Test func aBombIsCountedAndNotKept() throws {
        var decoder = HPACKDecoder()
        let entry: [UInt8] = [0x40, 0x01, 0x61] + bytes(hex: "7f 80 1e") + Array(repeating: 0x62, count: 3967)
        #expect(try decoder.decode(entry).count == 1)
        var fields = HeaderFields()
        let bomb = Array(repeating: UInt8(0xbe), count: 16_384)
        #expect(try decoder.decode(bomb.span.bytes, into: &fields) == .listTooLarge(bytes: 16_384 * 4000))
        #expect(fields.count == 16)
        #expect(fields.lines.count <= 65_536)
    }

    /// The same with its name, in fields that are not added to the table and in ones that are.
    @Test(arguments: [[UInt8(0x0f), 0x2f, 0x00], [0x1f, 0x2f, 0x00], [0x7e, 0x00]])
    func aBombOfNamesIsCountedAndNotKept(field: [UInt8]) throws {
        var decoder = HPACKDecoder()
        let entry = [0x40] + bytes(hex: "7f 80 1e") + Array(repeating: 0x62, count: 3967) + [0]
        #expect(try decoder.decode(entry).count == 1)
        var fields = HeaderFields()
        let bomb = Array(repeatElement(field, count: 2000).joined())
        #expect(try decoder.decode(bomb.span.bytes, into: &fields) == .listTooLarge(bytes: 2000 * 3999))
        #expect(fields.count == 16)
        #expect(decoder.table.count == 1)
        #expect(decoder.table.bytes.count <= 2 * 4096)
    }
}
