import Testing
import TraceBytes

@testable import TraceTransport

@Suite struct HPACKDecoderTests {
    /// RFC 7541 appendix C.2 to C.6.
    @Test(arguments: HPACKExample.all)
    func theExamplesOfTheSpecification(example: HPACKExample) throws {
        var decoder = HPACKDecoder(maxTableSize: example.capacity)
        for block in example.blocks {
            #expect(try decoder.decode(hex: block.hex) == HeaderFields(block.fields))
            #expect(decoder.tableFields == HeaderFields(block.table))
            #expect(decoder.table.size == block.size)
        }
    }

    /// A cut never gives a field that was not sent.
    @Test(arguments: HPACKExample.all)
    func everyCutIsRefusedOrGivesTheFirstFields(example: HPACKExample) throws {
        var decoder = HPACKDecoder(maxTableSize: example.capacity)
        for block in example.blocks {
            let whole = bytes(hex: block.hex)
            for count in whole.indices {
                var copy = decoder
                var fields = HeaderFields()
                do {
                    #expect(try copy.decode(whole.span.extracting(first: count).bytes, into: &fields) == .complete)
                } catch {
                    #expect([.unexpectedEnd, .stringTooLong].contains(error.reason), "\(count) octets: \(error)")
                }
                #expect(fields.map(\.description) == HeaderFields(block.fields).prefix(fields.count).map(\.description))
            }
            _ = try decoder.decode(whole)
        }
    }

    /// A request of OpenTelemetry's gRPC exporters, written by another implementation; then once more.
    @Test func requestsOfAnExporter() throws {
        var decoder = HPACKDecoder()
        let first = try decoder.decode(
            hex: """
                83 86 44 aa60f596a49682d254d9e97aec3a4eb90f4505224f62e9b0642afdc2befb0642ee2d9dcc42b183cd67b13f
                41 8a089d5c0b8170dc6990bb 5f 8b1d75d0620d263d4c4d6564 40 82497f 86 4d833505b11f
                """)
        #expect(
            first
                == HeaderFields([
                    (":method", "POST"), (":scheme", "http"),
                    (":path", "/opentelemetry.proto.collector.trace.v1.TraceService/Export"),
                    (":authority", "127.0.0.1:4317"), ("content-type", "application/grpc"), ("te", "trailers"),
                ]))
        #expect(try decoder.decode(hex: "8386c1c0bfbe") == first)
    }

    /// RFC 7541 appendix A.
    @Test func everyFieldOfTheStaticTable() throws {
        var decoder = HPACKDecoder()
        let fields = try decoder.decode((1...61).map { 0x80 | $0 })
        let valued: [Int: String] = [
            2: "GET", 3: "POST", 4: "/", 5: "/index.html", 6: "http", 7: "https", 8: "200", 9: "204", 10: "206",
            11: "304",
            12: "400", 13: "404", 14: "500", 16: "gzip, deflate",
        ]
        let names = """
            :authority :method :method :path :path :scheme :scheme
            :status :status :status :status :status :status :status accept-charset accept-encoding accept-language accept-ranges accept access-control-allow-origin age allow
            authorization cache-control content-disposition content-encoding content-language content-length
            content-location content-range content-type cookie date etag expect expires from host if-match
            if-modified-since if-none-match if-range if-unmodified-since last-modified link location max-forwards
            proxy-authenticate proxy-authorization range referer refresh retry-after server set-cookie
            strict-transport-security transfer-encoding user-agent vary via www-authenticate
            """.split { $0.isWhitespace }.map(String.init)
        let expected = names.enumerated().map { ($0.element, valued[$0.offset + 1] ?? "") }
        #expect(expected.count == 61)
        #expect(fields == HeaderFields(expected))
        // A name alone is taken from there in the same way: literals without indexing, each with the value `x`.
        let short: [UInt8] = (1...14).flatMap { [$0, 1, 0x78] }
        let long: [UInt8] = (15...61).flatMap { [0x0f, $0 - 15, 1, 0x78] }
        #expect(try decoder.decode(short + long) == HeaderFields(names.map { ($0, "x") }))
        #expect(decoder.table.count == 0)
    }

    /// Values are bytes: nothing is decoded, trimmed or refused here.
    @Test func bytesOfNamesAndValuesStay() throws {
        var decoder = HPACKDecoder()
        let fields = try decoder.decode([0x40, 0x03, 0x41, 0x00, 0xff, 0x04, 0x20, 0x0d, 0x0a, 0x20, 0x40, 0, 0, 0xbf])
        #expect(fields.map { Array($0.name) } == [[0x41, 0x00, 0xff], [], [0x41, 0x00, 0xff]])
        #expect(fields.map { Array($0.value) } == [[0x20, 0x0d, 0x0a, 0x20], [], [0x20, 0x0d, 0x0a, 0x20]])
    }

    @Test func fieldsAreAddedBehindThoseThatAreThere() throws {
        var decoder = HPACKDecoder()
        var fields = HeaderFields([("a", "b")])
        let block: [UInt8] = [0x82]
        #expect(try decoder.decode(block.span.bytes, into: &fields) == .complete)
        #expect(fields == HeaderFields([("a", "b"), (":method", "GET")]))
    }

    /// Section 4.4: the name of a new entry may come from one that is evicted to make room.
    @Test func aNameMayComeFromAnEntryThatIsEvicted() throws {
        var decoder = HPACKDecoder(maxTableSize: 40)
        _ = try decoder.decode(hex: "40 03 616263 01 31")
        #expect(try decoder.decode(hex: "7e 02 3233") == HeaderFields([("abc", "23")]))
        #expect(decoder.tableFields == HeaderFields([("abc", "23")]))
    }

    /// Section 4.4: it is no error.
    @Test func aFieldThatIsLargerThanTheTableEmptiesIt() throws {
        var decoder = HPACKDecoder(maxTableSize: 40)
        _ = try decoder.decode(hex: "40 03 616263 01 31")
        #expect(try decoder.decode(hex: "40 03 616263 06 313131313131") == HeaderFields([("abc", "111111")]))
        #expect(decoder.table.count == 0 && decoder.table.size == 0)
        #expect(decoder.refusal(ofHex: "be") == HPACKError(.indexOutOfRange, at: 0))
    }

    /// One of exactly the table's size is kept (section 4.4), and another one evicts it.
    @Test func aFieldMayFillTheTable() throws {
        var decoder = HPACKDecoder(maxTableSize: 36)
        _ = try decoder.decode(hex: "40 03 616263 01 31")
        #expect(decoder.tableFields == HeaderFields([("abc", "1")]))
        _ = try decoder.decode(hex: "40 00 00")
        #expect(decoder.tableFields == HeaderFields([("", "")]))
    }

    /// Entries of 32 octets without any of their own are the most that there can be.
    @Test func theTableTakesNoMoreThanTwiceItsSize() throws {
        var decoder = HPACKDecoder()
        for _ in 0..<10_000 {
            _ = try decoder.decode([0x40, 0, 0])
            #expect(decoder.table.bytes.count <= 2 * 2 * 4096 / 32)
        }
        #expect(decoder.table.count == 128)
        for _ in 0..<1000 {
            _ = try decoder.decode([0x40, 0, 0x7f, 0x49] + Array(repeating: 0x61, count: 200))
            #expect(decoder.table.bytes.count <= 2 * 4096)
        }
        #expect(decoder.table.count == 17)
    }
}
