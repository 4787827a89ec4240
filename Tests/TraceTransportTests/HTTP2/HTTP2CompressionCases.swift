@testable import TraceTransport

private typealias Wire = HTTP2Bytes

/// RFC 9113 section 4.3 with RFC 7541: header blocks that cannot be decompressed end the connection.
extension HTTP2RuleCase {
    static let compressionCases: [HTTP2RuleCase] = [
        block("header block that ends inside a literal", "40"),
        block("hpack: index 0", "80"),
        block("hpack: indexed field 70 of an empty table", "c6"),
        block("hpack: literal with the name of field 70", "7f 07 04 74657374"),
        block("hpack: table size update behind the fields", "21"),
        block("hpack: table size update between the fields", "20 82"),
        block("hpack: table size 4097", "3f e2 1f", isFirst: true),
        block("hpack: Huffman padding of 8 bits", "00 85 f2b24a84ff 84 49509fff"),
        block("hpack: Huffman padding of zeros", "00 85 f2b24a84ff 83 49509a"),
        block("hpack: end of string inside a Huffman string", "00 85 f2b24a87ff 87 fffffffdfdffff"),
        block("hpack: string longer than its block", "00 04 74657374 7f 80 80 04"),
        block("hpack: integer that does not end", "00 7f 80808080808080808000"),
        keeps("hpack: table size 4096", .compression, Wire.headers(1, Wire.hex("3f e1 1f") + Wire.get)),
        keeps("hpack: table size 0, then 4096", .compression, Wire.headers(1, Wire.hex("20 3f e1 1f") + Wire.get)),
        keeps(
            "hpack: field 62 that was added before", .compression,
            Wire.headers(1, Wire.get + Wire.hex("40 01 61 01 62 be"))),
        keeps(
            "hpack: Huffman padding of ones", .compression,
            Wire.headers(1, Wire.hex("82 86 84 41 8c f1e3c2e5f23a6ba0ab90f4ff"))),
        HTTP2RuleCase(
            "hpack: table is kept though the stream is refused", .concurrentStreams, .stream(3, code: 7),
            [
                .octets(Wire.headers(1, Wire.get, end: false)),
                .octets(Wire.headers(3, Wire.get + Wire.hex("40 01 61 01 62"))),
                .octets(Wire.headers(1, Wire.hex("be"))),
            ], limits: HTTP2Limits(concurrentStreams: 1)),
        HTTP2RuleCase(
            "hpack: no update though the table became smaller", .compression, .connection(last: 1, code: 9),
            [.octets(Wire.headers(1, Wire.get))], limits: HTTP2Limits(headerTableBytes: 100)),
        HTTP2RuleCase(
            "hpack: update to the smaller table", .compression, .accepted,
            [.octets(Wire.headers(1, Wire.hex("3f 45") + Wire.get))], limits: HTTP2Limits(headerTableBytes: 100)),
        HTTP2RuleCase(
            "hpack: table of 4096 octets until SETTINGS are acknowledged", .compression, .accepted,
            [
                .octets(Wire.preface + Wire.settings() + Wire.headers(1, Wire.hex("3f e1 1f") + Wire.get)),
                .octets(Wire.settingsAck + Wire.headers(3, Wire.hex("20") + Wire.get)),
            ], limits: HTTP2Limits(headerTableBytes: 0), isBare: true),
    ]

    /// Behind the fields of a GET, or in front of them.
    private static func block(_ name: String, _ hex: String, isFirst: Bool = false) -> HTTP2RuleCase {
        let block = isFirst ? Wire.hex(hex) + Wire.get : Wire.get + Wire.hex(hex)
        return breaks(name, .compression, HTTP2Code.compressionError, last: 1, Wire.headers(1, block))
    }
}
