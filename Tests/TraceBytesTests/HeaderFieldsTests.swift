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

    /// RFC 9112 section 5: name, colon, value, line end.
    @Test func linesAreThoseOfHTTP() {
        var copy = fields
        copy.append("id") { value in
            value.append(hex: 0x0af7)
            value.append(0x2d)
        }
        let received = Array("a:  b\r\nC: d\r\nE:f".utf8)
        copy.append(from: received.span, name: 0..<1, value: 4..<5)
        copy.append(from: received.span, name: 7..<8, value: 10..<11)
        copy.append(from: received.span, name: 13..<14, value: 15..<16)
        copy.removeAll(named: "x-twice")
        copy.append(contentsOf: HeaderFields([("G", "h")]))
        #expect(
            String(decoding: copy.lines, as: UTF8.self)
                == "Host: a\r\nEmpty: \r\nid: 0000000000000af7-\r\na: b\r\nC: d\r\nE: f\r\nG: h\r\n")
        #expect(copy.text("g") == "h" && copy.text("c") == "d" && copy.text("a") == "b")
        #expect(HeaderFields().lines.isEmpty)
    }

    @Test func theFirstValueComesWithTheNumberOfFields() {
        #expect(fields.firstValue("X-TWICE").map { String(decoding: $0.value, as: UTF8.self) } == "1")
        #expect(fields.firstValue("x-twice")?.count == 2)
        #expect(fields.firstValue("host")?.count == 1)
        #expect(fields.firstValue("absent") == nil && fields.firstValue("x-other") == nil)
    }

    /// Eight bytes of a name are compared at once: none of them may be passed over.
    @Test(arguments: 1...20)
    func everyByteOfANameCounts(length: Int) {
        let name = String(repeating: "n", count: length)
        let fields = HeaderFields([(name, "v")])
        #expect(fields.contains(name) && fields.contains(name.uppercased()))
        for place in 0..<length {
            var other = Array(name.utf8)
            other[place] = 0x6f
            #expect(!fields.contains(String(decoding: other, as: UTF8.self)))
            other[place] = 0x4e
            #expect(fields.contains(String(decoding: other, as: UTF8.self)))
        }
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
