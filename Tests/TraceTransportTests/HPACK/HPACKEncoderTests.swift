import Testing
import TraceBytes

@testable import TraceTransport

@Suite struct HPACKEncoderTests {
    /// RFC 7541 appendix C.4: what this encoder chooses, too.
    @Test func requestsOfTheSpecification() {
        var encoder = HPACKEncoder()
        for block in HPACKExample.codedRequests.blocks {
            #expect(encoder.encode(block.fields) == bytes(hex: block.hex))
            #expect(encoder.table.fields.size == block.size)
        }
    }

    /// Appendix C.6, with a table of 256 octets, but for two choices. `307` is no shorter when it is coded, and stays
    /// as in C.5. The cookie is not added to the table.
    @Test func responsesOfTheSpecification() {
        var encoder = HPACKEncoder()
        encoder.setPeerTableSize(256)
        let blocks = HPACKExample.codedResponses.blocks
        #expect(encoder.encode(blocks[0].fields) == bytes(hex: "3fe101" + blocks[0].hex))
        #expect(encoder.encode(blocks[1].fields) == bytes(hex: HPACKExample.responses.blocks[1].hex))
        let cookie =
            "1f28 ad 94e7821dd7f2e6c7b335dfdfcd5b3960d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5b1063d5007"
        let rest = String(blocks[2].hex.filter { !$0.isWhitespace }.dropLast(94)) + cookie
        #expect(encoder.encode(blocks[2].fields) == bytes(hex: rest))
        #expect(
            encoder.table.fields.listed
                == HeaderFields([
                    ("content-encoding", "gzip"), ("date", "Mon, 21 Oct 2013 20:13:22 GMT"),
                    (":status", "307"), ("location", "https://www.example.com"),
                ]))
    }

    /// The block of another implementation, with `te` as it is: Huffman coding makes it no shorter.
    @Test func requestsOfAnExporter() {
        let fields = [
            (":method", "POST"), (":scheme", "http"),
            (":path", "/opentelemetry.proto.collector.trace.v1.TraceService/Export"), (":authority", "127.0.0.1:4317"),
            ("content-type", "application/grpc"), ("te", "trailers"),
        ]
        var encoder = HPACKEncoder()
        #expect(
            encoder.encode(fields)
                == bytes(
                    hex: """
                        83 86 44 aa60f596a49682d254d9e97aec3a4eb90f4505224f62e9b0642afdc2befb0642ee2d9dcc42b183cd67b13f
                        41 8a089d5c0b8170dc6990bb 5f 8b1d75d0620d263d4c4d6564 40 027465 86 4d833505b11f
                        """))
        #expect(encoder.encode(fields) == bytes(hex: "8386c1c0bfbe"))
    }

    /// Headers and trailers of an answer. From the second one on they take one octet for each field.
    @Test func answersOfAServer() {
        var encoder = HPACKEncoder()
        let headers = [(":status", "200"), ("content-type", "application/grpc")]
        let trailers = [("grpc-status", "0")]
        #expect(encoder.encode(headers) == bytes(hex: "88 5f 8b1d75d0620d263d4c4d6564"))
        #expect(encoder.encode(trailers) == bytes(hex: "40 88 9acac8b21234da8f 01 30"))
        #expect(encoder.encode(headers) == bytes(hex: "88bf"))
        #expect(encoder.encode(trailers) == bytes(hex: "be"))
        // Another value of a known name, which becomes the newest entry.
        #expect(encoder.encode([("grpc-status", "14")]) == bytes(hex: "7e 02 3134"))
        #expect(encoder.encode([("grpc-status", "0"), ("grpc-status", "14")]) == bytes(hex: "bfbe"))
        // Of several entries with the name, the newest has the shortest index.
        #expect(encoder.encode([("grpc-status", "5")]) == bytes(hex: "7e 01 35"))
    }

    /// They would push out what is the same each time.
    @Test(arguments: [
        ("grpc-timeout", "1S", "00 89 9acac8b24d494f6a7f 02 3153"), ("content-length", "5", "0f0d 01 35"),
    ])
    func valuesThatChangeAreNotAdded(name: String, value: String, hex: String) {
        var encoder = HPACKEncoder()
        for _ in 0..<2 { #expect(encoder.encode([(name, value)]) == bytes(hex: hex)) }
        #expect(encoder.table.fields.count == 0)
    }

    /// RFC 7541 section 7.1.3.
    @Test(arguments: [
        ("authorization", "1f 08"), ("proxy-authorization", "1f 22"), ("cookie", "1f 11"), ("set-cookie", "1f 28"),
        ("Cookie", "1f 11"),
    ])
    func secretsAreNeverAdded(name: String, start: String) {
        var encoder = HPACKEncoder()
        for _ in 0..<2 { #expect(encoder.encode([(name, "s")]) == bytes(hex: start + "01 73")) }
        #expect(encoder.table.fields.count == 0)
    }

    @Test func secretsWithoutAStaticNameAreNeverAdded() {
        var encoder = HPACKEncoder()
        let block = bytes(hex: "10 87 f2b0eb32dd4beb 01 73")
        for _ in 0..<2 { #expect(encoder.encode([("x-api-key", "s")]) == block) }
        #expect(encoder.table.fields.count == 0)
    }

    /// RFC 9113 section 8.2.1. The value keeps its letters.
    @Test func namesAreWrittenInLowerCase() {
        var encoder = HPACKEncoder()
        #expect(encoder.encode([("Content-Type", "A")]) == bytes(hex: "5f 01 41"))
        #expect(encoder.encode([("content-type", "A"), ("CONTENT-TYPE", "A")]) == bytes(hex: "bebe"))
        #expect(encoder.encode([("content-type", "a")]) == bytes(hex: "5f 01 61"))
    }

    /// Of the fields with a name in the static table, those with other values use the name's first index.
    @Test func namesOfTheStaticTableAreUsed() {
        var encoder = HPACKEncoder()
        #expect(encoder.encode([(":status", "204"), (":status", "201")]) == bytes(hex: "89 48 82 1003"))
        #expect(encoder.encode([("accept-encoding", "gzip, deflate")]) == [0x90])
        #expect(encoder.encode([("via", "")]) == [0xbc])
    }

    /// More than half of the table would push out what pays.
    @Test func largeFieldsAreNotAdded() {
        var encoder = HPACKEncoder()
        _ = encoder.encode([("a", String(repeating: "b", count: 2015))])
        #expect(encoder.table.fields.size == 2048)
        let large = encoder.encode([("c", String(repeating: "b", count: 2016))])
        #expect(large.first == 0x00)
        #expect(encoder.table.fields.count == 1)
    }

    @Test func theFieldsOfAMessageAreAddedBehindWhatIsThere() {
        var encoder = HPACKEncoder()
        var written: [UInt8] = [0xff]
        encoder.encode(HeaderFields([(":method", "GET")]), into: &written)
        #expect(written == [0xff, 0x82])
    }

    // MARK: The peer's table size (section 4.2)

    @Test(arguments: [
        ([0], "20"), ([100], "3f45"), ([100, 0], "20"), ([0, 4096], "20 3fe11f"), ([0, 100], "20 3f45"),
        ([100, 200], "3f45 3fa901"), ([100, 200, 4096, 50], "3f13"),
        // Nothing changes: the table has 4096 octets, and is not made larger.
        ([4096], ""), ([65_536], ""), ([Int.max], ""), ([65_536, 5000], ""), ([-1], "20"),
    ])
    func changesAreToldInTheNextBlock(sizes: [Int], start: String) {
        var encoder = HPACKEncoder()
        for size in sizes { encoder.setPeerTableSize(size) }
        #expect(encoder.encode([(":method", "GET")]) == bytes(hex: start + "82"))
        #expect(encoder.encode([(":method", "GET")]) == [0x82])
    }

    @Test func nothingIsAddedToATableWithoutRoom() {
        var encoder = HPACKEncoder()
        encoder.setPeerTableSize(0)
        #expect(encoder.encode([("a", "1")]) == bytes(hex: "20 00 01 61 01 31"))
        #expect(encoder.encode([("a", "1")]) == bytes(hex: "00 01 61 01 31"))
        #expect(encoder.table.fields.count == 0)
    }

    @Test func whatASmallerTableEvictsIsWrittenAgain() {
        var encoder = HPACKEncoder()
        _ = encoder.encode([("a", "1"), ("b", "2")])
        encoder.setPeerTableSize(68)
        #expect(encoder.encode([("a", "1"), ("b", "2")]) == bytes(hex: "3f25 bfbe"))
        encoder.setPeerTableSize(67)
        encoder.setPeerTableSize(4096)
        #expect(encoder.encode([("b", "2"), ("a", "1")]) == bytes(hex: "3f24 3fe11f be 40 01 61 01 31"))
    }
}

extension HPACKEncoder {
    mutating func encode(_ fields: [(String, String)]) -> [UInt8] {
        var written: [UInt8] = []
        encode(HeaderFields(fields), into: &written)
        return written
    }
}
