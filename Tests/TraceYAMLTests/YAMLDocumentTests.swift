import Testing
import TraceYAML

@Suite struct YAMLDocumentTests {
    @Test func aKeyIsFoundByItsText() throws {
        let root = try YAMLDocument(parsing: "a: {'b': [1, 2]}", fileName: "").root
        #expect(root["a"]?["b"]?.sequence?.compactMap(\.scalar?.integer) == [1, 2])
        #expect(root["b"] == nil)
        #expect(root["a"]?["b"]?["c"] == nil)
    }

    @Test(arguments: [
        ("[a, 'b', \"c\\n\", ~, , ]", nil),
        ("[a, 'b', \"c\\n\", ~, \"\", x y]", #"[a, "b", "c\n", ~, "", x y]"#),
        ("a: &x\n  b: 'it''s'\n  c:\nd: *x", #"{a : {b : "it's", c :}, d : {b : "it's", c :}}"#),
        ("- |\n  x\n- a,b", #"["x\n", "a,b"]"#),
        ("- \n- é\n- \"é\"", #"[null, é, "\U000000e9"]"#),
    ])
    func aValueIsWrittenOnOneLine(text: String, line: String?) throws {
        let document = try? YAMLDocument(parsing: text, fileName: "")
        #expect(document?.root.flowText() == line)
        guard let line else { return }
        #expect(try YAMLDocument(parsing: line, fileName: "").root.flowText() == line)
    }
}
