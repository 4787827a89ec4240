import Testing
import TraceRules

@Suite struct GlobTests {
    @Test(arguments: [
        ("linkage", "linkage/one-trace", true),
        ("linkage", "linkage", true),
        ("linkage", "linkages/one", false),
        ("linkage/*", "linkage/one-trace", true),
        ("linkage/*", "linkage/a/b", true),
        ("linkage/**", "linkage/a/b", true),
        ("*/one-trace", "linkage/one-trace", true),
        ("**trace", "linkage/one-trace", true),
        ("l*e/o*", "linkage/one-trace", true),
        ("*", "a/b", true),
        ("l*", "a/linkage", false),
        ("**", "a/b", true),
        ("**", "", true),
        ("", "a", false),
    ])
    func matchesAsDocumented(pattern: String, id: String, expected: Bool) {
        #expect(Glob(pattern).matches(id) == expected)
    }

    @Test func selectionIsOnlyMinusSkip() {
        let selection = RuleSelection(only: [Glob("a/**")], skip: [Glob("a/b")])
        #expect(["a/c", "a/b", "a/b/d", "x"].filter(selection.includes) == ["a/c"])
    }

    @Test func patternsThatSelectNothingAreNamed() {
        let selection = RuleSelection(only: [Glob("a"), Glob("typo")], skip: [Glob("nothing/*")])
        #expect(selection.idlePatterns(among: ["a/b"]).map(\.pattern) == ["typo", "nothing/*"])
    }

    @Test func knownFailuresAreOneALineWithComments() {
        let known = KnownFailures(parsing: "# all\nlinkage/one-trace # because\n\n  time/*\n")
        #expect(known.patterns.map(\.pattern) == ["linkage/one-trace", "time/*"])
        #expect(known.includes("time/agrees"))
        #expect(!known.includes("linkage/no-orphans"))
    }
}
