import Testing
import TraceRules

@Suite struct VerdictTests {
    @Test(arguments: [
        ([Outcome.holds, .notApplicable("off")], Verdict.conforms),
        ([.holds, .notJudged("thin")], .notJudged),
        ([.holds, .notJudged("thin"), .fails], .fails),
        ([.notApplicable("off")], .notJudged),
        ([], .notJudged),
    ])
    func failureThenMissingEvidenceThenPass(outcomes: [Outcome], expected: Verdict) {
        #expect(Verdict(outcomes) == expected)
    }
}
