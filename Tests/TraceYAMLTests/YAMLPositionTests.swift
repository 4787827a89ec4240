import Testing
import TraceTestSupport
import TraceYAML

@Suite struct YAMLPositionTests {
    /// `line:column offset..<offset`
    static func place(_ range: YAMLRange) -> String { "\(range.start.line):\(range.start.column) \(range.offsets)" }

    @Test func columnsAreCharactersAndOffsetsAreBytes() throws {
        let root = try YAMLDocument(parsing: "\u{feff}é: \"ü\" # c\r\nb:\r\n- {x: 1, y}\r\n", fileName: "").root
        let entries = try #require(root.mapping)
        #expect(Self.place(root.range) == "1:1 3..<32")
        #expect(Self.place(entries[0].key.range) == "1:1 3..<5")
        #expect(entries[0].colon == YAMLPosition(offset: 5, line: 1, column: 2))
        #expect(Self.place(entries[0].value.range) == "1:4 7..<11")
        #expect(Self.place(entries[1].value.range) == "3:1 21..<32")
        let flow = try #require(entries[1].value.sequence?[0])
        #expect(Self.place(flow.range) == "3:3 23..<32")
        #expect(Self.place(flow["x"]?.range ?? root.range) == "3:7 27..<28")
        // Nobody wrote a value or a colon for `y`.
        #expect(Self.place(flow["y"]?.range ?? root.range) == "3:11 31..<31")
        #expect(flow.mapping?[1].colon == nil)
    }

    @Test func anAliasHasBothPlaces() throws {
        let root = try YAMLDocument(parsing: "a: &x 1\nb: *x\n", fileName: "").root
        let alias = try #require(root["b"])
        #expect(Self.place(alias.range) == "2:4 11..<13")
        #expect(Self.place(alias.alias?.target ?? root.range) == "1:7 6..<7")
        #expect(alias.scalar?.integer == 1)
        #expect(root["a"]?.anchor?.range.offsets == 3..<5)
    }

    @Test func anEmptyValueIsBehindItsIndicator() throws {
        let root = try YAMLDocument(parsing: "a: # none\nb: &x\nc:\n", fileName: "").root
        #expect(root["a"]?.range.offsets == 2..<2)
        #expect(root["b"]?.range.offsets == 15..<15)
        #expect(root["c"]?.range.offsets == 18..<18)
    }

    @Test func aBlockScalarReachesToItsLastText() throws {
        let root = try YAMLDocument(parsing: "a: |+ # c\n  x\n  y\n\nb: 1", fileName: "").root
        #expect(root["a"]?.scalar?.source == "|+ # c\n  x\n  y")
        #expect(root["a"]?.scalar?.value == "x\ny\n\n")
    }

    @Test(arguments: try Fixtures.files(in: "yaml/accept", withExtension: "yaml"))
    func rangesHoldTheSource(path: String) throws {
        YAMLInvariants.check(try YAMLDocument(parsing: Fixtures.bytes(path), fileName: ""))
    }
}
