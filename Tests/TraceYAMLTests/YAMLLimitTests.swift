import Testing
import TraceYAML

@Suite struct YAMLLimitTests {
    static func limits(bytes: Int = 1000, depth: Int = 4, nodes: Int = 20) -> YAMLLimits {
        var limits = YAMLLimits()
        limits.bytes = bytes
        limits.depth = depth
        limits.nodes = nodes
        return limits
    }

    @Test(arguments: [
        ("[[[[]]]]", nil),
        ("[[[[[]]]]]", ":1:5: found nesting deeper than 4 collections; accepted: at most 4"),
        ("- - - - a", nil),
        ("- - - - - a", ":1:9: found nesting deeper than 4 collections; accepted: at most 4"),
        ("a: {b: {c: {d: e}}}", nil),
        ("a: {b: {c: {d: {}}}}", ":1:16: found nesting deeper than 4 collections; accepted: at most 4"),
        ("- &a [[]]\n- [*a]", nil),
        ("- &a [[]]\n- [[*a]]", ":2:5: found nesting deeper than 4 through an alias; accepted: at most 4"),
    ])
    func nestingIsBounded(text: String, message: String?) {
        #expect(Self.message(of: text, Self.limits()) == message)
    }

    @Test func aliasesCountAsWhatTheyStandFor() {
        // (1 + 3) + 4 + 4 + 4 values and the sequence around them fit into 20; two aliases more do not.
        let text = "[&a [1, 2, 3], *a, *a, *a"
        #expect(Self.message(of: text + "]", Self.limits()) == nil)
        #expect(
            Self.message(of: text + ", *a, *a]", Self.limits())
                == ":1:32: found more than 20 values, aliases expanded; accepted: at most 20")
    }

    @Test func aBillionLaughsAreRefused() {
        var text = "a0: &a0 ha\n"
        for level in 1...30 {
            let use = "*a\(level - 1)"
            text += "a\(level): &a\(level) [\(Array(repeating: use, count: 9).joined(separator: ", "))]\n"
        }
        let message = Self.message(of: text, YAMLLimits())
        #expect(message?.hasSuffix("found more than 100000 values, aliases expanded; accepted: at most 100000") == true)
    }

    @Test func sizeIsBounded() {
        #expect(Self.message(of: String(repeating: "a", count: 1000), Self.limits()) == nil)
        #expect(
            Self.message(of: String(repeating: "a", count: 1001), Self.limits())
                == ":1:1: found 1001 bytes; accepted: at most 1000")
    }

    private static func message(of text: String, _ limits: YAMLLimits) -> String? {
        do {
            _ = try YAMLDocument(parsing: text, fileName: "", limits: limits)
            return nil
        } catch {
            return error.description
        }
    }
}
