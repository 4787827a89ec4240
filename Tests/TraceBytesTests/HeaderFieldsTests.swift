import Testing
import TraceBytes

@Suite struct HeaderFieldsTests {
    let fields = HeaderFields([("Host", "a"), ("X-Twice", "1"), ("x-twice", "2"), ("Empty", "")])

    @Test func namesAreFoundInAnyCaseAndKeepTheirSpelling() {
        #expect(fields.first("HOST")?.nameText == "Host")
        #expect(fields.all("X-TWICE").map(\.description) == ["X-Twice: 1", "x-twice: 2"])
        #expect(fields.text("empty")?.isEmpty == true)
        #expect(fields.text("absent") == nil)
    }

    @Test func removalKeepsTheOrderOfTheOthers() {
        var copy = fields
        #expect(copy.removeAll(named: "x-TWICE") == 2)
        copy.replace("host", with: "b")
        #expect(copy.map(\.description) == ["Empty: ", "host: b"])
    }

    @Test func bytesThatAreNotTextPassUnchanged() {
        var copy = HeaderFields()
        copy.append(name: [0x78], value: [0xff, 0x00, 0x80])
        #expect(copy.first("x").map { Array($0.value) } == [0xff, 0x00, 0x80])
    }

    @Test func equalityIsByteByByteAndInOrder() {
        #expect(HeaderFields([("a", "1"), ("b", "2")]) != HeaderFields([("b", "2"), ("a", "1")]))
        #expect(HeaderFields([("a", "1")]) != HeaderFields([("A", "1")]))
        var rebuilt = fields
        rebuilt.removeAll(named: "host")
        #expect(rebuilt == HeaderFields([("X-Twice", "1"), ("x-twice", "2"), ("Empty", "")]))
    }
}
