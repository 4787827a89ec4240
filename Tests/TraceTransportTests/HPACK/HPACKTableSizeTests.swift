import Testing
import TraceBytes

@testable import TraceTransport

/// Changes of what the dynamic table may hold (RFC 7541 sections 4.2, 4.3 and 6.3; RFC 9113 section 4.3.1).
@Suite struct HPACKTableSizeTests {
    /// Two fields of 34 octets.
    let twoFields = "40 01 61 01 31 40 01 62 01 32"

    @Test func anUpdateEvictsWhatNoLongerFits() throws {
        var decoder = HPACKDecoder()
        _ = try decoder.decode(hex: twoFields)
        // 67: one octet less than both take.
        #expect(try decoder.decode(hex: "3f 24 be") == HeaderFields([("b", "2")]))
        #expect(decoder.table.size == 34)
        #expect(decoder.refusal(ofHex: "bf") == HPACKError(.indexOutOfRange, at: 0))
    }

    @Test func anUpdateToTheSizeOfTheFieldsEvictsNothing() throws {
        var decoder = HPACKDecoder()
        _ = try decoder.decode(hex: twoFields)
        #expect(try decoder.decode(hex: "3f 25 bf be") == HeaderFields([("a", "1"), ("b", "2")]))
    }

    @Test func anUpdateToNothingEmptiesTheTableForGood() throws {
        var decoder = HPACKDecoder()
        _ = try decoder.decode(hex: twoFields)
        #expect(try decoder.decode(hex: "20").isEmpty)
        #expect(decoder.table.count == 0)
        _ = try decoder.decode(hex: twoFields)
        #expect(decoder.table.count == 0)
    }

    /// The encoder may empty the table and use all of it again.
    @Test(arguments: ["20 3f e1 1f 82", "20 20 20 3f e1 1f 82", "3f e1 1f 20 3f e1 1f 82"])
    func severalUpdatesAreTakenInTheirOrder(hex: String) throws {
        var decoder = HPACKDecoder()
        _ = try decoder.decode(hex: twoFields)
        #expect(try decoder.decode(hex: hex) == HeaderFields([(":method", "GET")]))
        #expect(decoder.table.count == 0)
        #expect(decoder.table.capacity == 4096)
    }

    @Test func aReducedLimitAsksForAnUpdate() throws {
        var decoder = HPACKDecoder()
        _ = try decoder.decode(hex: twoFields)
        decoder.setMaxTableSize(100)
        for hex in ["82", "be", "", twoFields] {
            var copy = decoder
            #expect(copy.refusal(ofHex: hex) == HPACKError(.missingSizeUpdate, at: 0))
        }
        var tooLarge = decoder
        #expect(tooLarge.refusal(ofHex: "3f 46 82") == HPACKError(.sizeUpdateTooLarge, at: 0))
        #expect(try decoder.decode(hex: "3f 45 82 be") == HeaderFields([(":method", "GET"), ("b", "2")]))
        // Asked for once.
        #expect(try decoder.decode(hex: "82").count == 1)
    }

    /// The smallest limit between two blocks must be told, and the table goes down to it.
    @Test func aLimitThatWasReducedAndRaisedAsksForTheSmallest() throws {
        var decoder = HPACKDecoder()
        _ = try decoder.decode(hex: twoFields)
        decoder.setMaxTableSize(0)
        decoder.setMaxTableSize(4096)
        var copy = decoder
        #expect(copy.refusal(ofHex: "3f e1 1f 82") == HPACKError(.missingSizeUpdate, at: 3))
        #expect(try decoder.decode(hex: "20 3f e1 1f 82").count == 1)
        #expect(decoder.table.count == 0)
        #expect(decoder.table.capacity == 4096)
    }

    /// The same when it was not raised to where it had been.
    @Test func theSmallestLimitIsAskedForWhateverFollows() throws {
        var decoder = HPACKDecoder()
        for size in [200, 0, 100] { decoder.setMaxTableSize(size) }
        var copy = decoder
        #expect(copy.refusal(ofHex: "3f 45 82") == HPACKError(.missingSizeUpdate, at: 2))
        #expect(try decoder.decode(hex: "20 3f 45 82").count == 1)
        #expect(decoder.table.capacity == 100)
    }

    /// The encoder uses less already: nothing has to change.
    @Test func aLimitAboveWhatIsUsedAsksForNothing() throws {
        var decoder = HPACKDecoder()
        _ = try decoder.decode(hex: "3f 25")
        decoder.setMaxTableSize(68)
        #expect(try decoder.decode(hex: "82").count == 1)
        decoder.setMaxTableSize(67)
        #expect(decoder.refusal(ofHex: "82") == HPACKError(.missingSizeUpdate, at: 0))
    }

    @Test func aRaisedLimitIsUsedFromTheUpdateOn() throws {
        var decoder = HPACKDecoder()
        decoder.setMaxTableSize(8192)
        #expect(try decoder.decode(hex: "82").count == 1)
        #expect(decoder.table.capacity == 4096)
        #expect(try decoder.decode(hex: "3f e1 3f 82").count == 1)
        #expect(decoder.table.capacity == 8192)
        #expect(decoder.maxTableSize == 8192)
    }
}
