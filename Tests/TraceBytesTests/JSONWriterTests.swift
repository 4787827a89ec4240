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
        ([], ""), ([0x66], "Zg=="), ([0x66, 0x6f], "Zm8="), ([0x66, 0x6f, 0x6f], "Zm9v"), ([0xff, 0xfe], "//4="),
    ])
    func base64IsThatOfRFC4648(bytes: [UInt8], text: String) {
        #expect(base64Text(bytes) == text)
    }
}
