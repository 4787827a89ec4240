import Harness
import TraceRules
import TraceTestSupport
import Testing

@Suite struct HealthyEvidenceTests {
    /// Nothing fails, nothing is left unjudged, and what is ruled out is ruled out for the reason that the options give.
    @Test(arguments: HealthyRun.all)
    func everyClaimHoldsOrIsRuledOut(run: HealthyRun) throws {
        let analysis = try run.build().analysis()
        var inapplicable: [String: String] = [:]
        var unjudged: Set<String> = []
        for judgement in Claim.all.map({ $0.judge(analysis) }) {
            switch judgement.outcome {
            case .holds: #expect(judgement.findings.isEmpty && judgement.judged > 0)
            case .notApplicable(let reason): inapplicable[judgement.id] = reason
            case .notJudged where run.unjudged.contains(judgement.id): unjudged.insert(judgement.id)
            case .fails, .notJudged:
                Issue.record("\(judgement.id): \(judgement.outcome) \(judgement.findings.prefix(2))")
            }
        }
        #expect(inapplicable == run.inapplicable)
        #expect(unjudged == run.unjudged)
    }
}
