import Harness
import TraceRules
import TraceTestSupport
import Testing

@Suite struct HealthyEvidenceTests {
    /// Nothing fails; what is ruled out or left unjudged is so for the reason that the options or the evidence give.
    @Test(arguments: HealthyRun.all)
    func everyClaimHoldsOrSaysWhyNot(run: HealthyRun) throws {
        let analysis = try run.build().analysis()
        var inapplicable: [String: String] = [:]
        var unjudged: [String: String] = [:]
        for judgement in Claim.all.map({ $0.judge(analysis) }) {
            switch judgement.outcome {
            case .holds: #expect(judgement.findings.isEmpty && judgement.judged > 0)
            case .notApplicable(let reason): inapplicable[judgement.id] = reason
            case .notJudged(let reason): unjudged[judgement.id] = reason
            case .fails: Issue.record("\(judgement.id): \(judgement.findings.prefix(2))")
            }
        }
        #expect(inapplicable == run.inapplicable)
        #expect(unjudged == run.unjudged)
    }
}
