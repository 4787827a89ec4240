import HopServer
import TraceModel
import TraceRules
import Testing

@testable import Harness

/// Delays of another program, of which the wire alone tells.
@Suite struct InjectionRatesTests {
    /// Delays strike at one rate, and the configuration says 10 %. The harness stalls in the middle of so many of the last
    /// delayed calls: they last longer, and see more of a busy machine.
    private static func run(rate: Double, stalls: Int) throws -> RunAnalysis {
        var evidence = try EvidenceBuilder.abc().with { builder in
            builder.foreign = [2: .init()]
            builder.chain.hops[2].delay?.rate = rate
        }.build()
        evidence.chain.hops[2].delay?.rate = 10
        let calm = RunAnalysis(evidence)
        let delayed = calm.injectedCalls(of: 2).filter { calm.delayStruck($0) == true }
        evidence.lags = LoopLags(
            delayed.suffix(stalls).map { call in
                LoopLags.Beat(at: call.inbound.requestReceived.monotonic + 900_000_000, lateNanoseconds: 800_000_000)
            })
        return RunAnalysis(evidence)
    }

    @Test func delaysDuringWhichTheMachineStalledAreNotMissing() throws {
        let run = try Self.run(rate: 10, stalls: .max)
        let struck = run.injectedCalls(of: 2).filter { run.delayStruck($0) == true }.count
        // Were the others left out, so few would be too few.
        #expect(BinomialTest(trials: 200, probability: 0.1).refutes(hits: struck))
        let judgement = Claim.delayRate.judge(run)
        guard case .notJudged(let reason) = judgement.outcome else {
            Issue.record("\(judgement.outcome) \(judgement.findings)")
            return
        }
        #expect(reason.hasPrefix("on a machine this busy, \(struck) to "))
    }

    /// Whatever the unclear calls were: the others alone are too many, or all together are too few.
    @Test(arguments: [(rate: 40.0, stalls: 2), (rate: 0, stalls: 0)])
    func aWrongRateIsWrongOnAnyMachine(rate: Double, stalls: Int) throws {
        let judgement = Claim.delayRate.judge(try Self.run(rate: rate, stalls: stalls))
        #expect(judgement.outcome == .fails)
        #expect(judgement.findings.map(\.cause) == ["unlikely number"])
    }
}
