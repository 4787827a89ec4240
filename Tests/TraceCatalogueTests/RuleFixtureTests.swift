import Foundation
import Testing
import TraceCatalogue
import TraceRules
import TraceTestSupport

/// One fault, one rule: every rule has an input that breaks it and no other, and one that nearly does.
@Suite struct RuleFixtureTests {
    @Test func everyRuleHasAnInputThatBreaksItAndANearMiss() {
        let broken = Set(RuleFixture.all.filter(\.violates).map(\.rule.id))
        let nearMisses = Set(RuleFixture.all.filter(\.isNearMiss).map(\.rule.id))
        let ids = Catalogue.judged.map(\.id)
        #expect(!ids.isEmpty)
        #expect(ids.filter { !broken.contains($0) } == [])
        #expect(ids.filter { !nearMisses.contains($0) } == [])
        #expect(RuleFixture.all.filter { !$0.violates && !$0.isNearMiss }.map(\.path) == [])
    }

    @Test(arguments: RuleFixture.all.filter(\.violates))
    func whatBreaksARuleBreaksItAlone(fixture: RuleFixture) throws {
        let result = try fixture.judged()
        #expect(result.broken.map(\.facts.id) == [fixture.rule.id], "\(RuleFixture.lines(of: result))")
        // What is in these is not read, and no MUST is broken: their carrier alone was judged.
        let unread = [
            "http.otlp-body.size/violates--600-kibibytes", "http.content-encoding.common/violates--unknown",
            "grpc.message.size/violates--600-kibibytes", "grpc.encoding.common/violates--snappy",
        ]
        let isUnread = unread.contains { fixture.path.contains($0) }
        #expect((result.account.unjudged.count > 0) == isUnread, "\(result.account.unjudged)")
    }

    @Test(arguments: RuleFixture.all.filter(\.isNearMiss))
    func whatNearlyBreaksARuleExercisesItAndBreaksNothing(fixture: RuleFixture) throws {
        let result = try fixture.judged()
        #expect(RuleFixture.lines(of: result) == [])
        #expect(result.kept.map(\.facts.id).contains(fixture.rule.id))
    }

    /// What people read of each, in `expected.txt` of its folder: `violates--upper-case.zipkin-v2.json: [0].traceId: expected …`.
    /// With `UPDATE_RULE_FIXTURES=1` the files are written instead, to be read and committed.
    @Test(arguments: Catalogue.judged)
    func whatIsSaidIsWhatPeopleHaveRead(rule: RuleFacts) throws {
        let fixtures = RuleFixture.all.filter { $0.rule.id == rule.id && $0.violates }
        let said = try fixtures.flatMap { fixture in
            RuleFixture.lines(of: try fixture.judged()).map { line in
                "\(fixture.name): \(line.dropFirst(rule.id.count + 1))\n"
            }
        }.joined()
        let path = RuleFixture.folder(of: rule) + "/expected.txt"
        if ProcessInfo.processInfo.environment["UPDATE_RULE_FIXTURES"] == "1" {
            try Data(said.utf8).write(to: URL(filePath: Fixtures.path(path)))
        } else {
            #expect(try Fixtures.text(path) == said)
        }
    }

    @Test func everyFolderIsOfARule() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Fixtures.path("rules"))
            .filter { !$0.contains("catalogue.txt") && !$0.hasSuffix(".md") }
        let known = Set(Catalogue.judged.map { $0.id.replacing("/", with: ".") })
        #expect(folders.filter { !known.contains($0) } == [])
    }
}

extension RuleFacts: CustomTestStringConvertible {
    public var testDescription: String { id }
}
