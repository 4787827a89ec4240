import TraceRules
import Testing

@testable import Harness

@Suite struct DelayBoundsTests {
    private static let lateness: Int64 = 2_500_000_000

    /// The `delay` span keeps the bounds of 1 to 3 s: what the hop takes beside it is charged, unless its calls without a
    /// delay take as long, which is the machine's doing.
    @Test(arguments: [
        (late: [true], causes: ["too long"]), (late: [true, false], causes: []), (late: [false], causes: []),
    ])
    func timeOutsideOfTheSleepIsComparedWithUndelayedCalls(late: [Bool], causes: [String]) throws {
        var evidence = try EvidenceBuilder.abc().build()
        let run = RunAnalysis(evidence)
        for isDelayed in late {
            let call = try #require(run.injectedCalls(of: 2).first { run.delayStruck($0) == isDelayed })
            let position = try #require(
                evidence.exchanges.firstIndex { $0.edge == 2 && $0.number == call.inbound.number })
            evidence.exchanges[position].response?.received.monotonic += Self.lateness
            evidence.exchanges[position].response?.forwarded.monotonic += Self.lateness
        }
        let judgement = Claim.delayBounds.judge(RunAnalysis(evidence))
        #expect(judgement.findings.filter { $0.hop == 2 }.map(\.cause) == causes)
    }

    /// No machine shortens a sleep: however late the heartbeat, a short delay is told.
    @Test func aShortDelayIsToldOnABusyMachine() throws {
        let run = try EvidenceBuilder.abc().with {
            $0.faults = [1: ["delay-too-short"]]
            $0.stall = (every: 2, nanoseconds: 2_000_000_000)
        }.analysis()
        let judgement = Claim.delayBounds.judge(run)
        #expect(judgement.outcome == .fails)
        #expect(Set(judgement.findings.map(\.hop)) == [1])
        #expect(Set(judgement.findings.map(\.cause)) == ["too short"])
    }

    /// All calls are long, and the spans of a hop whose clock is wrong prove nothing: one that never sleeps would look the
    /// same.
    @Test func delaysThatDoNotStandOutAreNotJudged() throws {
        let run = try EvidenceBuilder.abc().with {
            $0.faults = [1: ["slow-span-clock"]]
            $0.stall = (every: 1, nanoseconds: 2_000_000_000)
        }.analysis()
        let judgement = Claim.delayBounds.judge(run)
        guard case .notJudged(let reason) = judgement.outcome else {
            Issue.record("\(judgement.outcome) \(judgement.findings.prefix(1))")
            return
        }
        #expect(reason.hasSuffix("delays of app-b do not stand out from what the machine itself delays"))
    }

    /// Too short a delay of another program looks like a call that something else held up.
    @Test func aCallOfAnotherProgramBelowTheLowerBoundIsNotCharged() throws {
        var evidence = try Self.withAnotherProgram.build()
        try Self.prolong(struck: false, to: 700_000_000, in: &evidence)
        let run = RunAnalysis(evidence)
        let judgement = Claim.delayBounds.judge(run)
        #expect(
            judgement.outcome
                == .notJudged(
                    "1 call of app-c took between half of `from` and `from`: the wire does not tell a short delay from none"
                ))
        #expect(Claim.delayRate.judge(run).outcome == .holds)
    }

    /// What holds up undelayed calls holds up delays, whatever the heartbeat saw.
    @Test(arguments: [(late: false, outcome: Outcome.fails), (late: true, outcome: .holds)])
    func aDelayMayBeLongerByWhatUndelayedCallsTake(late: Bool, outcome: Outcome) throws {
        var evidence = try Self.withAnotherProgram.build()
        try Self.prolong(struck: true, to: 3_300_000_000, in: &evidence)
        if late { try Self.prolong(struck: false, to: 400_000_000, in: &evidence) }
        #expect(Claim.delayBounds.judge(RunAnalysis(evidence)).outcome == outcome)
    }

    private static var withAnotherProgram: EvidenceBuilder {
        get throws { try EvidenceBuilder.abc().with { $0.foreign = [2: .init()] } }
    }

    /// Makes one call of the last hop last so long.
    private static func prolong(struck: Bool, to own: Int64, in evidence: inout RunEvidence) throws {
        let run = RunAnalysis(evidence)
        let call = try #require(run.injectedCalls(of: 2).first { run.delayStruck($0) == struck })
        let position = try #require(evidence.exchanges.firstIndex { $0.edge == 2 && $0.number == call.inbound.number })
        let longer = own - (try #require(call.selfTimeNanoseconds))
        evidence.exchanges[position].response?.received.monotonic += longer
        evidence.exchanges[position].response?.forwarded.monotonic += longer
    }
}
