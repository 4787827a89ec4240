import Testing
import TraceCatalogue
import TraceRules
import TraceTestSupport

/// Where the rules are judged that are not judged by themselves.
@Suite struct ElsewhereTests {
    /// `fixtures/rules/catalogue.txt` has a line for every row: `OTLP-006 must`.
    @Test func formsThatJudgeARuleAreRowsOfTheCatalogue() throws {
        let rows = Set(
            try Fixtures.text("rules/catalogue.txt").split(separator: "\n").compactMap { line in
                line.split(separator: " ").first.map(String.init)
            })
        for rule in Catalogue.elsewhere {
            guard case .forms(let numbers) = rule.place else { continue }
            #expect(!numbers.isEmpty)
            #expect(numbers.filter { !rows.contains($0) } == [], "\(rule.id)")
        }
    }

    @Test func everyRuleSaysWhatItIsAndWhereItIsJudged() {
        #expect(!Catalogue.elsewhere.isEmpty)
        for rule in Catalogue.elsewhere {
            #expect(rule.id.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*(\/[a-z0-9]+(-[a-z0-9]+)*)+/) != nil, "\(rule.id)")
            #expect(rule.statement.hasSuffix(".") && rule.statement.count <= 120, "\(rule.id)")
            switch rule.place {
            case .verify(let claims): #expect(claims.allSatisfy { $0.hasPrefix("chain/") } && !claims.isEmpty)
            case .forms(let numbers): #expect(!numbers.isEmpty)
            case .nowhere(let needs): #expect(!needs.isEmpty)
            }
        }
    }
}
