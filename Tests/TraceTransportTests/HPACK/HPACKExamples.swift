import Testing
import TraceBytes

@testable import TraceTransport

/// Header blocks that follow one another on a connection, with what they say and what the table then holds.
struct HPACKExample: Sendable, CustomTestStringConvertible {
    let section: String
    /// What the dynamic table may hold.
    var capacity = 4096
    let blocks: [Block]

    struct Block: Sendable {
        let hex: String
        let fields: [(String, String)]
        /// From the newest to the oldest.
        let table: [(String, String)]
        let size: Int
    }

    var testDescription: String { section }
}

extension HPACKExample {
    /// All examples of RFC 7541 appendix C that are header blocks.
    static let all = [field, requests, codedRequests, responses, codedResponses] + literals

    /// C.2.1, which alone of its section changes the table.
    static let field = HPACKExample(
        section: "C.2.1",
        blocks: [
            Block(
                hex: "400a637573746f6d2d6b65790d637573746f6d2d686561646572", fields: [("custom-key", "custom-header")],
                table: [("custom-key", "custom-header")], size: 55)
        ])

    static let literals = [
        HPACKExample(
            section: "C.2.2",
            blocks: [
                Block(hex: "040c2f73616d706c652f70617468", fields: [(":path", "/sample/path")], table: [], size: 0)
            ]),
        HPACKExample(
            section: "C.2.3",
            blocks: [
                Block(
                    hex: "100870617373776f726406736563726574", fields: [("password", "secret")], table: [], size: 0)
            ]),
        HPACKExample(
            section: "C.2.4", blocks: [Block(hex: "82", fields: [(":method", "GET")], table: [], size: 0)]),
    ]

    private static let requestFields: [[(String, String)]] = [
        [(":method", "GET"), (":scheme", "http"), (":path", "/"), (":authority", "www.example.com")],
        [
            (":method", "GET"), (":scheme", "http"), (":path", "/"), (":authority", "www.example.com"),
            ("cache-control", "no-cache"),
        ],
        [
            (":method", "GET"), (":scheme", "https"), (":path", "/index.html"), (":authority", "www.example.com"),
            ("custom-key", "custom-value"),
        ],
    ]

    private static let requestTables: [([(String, String)], size: Int)] = [
        ([(":authority", "www.example.com")], 57),
        ([("cache-control", "no-cache"), (":authority", "www.example.com")], 110),
        ([("custom-key", "custom-value"), ("cache-control", "no-cache"), (":authority", "www.example.com")], 164),
    ]

    static let requests = HPACKExample(
        section: "C.3",
        blocks: blocks(
            [
                "8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d",
                "8286 84be 5808 6e6f 2d63 6163 6865",
                "8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65",
            ], requestFields, requestTables))

    static let codedRequests = HPACKExample(
        section: "C.4",
        blocks: blocks(
            [
                "8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff",
                "8286 84be 5886 a8eb 1064 9cbf",
                "8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf",
            ], requestFields, requestTables))

    private static let firstDate = ("date", "Mon, 21 Oct 2013 20:13:21 GMT")
    private static let secondDate = ("date", "Mon, 21 Oct 2013 20:13:22 GMT")
    private static let location = ("location", "https://www.example.com")
    private static let cookie = ("set-cookie", "foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1")

    private static let responseFields: [[(String, String)]] = [
        [(":status", "302"), ("cache-control", "private"), firstDate, location],
        [(":status", "307"), ("cache-control", "private"), firstDate, location],
        [
            (":status", "200"), ("cache-control", "private"), secondDate, location, ("content-encoding", "gzip"),
            cookie,
        ],
    ]

    private static let responseTables: [([(String, String)], size: Int)] = [
        ([location, firstDate, ("cache-control", "private"), (":status", "302")], 222),
        ([(":status", "307"), location, firstDate, ("cache-control", "private")], 222),
        ([cookie, ("content-encoding", "gzip"), secondDate], 215),
    ]

    static let responses = HPACKExample(
        section: "C.5", capacity: 256,
        blocks: blocks(
            [
                """
                4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133
                2032 303a 3133 3a32 3120 474d 546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70
                6c65 2e63 6f6d
                """,
                "4803 3330 37c1 c0bf",
                """
                88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d
                54c0 5a04 677a 6970 7738 666f 6f3d 4153 444a 4b48 514b 425a 584f 5157 454f 5049
                5541 5851 5745 4f49 553b 206d 6178 2d61 6765 3d33 3630 303b 2076 6572 7369 6f6e
                3d31
                """,
            ], responseFields, responseTables))

    static let codedResponses = HPACKExample(
        section: "C.6", capacity: 256,
        blocks: blocks(
            [
                """
                4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6
                2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3
                """,
                "4883 640e ffc1 c0bf",
                """
                88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab
                77ad 94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f
                9587 3160 65c0 03ed 4ee5 b106 3d50 07
                """,
            ], responseFields, responseTables))

    private static func blocks(
        _ hex: [String], _ fields: [[(String, String)]], _ tables: [([(String, String)], size: Int)]
    ) -> [Block] {
        hex.indices.map { Block(hex: hex[$0], fields: fields[$0], table: tables[$0].0, size: tables[$0].size) }
    }
}

/// The bytes that pairs of hexadecimal digits spell; white space is for the eye.
func bytes(hex: String) -> [UInt8] {
    let nibbles = hex.compactMap { $0.hexDigitValue }
    precondition(nibbles.count == hex.filter { !$0.isWhitespace }.count && nibbles.count.isMultiple(of: 2))
    return stride(from: 0, to: nibbles.count, by: 2).map { UInt8(nibbles[$0] << 4 | nibbles[$0 + 1]) }
}

extension HPACKDecoder {
    /// The fields of a block whose list is complete.
    mutating func decode(hex: String) throws -> HeaderFields { try decode(bytes(hex: hex)) }

    mutating func decode(_ block: [UInt8]) throws -> HeaderFields {
        var fields = HeaderFields()
        let decoding = try decode(block.span.bytes, into: &fields)
        #expect(decoding == .complete)
        return fields
    }

    /// Why a block is refused.
    mutating func refusal(ofHex hex: String) -> HPACKError? {
        var fields = HeaderFields()
        let block = bytes(hex: hex)
        do {
            _ = try decode(block.span.bytes, into: &fields)
            return nil
        } catch {
            return error
        }
    }

    var tableFields: HeaderFields { table.listed }
}

extension HPACKDynamicTable {
    /// The fields from the newest to the oldest.
    var listed: HeaderFields {
        var fields = HeaderFields()
        for index in 0..<count {
            guard let place = place(at: index) else { continue }
            fields.append(from: bytes.span, name: place.name, value: place.value)
        }
        return fields
    }
}
