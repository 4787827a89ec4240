import Testing
import TraceBytes

@Suite struct JSONWriterTests {
    let value = JSONValue.object([
        JSONMember("b", .array([.number(1), .number(-0.0), .string("a\"\\\u{1}\n/é"), .object([]), .array([])])),
        JSONMember("a", .object([JSONMember("z", .null), JSONMember("y", .bool(true))])),
    ])

    @Test func compactTextKeepsTheOrderOfTheMembers() {
        #expect(
            String(decoding: value.serialized(), as: UTF8.self)
                == #"{"b":[1,-0.0,"a\"\\\u0001\n/é",{},[]],"a":{"z":null,"y":true}}"#)
    }

    @Test func indentedTextWithSortedKeys() {
        let expected = #"""
            {
              "a": {
                "y": true,
                "z": null
              },
              "b": [
                1,
                -0.0,
                "a\"\\\u0001\n/é",
                {},
                []
              ]
            }
            """#
        #expect(String(decoding: value.serialized(indent: 2, sortedKeys: true), as: UTF8.self) == expected)
    }

    @Test(arguments: [
        (0.1, "0.1"), (1e300, "1e+300"), (.leastNonzeroMagnitude, "5e-324"), (2, "2.0"), (.nan, "\"NaN\""),
        (.infinity, "\"Infinity\""),
        (-.infinity, "\"-Infinity\""),
    ])
    func doublesAreWrittenShortest(number: Double, text: String) {
        var writer = JSONWriter()
        writer.write(number)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == text)
    }

    @Test(arguments: [
        (0, "0"), (7, "7"), (-1, "-1"), (10, "10"), (1_700_000_000_123_457, "1700000000123457"),
        (Int128(Int64.max), "9223372036854775807"), (Int128(Int64.min), "-9223372036854775808"),
        (Int128(UInt64.max), "18446744073709551615"),
    ])
    func integersAreWrittenWhole(number: Int128, text: String) {
        var writer = JSONWriter()
        writer.write(number)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == text)
    }

    @Test func identifiersAreWrittenWithAllTheirDigits() {
        var writer = JSONWriter()
        writer.beginArray()
        writer.write(hex: 0x0123_4567_89ab_cdef)
        writer.write(hex: 0, 0xfedc_ba98_7654_3210)
        writer.endArray()
        #expect(
            String(decoding: writer.bytes, as: UTF8.self)
                == #"["0123456789abcdef","0000000000000000fedcba9876543210"]"#)
    }

    /// Wherever it stands among words of eight bytes, and whatever follows.
    @Test(arguments: 0..<18)
    func anEscapeIsWrittenAtEveryPlace(place: Int) {
        let before = String(repeating: "a", count: place)
        for (character, escape) in [("\"", #"\""#), ("\\", #"\\"#), ("\t", #"\t"#), ("\u{1f}", #"\u001f"#)] {
            for behind in ["", "é", "12345678", character] {
                var writer = JSONWriter()
                writer.write(before + character + behind)
                let text = "\"" + before + escape + (behind == character ? escape : behind) + "\""
                #expect(String(decoding: writer.bytes, as: UTF8.self) == text)
            }
        }
    }

    @Test func textOfEveryLengthFindsRoom() {
        var writer = JSONWriter()
        writer.beginArray()
        for length in 0..<600 { writer.write(String(repeating: "x", count: length)) }
        writer.endArray()
        let strings = (0..<600).map { "\"" + String(repeating: "x", count: $0) + "\"" }
        #expect(String(decoding: writer.bytes, as: UTF8.self) == "[" + strings.joined(separator: ",") + "]")
    }

    @Test(arguments: [
        ([], ""), ([0x66], "Zg=="), ([0x66, 0x6f], "Zm8="), ([0x66, 0x6f, 0x6f], "Zm9v"), ([0xff, 0xfe], "//4="),
    ])
    func base64IsThatOfRFC4648(bytes: [UInt8], text: String) {
        #expect(base64Text(bytes) == text)
    }
}
