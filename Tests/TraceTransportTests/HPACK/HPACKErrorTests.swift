import Testing
import TraceBytes

@testable import TraceTransport

/// What is no header block. Each case trips one reason, at one octet.
@Suite struct HPACKErrorTests {
    static let cases: [(reason: HPACKError.Reason, hex: String, offset: Int)] = [
        // Integers: RFC 7541 section 5.1
        (.integerTooLong, "ff 80 80 80 80 80", 5),
        (.integerTooLong, "ff ff ff ff ff ff 01", 5),
        (.integerTooLong, "3f 80 80 80 80 80 00", 5),
        (.integerTooLong, "00 7f 80 80 80 80 80 00", 6),
        (.unexpectedEnd, "ff", 1),
        (.unexpectedEnd, "ff 80", 2),
        (.unexpectedEnd, "3f", 1),
        (.unexpectedEnd, "7f", 1),
        (.unexpectedEnd, "00", 1),
        (.unexpectedEnd, "04", 1),
        (.unexpectedEnd, "40 01 61", 3),
        (.unexpectedEnd, "40 01 61 ff", 4),
        (.unexpectedEnd, "40 01 61 7f", 4),
        // Strings: section 5.2
        (.stringTooLong, "00 01", 1),
        (.stringTooLong, "00 01 61 02 62", 3),
        (.stringTooLong, "04 8d f1e3c2e5f23a6ba0ab90f4ff", 1),
        (.stringTooLong, "04 7f 80 ff ff ff 7f", 1),
        (.endOfStringSymbol, "04 84 ffffffff", 5),
        (.endOfStringSymbol, "04 85 1fffffffff", 6),
        (.endOfStringSymbol, "00 84 fffffffc 00", 5),
        (.endOfStringSymbol, "82 04 8a 1fffffffff 0000000000", 7),
        (.paddingTooLong, "04 81 ff", 2),
        (.paddingTooLong, "04 82 1fff", 3),
        (.paddingTooLong, "04 83 ffffff", 4),
        (.paddingTooLong, "40 81 ff 00", 2),
        (.invalidPadding, "04 81 00", 2),
        (.invalidPadding, "04 81 1e", 2),
        (.invalidPadding, "04 82 fff0", 3),
        (.invalidPadding, "04 8c f1e3c2e5f23a6ba0ab90f4fe", 13),
        // Indexes: sections 2.3.3 and 6.1
        (.zeroIndex, "80", 0),
        (.zeroIndex, "8286 80 84", 2),
        (.indexOutOfRange, "be", 0),
        (.indexOutOfRange, "82 ff ff ff ff ff 7f", 1),
        (.indexOutOfRange, "40 01 61 01 62 be bf", 6),
        (.indexOutOfRange, "7f 00 01 61", 0),
        (.indexOutOfRange, "0f 2f 01 61", 0),
        (.indexOutOfRange, "1f 2f 01 61", 0),
        // Table size: sections 4.2 and 6.3
        (.sizeUpdateBehindField, "82 20", 1),
        (.sizeUpdateBehindField, "20 82 3f e1 1f", 2),
        (.sizeUpdateTooLarge, "3f e2 1f", 0),
        (.sizeUpdateTooLarge, "20 3f e2 1f", 1),
        (.sizeUpdateTooLarge, "3f ff ff ff ff 7f", 0),
    ]

    @Test(arguments: cases)
    func isRefusedWhereItIsWrong(reason: HPACKError.Reason, hex: String, offset: Int) {
        var decoder = HPACKDecoder()
        #expect(decoder.refusal(ofHex: hex) == HPACKError(reason, at: offset), "\(hex)")
    }

    @Test func everyReasonHasItsCase() {
        // The one that is missing is about a limit that was reduced before the block: `HPACKTableSizeTests`.
        let tripped = Set(Self.cases.map(\.reason)).union([.missingSizeUpdate])
        #expect(tripped == Set(HPACKError.Reason.allCases))
    }

    /// What stands at the limits of the cases above is accepted.
    @Test(arguments: [
        // Five octets behind the prefix, of which four say nothing: index 15.
        ("0f 80 80 80 80 00 00", "accept-charset", ""),
        // Padding of three bits, of seven and of none.
        ("04 82 f807", ":path", "&0"), ("04 83 002e7f", ":path", "00:"), ("04 81 f8", ":path", "&"),
    ])
    func whatIsJustRightIsRead(hex: String, name: String, value: String) throws {
        var decoder = HPACKDecoder()
        #expect(try decoder.decode(hex: hex) == HeaderFields([(name, value)]))
    }

    /// The fields before the error were added, and no other.
    @Test func fieldsBeforeAnErrorAreThere() {
        var decoder = HPACKDecoder()
        var fields = HeaderFields()
        let block: [UInt8] = [0x82, 0x80, 0x84]
        #expect(throws: HPACKError(.zeroIndex, at: 1)) {
            try decoder.decode(block.span.bytes, into: &fields)
        }
        #expect(fields == HeaderFields([(":method", "GET")]))
        #expect(HPACKError(.zeroIndex, at: 1).description == "index 0 at byte 1")
    }
}
