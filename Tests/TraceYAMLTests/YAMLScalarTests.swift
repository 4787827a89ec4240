import Testing
import TraceYAML

@Suite struct YAMLScalarTests {
    static func scalar(_ text: String) throws -> YAMLScalar {
        try #require(YAMLDocument(parsing: text, fileName: "").root.scalar)
    }

    /// YAML 1.2.2, section 10.3.2.
    @Test(
        arguments: [
            ("", .null), ("~", .null), ("null", .null), ("Null", .null), ("NULL", .null), ("nULL", .string),
            ("true", .boolean), ("True", .boolean), ("FALSE", .boolean), ("tRUE", .string),
            ("yes", .string), ("no", .string), ("on", .string), ("off", .string), ("y", .string),
            ("0", .integer), ("-19", .integer), ("+12", .integer), ("010", .integer), ("0o14", .integer),
            ("0xC", .integer),
            ("0o8", .string), ("0xg", .string), ("-0x1", .string), ("0b1", .string), ("1_000", .string),
            ("1:30", .string),
            ("0.", .float), ("-0.0", .float), (".5", .float), ("+12e03", .float), ("-2E+05", .float), ("1e3", .float),
            (".inf", .float), ("-.Inf", .float), ("+.INF", .float), (".nan", .float), (".NAN", .float),
            ("-.nan", .string), (".", .string), ("1e", .string), ("e3", .string), ("inf", .string), ("+", .string),
            ("\"1\"", .string), ("'true'", .string), ("|\n 1", .string), ("2002-04-28", .string), ("1.2.3", .string),
        ] as [(String, YAMLKind)])
    func kindsFollowTheCoreSchema(text: String, kind: YAMLKind) throws {
        #expect(try Self.scalar(text).kind == kind)
    }

    @Test func valuesAreThoseOfTheCoreSchema() throws {
        #expect(try Self.scalar("010").integer == 10)
        #expect(try Self.scalar("0o10").integer == 8)
        #expect(try Self.scalar("0x1F").integer == 31)
        #expect(try Self.scalar("-9223372036854775808").integer == Int.min)
        #expect(try Self.scalar("9223372036854775808").integer == nil)
        #expect(try Self.scalar("9223372036854775808").number == 9_223_372_036_854_775_808)
        #expect(try Self.scalar("1e3").number == 1000)
        #expect(try Self.scalar("1.").number == 1)
        #expect(try Self.scalar("-.5").number == -0.5)
        #expect(try Self.scalar("-.inf").number == -.infinity)
        #expect(try Self.scalar(".NaN").number?.isNaN == true)
        #expect(try Self.scalar("TRUE").boolean == true)
        #expect(try Self.scalar("False").boolean == false)
        #expect(try Self.scalar("\"true\"").boolean == nil)
    }

    @Test(arguments: [
        (
            #""\0\a\b\t\n\v\f\r\e\ \"\/\\\N\_\L\P""#,
            "\0\u{7}\u{8}\t\n\u{b}\u{c}\r\u{1b} \"/\\\u{85}\u{a0}\u{2028}\u{2029}"
        ),
        (#""\x41\u00e9\U0001F600""#, "A\u{e9}\u{1F600}"),
        (#""\ud83d\uDE00""#, "\u{1F600}"),
        ("\"a\\\n  b\"", "ab"), ("\"a \\\n\n  b\"", "a \nb"), ("\"a \n\n  b\"", "a\nb"), ("\"a\\t \n b\"", "a\t b"),
        ("'it''s\n ok'", "it's ok"), ("a\n\n\n b\r\n c", "a\n\nb c"),
        ("a#b c:d - [e]", "a#b c:d - [e]"), ("-a", "-a"), (":a", ":a"), ("?a", "?a"),
    ])
    func escapesAndFoldsAreDecoded(text: String, value: String) throws {
        let scalar = try Self.scalar(text)
        #expect(Array(scalar.value.unicodeScalars) == Array(value.unicodeScalars))
        #expect(Array(scalar.source.utf8) == Array(text.utf8))
    }
}
