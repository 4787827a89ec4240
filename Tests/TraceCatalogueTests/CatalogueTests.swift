import Foundation
import Testing
import TraceCatalogue
import TraceRules
import TraceTestSupport

/// What holds of every rule, whatever it asks.
@Suite struct CatalogueTests {
    @Test func everyRuleInTheSourcesIsInTheList() throws {
        let listed = Catalogue.judged.map(\.id)
        let written = try idsInSources()
        #expect(!written.isEmpty)
        #expect(written.sorted() == listed.sorted())
    }

    /// `fixtures/rules/catalogue.txt` has a line for every row: `ZIP2-002 must`. A row that says two things is two rules, of
    /// which one has the level of the row.
    @Test func everyRowOfTheCatalogueIsThereWithItsLevel() throws {
        let rows = try Fixtures.text("rules/catalogue.txt").split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(rows.count == 330)
        let rules = Set(
            Catalogue.judged.map { "\($0.number) \($0.level)" } + Catalogue.elsewhere.map { "\($0.number) \($0.level)" }
        )
        #expect(rows.map(String.init).filter { !rules.contains($0) } == [])
    }

    @Test func idsAreUnique() {
        let ids = Catalogue.judged.map(\.id) + Catalogue.elsewhere.map(\.id)
        #expect(Set(ids).count == ids.count)
    }

    @Test(arguments: Catalogue.judged)
    func everyRuleSaysWhatPeopleNeed(rule: RuleFacts) {
        #expect(rule.id.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*(\/[a-z0-9]+(-[a-z0-9]+)*)+/) != nil)
        #expect(rule.number.wholeMatch(of: /[A-Z0-9]+-[0-9]{3}/) != nil)
        #expect(rule.statement.hasSuffix("."))
        #expect(rule.statement.count <= 120)
        #expect(rule.why.hasSuffix("."))
        #expect(!rule.reference.text.isEmpty)
        #expect(!rule.good.isEmpty && !rule.bad.isEmpty && rule.good != rule.bad)
    }

    /// The first argument of every rule in the sources: `Rule(` and on the next line, or the same one, an id.
    private func idsInSources() throws -> [String] {
        let root = Fixtures.root.deletingLastPathComponent().appending(path: "Sources")
        let files =
            FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)?
            .compactMap { $0 as? URL }.filter { $0.path.contains("/Rules/") && $0.pathExtension == "swift" } ?? []
        return try files.flatMap { file in
            try String(contentsOf: file, encoding: .utf8).matches(of: /= Rule\(\s*"([a-z0-9\/-]+)"/).map {
                String($0.1)
            }
        }
    }
}
