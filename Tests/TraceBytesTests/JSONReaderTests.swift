import Foundation
import Testing
import TraceBytes
import TraceTestSupport

private func parse(_ text: String) throws(ReadError) -> JSONValue { try JSONValue(parsing: Array(text.utf8)) }

@Suite struct JSONReaderTests {
    @Test(arguments: [
        ("null", JSONValue.null), (" true\n", .bool(true)), ("\tfalse\r", .bool(false)), ("\"\"", .string("")),
        ("[]", .array([])), ("{ }", .object([])), ("-0", .number("-0")), ("1.50e+03", .number("1.50e+03")),
        ("[1,[2],{}]", .array([.number("1"), .array([.number("2")]), .object([])])),
        ("{\"a\":1,\"a\":null}", .object([JSONMember("a", .number("1")), JSONMember("a", .null)])),
        (#""\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE80""#, .string("\"\\/\u{8}\u{c}\n\r\té🚀")),
        ("\"é日🚀 and then eight more\"", .string("é日🚀 and then eight more")),
    ])
    func everyValueIsReadAsSpelt(text: String, value: JSONValue) throws {
        #expect(try parse(text) == value)
    }

    /// The offset is that of the first byte that cannot be part of any JSON text with this beginning.
    @Test(arguments: [
        ("", 0), ("  ", 2), ("[", 1), ("[1", 2), ("[1,", 3), ("[1,]", 3), ("[,1]", 1), ("[1 2]", 3), ("{\"a\"}", 4),
        ("{\"a\":}", 5), ("{a:1}", 1), ("{\"a\":1,}", 7), ("{\"a\" 1}", 5), ("]", 0), ("[1}", 2), ("{\"a\":1]", 6),
        ("01", 1), ("-", 1), ("-a", 1), ("+1", 0), (".5", 0), ("1.", 2), ("1.e3", 2), ("1e", 2), ("1e+", 3), ("0x1", 1),
        ("nul", 3), ("nulL", 3), ("True", 0), ("NaN", 0), ("Infinity", 0), ("truee", 4), ("1 2", 2), ("\"a", 2),
        ("\"a\u{1}\"", 2), ("\"\n\"", 1), (#""\x""#, 2), (#""\u12g4""#, 5), (#""\u12"#, 5), ("'a'", 0), ("[1]/", 3),
        (#""\ud800""#, 1), (#""ab\udc00""#, 3), (#""\ud800\u0041""#, 1), (#""\ud800\n""#, 1), ("\u{feff}[]", 0),
        ("\"eight chars\u{1f}\"", 12),
    ])
    func whatIsNotJSONIsRefusedAtItsFirstWrongByte(text: String, offset: Int) {
        let error = #expect(throws: ReadError.self) { try parse(text) }
        #expect(error?.offset == offset)
    }

    @Test(
        arguments: [
            [0x80], [0xc0, 0x80], [0xc1, 0xbf], [0xe0, 0x9f, 0xbf], [0xed, 0xa0, 0x80], [0xf0, 0x8f, 0xbf, 0xbf],
            [0xf4, 0x90, 0x80, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xff], [0xe2, 0x82], [0xf0, 0x9f, 0x9a],
        ] as [[UInt8]])
    func whatIsNotUTF8IsRefusedWhereTheSequenceBegins(sequence: [UInt8]) {
        let bytes = [0x22, 0x61] + sequence + [0x22]
        #expect(throws: ReadError(.invalidUTF8, at: 2)) { try JSONValue(parsing: bytes) }
    }

    @Test func nestingEndsAtTheLimit() throws {
        let deep = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        #expect(throws: Never.self) { try parse(deep) }
        #expect(throws: ReadError(.limitExceeded("nesting", limit: 64), at: 64)) { try parse("[" + deep + "]") }
        #expect(throws: ReadError(.limitExceeded("nesting", limit: 64), at: 64)) {
            try parse(String(repeating: "[", count: 1_000_000))
        }
        var limits = DecodingLimits.default
        limits.payloadBytes = 3
        #expect(throws: ReadError(.limitExceeded("size", limit: 3), at: 3)) {
            try JSONValue(parsing: Array("null".utf8), limits: limits)
        }
    }

    @Test(
        arguments: [
            ("0", 0), ("-0", 0), ("9223372036854775807", Int64.max), ("-9223372036854775808", .min), ("007", 7),
            ("9223372036854775808", nil), ("-9223372036854775809", nil), ("18446744073709551616", nil), ("1.0", nil),
            ("1e3", nil), ("", nil), ("-", nil), ("+1", nil),
        ] as [(String, Int64?)])
    func integersAreExactOrNothing(text: String, value: Int64?) {
        #expect(decimalInteger(Array(text.utf8).span.bytes, as: Int64.self) == value)
    }

    @Test(
        arguments: [
            ("18446744073709551615", UInt64.max), ("18446744073709551616", nil), ("-1", nil), ("-0", 0),
        ] as [(String, UInt64?)])
    func unsignedIntegersReachTheirEnd(text: String, value: UInt64?) {
        #expect(decimalInteger(Array(text.utf8).span.bytes, as: UInt64.self) == value)
    }

    @Test(
        arguments: [
            ("0.1", 0.1), ("5e-324", .leastNonzeroMagnitude), ("1.7976931348623157e308", .greatestFiniteMagnitude),
            ("1e999", nil),
        ]
            as [(String, Double?)])
    func doublesAreTheNearestOnes(text: String, value: Double?) {
        #expect(decimalDouble(Array(text.utf8).span.bytes) == value)
    }

    @Test func skippingAValueChecksItLikeReadingIt() throws {
        let bytes = Array(#"{"a": [1, {"b": "\u0041"}, null], "c": 2}"#.utf8)
        var reader = JSONReader(bytes.span.bytes)
        try reader.beginObject()
        #expect(try reader.nextKey() != nil)
        #expect(try reader.skipValue() == 6..<32)
        let key = try #require(try reader.nextKey())
        #expect(reader.string(key) == "c")
        try reader.skipValue()
        #expect(try reader.nextKey() == nil)
        try reader.finish()
        let broken = Array(#"[{"b": "\q"}]"#.utf8)
        var second = JSONReader(broken.span.bytes)
        #expect(throws: ReadError(.unexpectedByte(0x71, expected: "one of \"\\/bfnrtu after a backslash"), at: 9)) {
            try second.skipValue()
        }
    }

    /// Foundation's reader is the independent judge: what it refuses, ours refuses.
    @Test func nothingIsAcceptedThatFoundationRefuses() throws {
        let seed: UInt64 = 0x4a53_4f4e
        var generator = SeededGenerator(seed: seed)
        let original = Array(#"{"traceId":"4bf9","n":[-1.5,0,true,null],"t":{"k\n":"é\ud83d\ude80","":""}} "#.utf8)
        for number in 0..<20_000 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[place] = .random(in: 0 ... .max, using: &generator)
                case 1: bytes.remove(at: place)
                default: bytes.insert(bytes[Int.random(in: 0..<bytes.count, using: &generator)], at: place)
                }
            }
            guard (try? JSONValue(parsing: bytes)) != nil else { continue }
            let judged = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
            #expect(judged != nil, "seed \(seed), input \(number): \(String(decoding: bytes, as: UTF8.self))")
        }
    }
}
