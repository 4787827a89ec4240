import Testing
import TraceCatalogue
import TraceConsole
import TraceRules
import TraceTestSupport
import TraceWire

/// What a run comes to, and how it is told.
@Suite struct CheckReportTests {
    static let span = #""id":"a2fb4a1d1a96d312","name":"get","localEndpoint":{"serviceName":"shop"}"#

    static func result(_ bodies: [String], _ selection: CheckSelection = spelling) -> CheckResult {
        var judge = RunJudge(selection)
        for (number, body) in bodies.enumerated() {
            judge.judge(SubmittedPayload(Array(body.utf8), source: "run/\(number).json", format: ZipkinV2.json))
        }
        return judge.finish()
    }

    /// One rule, so that reports do not change with every rule that comes.
    static let spelling = CheckSelection(rules: RuleSelection(only: [Glob("zipkin-v2/trace-id/spelling")]))

    static let good = #"[{"traceId":"463ac35c9f6413ad",\#(span)}]"#
    static let bad = #"[{"traceId":"463AC35C9F6413AD",\#(span)}]"#

    @Test(
        arguments: [
            ([good], .must, [], .conforms), ([good, bad], .must, [], .fails), ([], .must, [], .notJudged),
            (["[]"], .must, [], .notJudged), ([bad], .must, ["zipkin-v2/trace-id/spelling"], .conforms),
            ([bad], .must, ["ZIP2-002"], .conforms), ([good], .must, ["ZIP2-002"], .fails),
        ] as [([String], RequirementLevel, [String], Verdict)])
    func theVerdictTakesEvidenceAndKnownFailuresIntoAccount(
        bodies: [String], failsOn: RequirementLevel, known: [String], verdict: Verdict
    ) {
        let report = CheckReport(
            Self.result(bodies), failsOn: failsOn, known: KnownFailures(known.map(Glob.init)))
        #expect(report.verdict == verdict)
    }

    /// The rule of the grammar that would name it is not selected: then nobody has looked at its spans.
    @Test func whatCouldNotBeReadIsNoPassWhereNoRuleSaysWhy() {
        let result = Self.result([Self.good, "[{"])
        #expect(result.account.unjudged.first.map(\.source) == ["run/1.json"])
        #expect(CheckReport(result).verdict == .notJudged)
        #expect(CheckReport(Self.result([Self.good, "[{"], CheckSelection())).verdict == .fails)
    }

    @Test func violationsOfOneCauseAreCountedAndTheFirstThreeKept() throws {
        let spans = (0..<100).map { _ in #"{"traceId":"463AC35C9F6413AD",\#(Self.span)}"# }.joined(separator: ",")
        let tally = try #require(Self.result(["[\(spans)]"]).broken.first)
        #expect(tally.broken == 100)
        #expect(tally.groups.map(\.cause) == ["[*].traceId"])
        #expect(tally.groups.map(\.count) == [100])
        #expect(tally.groups.flatMap(\.shown).map(\.violation.path) == ["[0].traceId", "[1].traceId", "[2].traceId"])
    }

    @Test func anExcerptMarksTheValue() throws {
        let found = try #require(Self.result([Self.bad]).broken.first?.groups.first?.shown.first)
        let excerpt = try #require(found.excerpt)
        #expect(String(decoding: excerpt.bytes[excerpt.mark], as: UTF8.self) == "\"463AC35C9F6413AD\"")
    }

    @Test(arguments: [
        ("check-80.txt", 80, true), ("check-60-ascii.txt", 60, false),
    ])
    func thePageIsWhatPeopleHaveRead(golden: String, width: Int, unicode: Bool) throws {
        let report = CheckReport(Self.result([Self.good, Self.bad, Self.bad]))
        let text = CheckTextReport(report, style: ConsoleStyle(width: width, unicode: unicode)).text
        #expect(text == (try Fixtures.text("reports/\(golden)")))
    }

    @Test func programsGetLines() throws {
        let report = CheckReport(Self.result([Self.good, Self.bad]))
        #expect(CheckJSONReport(report).text == (try Fixtures.text("reports/check.jsonl")))
        #expect(CheckJUnitReport(report).text == (try Fixtures.text("reports/check.xml")))
        #expect(CheckAnnotations(report).text == (try Fixtures.text("reports/check.annotations")))
    }

    /// A whole format that did not come is one word; of a format that did, what nothing exercised.
    @Test func rulesThatNothingExercisedAreNamedBySubject() {
        let selection = CheckSelection(
            rules: RuleSelection(
                only: [Glob("expected/links"), Glob("zipkin-v2/trace-id"), Glob("zipkin-v2/annotation")]))
        let text = CheckTextReport(
            CheckReport(Self.result([Self.good], selection)), style: ConsoleStyle(width: 200, unicode: true)
        ).text
        #expect(text.contains("not judged, since nothing exercised them (--all lists them): "))
        #expect(text.contains("zipkin-v2/annotation ("))
        #expect(text.contains("expected (2)"))
    }

    @Test func whatIsTooMuchToTellIsCountedForItsOneCause() throws {
        let spans = (0..<1200).map { _ in #"{"traceId":"463AC35C9F6413AD",\#(Self.span)}"# }.joined(separator: ",")
        let tally = try #require(Self.result(["[\(spans)]", "[\(spans)]"]).broken.first)
        #expect(tally.broken == 2400)
        #expect(tally.groups.map(\.count) == [2400])
        #expect(tally.ungrouped == 0)
    }

    @Test func aRuleThatIsNewWarnsForOneMinorVersion() {
        let facts = RuleFacts(
            "x/y", "X-001", .must, "It is.", why: "So.", since: CatalogueVersion(1, 3), spec: "s", good: "g", bad: "b")
        #expect(CheckSelection(catalogue: CatalogueVersion(1, 2)).level(of: facts) == nil)
        #expect(CheckSelection(catalogue: CatalogueVersion(1, 3)).level(of: facts) == .warning)
        #expect(CheckSelection(catalogue: CatalogueVersion(1, 4)).level(of: facts) == .must)
    }

    @Test func ownersAndLevelsSelect() {
        let facts = RuleFacts(
            "x/y", "X-001", .should, "It is.", why: "So.", owner: .sdk, spec: "s", good: "g", bad: "b")
        #expect(CheckSelection(level: .must).level(of: facts) == nil)
        #expect(CheckSelection(owners: [.exporter]).level(of: facts) == nil)
        #expect(CheckSelection(owners: [.sdk, .exporter]).level(of: facts) == .should)
        #expect(CheckSelection(rules: RuleSelection(skip: [Glob("X-001")])).level(of: facts) == nil)
    }
}
