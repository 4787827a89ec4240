import Testing
import TraceRules

@testable import Harness

@Suite struct ReportVerdictTests {
    private static let accepted = "chain/export/accepted"
    private static let propagated = "chain/headers/propagated"
    private static let bounds = "chain/delay/bounds"
    private static let honoured = "chain/sampling/honoured"

    /// Claims of the scenario: one holds, one fails, one does not apply, one is not judged.
    @Test(arguments: [
        ([accepted], [], Verdict.conforms),
        ([accepted, bounds], [], .conforms),
        ([bounds], [], .notJudged),
        ([], [], .notJudged),
        ([accepted, honoured], [], .notJudged),
        ([accepted, honoured, propagated], [], .fails),
        ([accepted, propagated], [propagated], .conforms),
        ([propagated], [propagated], .notJudged),
        ([accepted], [accepted], .fails),
        ([accepted, honoured], ["chain/**"], .fails),
        ([accepted, honoured], [honoured], .notJudged),
    ])
    func knownFailuresDecideWithTheClaims(ids: [String], known: [String], verdict: Verdict) {
        #expect(ReportScenario.report(known: known, only: ids).verdict == verdict)
    }

    @Test func theSentenceCountsEverything() {
        #expect(
            RunSummary(ReportScenario.report()).sentence
                == "1 holds, 3 fail, 1 not applicable, 1 not judged, 1 known to fail, 1 holds although known to fail, "
                + "1 skipped — FAILS (exit 1)")
        #expect(
            RunSummary(ReportScenario.healthyReport).sentence
                == "2 hold, 0 fail, 0 not applicable, 0 not judged — CONFORMS (exit 0)")
    }

    @Test func lossesAreCountedFromTheEvidence() {
        var evidence = ReportScenario.evidence
        evidence.hopEnds[0].account = SpanAccount(ended: 12, delivered: 9, dropped: 3)
        #expect(
            RunCounts(countedIn: evidence, retries: 1)
                == RunCounts(droppedSpans: 3, evictedPayloads: 0, unansweredRequests: 1, retries: 1))
        #expect(
            RunCounts(droppedSpans: 1, retries: 2).remarks == ["1 span dropped by hops", "2 calls made again"])
    }

    @Test func manyCausesAreCounted() {
        let findings = (1...6).map { Finding("cause \($0)", request: 0, expected: "", actual: "") }
        #expect(
            FindingGroup.summary(of: FindingGroup.groups(of: findings))
                == "cause 1: 1 request; cause 2: 1 request; cause 3: 1 request; cause 4: 1 request; and 2 further causes"
        )
    }

    @Test func findingsAreGroupedByCauseInTheirOrder() {
        let findings = ["b", "a", "b", "b", "b"].enumerated().map { number, cause in
            Finding(cause, request: number / 2, expected: "", actual: "")
        }
        #expect(
            FindingGroup.groups(of: findings).map(\.title) == [
                "b: 4 findings in 3 requests, first 3 shown", "a: 1 request",
            ])
        #expect(
            FindingGroup.groups(of: [Finding("c", expected: "", actual: "")]).map(\.title) == ["c: 1 finding"])
    }
}
