import TraceBytes
import TraceModel
import TraceRules
import Testing

@testable import Harness

/// What the claims about time take for proven, and what not.
@Suite struct TimeClaimsTests {
    private static let settings = RunSettings(seed: 42, requests: 40)
    private static let abc = Result { try EvidenceBuilder.abc(settings) }

    /// Somebody sets the wall clock by five seconds while the last hop works, and all of its spans lie before.
    @Test(arguments: [-5_000_000_000, 5_000_000_000] as [Int64])
    func aCallDuringWhichTheWallClockWasSetProvesNoOrder(step: Int64) throws {
        var evidence = try Self.abc.get().build()
        let position = try #require(evidence.exchanges.firstIndex { $0.edge == 2 })
        let response = try #require(evidence.exchanges[position].response)
        evidence.exchanges[position].response?.received.wall = response.received.wall.advanced(byNanoseconds: step)
        evidence.exchanges[position].response?.forwarded.wall = response.forwarded.wall.advanced(byNanoseconds: step)
        let run = RunAnalysis(evidence)
        #expect(run.wallClockShift == 5_000_000_000)
        let judgement = Claim.timeEnclosed.judge(run)
        #expect(judgement.outcome == .holds, "\(judgement.findings.prefix(1))")
        // The hop's own and its caller's.
        #expect(judgement.figures.hasSuffix("2 calls left out, in which the wall clock was set"))
        #expect(Claim.timeWithinRun.judge(run).outcome == .holds)
    }

    /// The end of the run is read on a clock that was set back: spans of the run seem to lie behind it.
    @Test func aClockThatIsSetBackPutsNoSpanOutsideTheRun() throws {
        var evidence = try Self.abc.get().build()
        let last = try #require(evidence.requests.indices.last)
        guard case .response(let status, let body, var received) = evidence.requests[last].answer else { return }
        received.wall = received.wall.advanced(byNanoseconds: -60_000_000_000)
        evidence.requests[last].answer = .response(status: status, body: body, received: received)
        evidence.ended = evidence.ended.advanced(byNanoseconds: -60_000_000_000)
        #expect(Claim.timeWithinRun.judge(RunAnalysis(evidence)).outcome == .holds)
    }

    @Test(
        arguments: [
            ([(0, 0), (10, 10)], 0), ([(0, 0), (10, 4), (10, 13)], 9),
            ([(.max, -(1 << 49)), (.min, 1 << 49)], 1 << 60),
            ([], 0),
        ] as [([(Int64, Int64)], Int64)])
    func theShiftIsWhatTheWallClockWasAheadAtMost(stamps: [(Int64, Int64)], shift: Int64) {
        #expect(
            WallClockShift.among(
                stamps.map { ClockStamp(wall: Timestamp(nanoseconds: $0.0), monotonic: $0.1) }) == shift)
    }

    /// Another program ends its SERVER span after the answer, at the latest when it exports it.
    @Test(arguments: [(12_000_000, Outcome.holds), (1_000_000_000, .fails)] as [(Int64, Outcome)])
    func anotherProgramsSpanMayOutlastItsAnswer(longer: Int64, outcome: Outcome) throws {
        var evidence = try Self.abc.get().with { $0.foreign = [1: .init()] }.build()
        evidence.mapSpans(of: 1) { span in
            var span = span
            if span.kind == .server { span.durationNanoseconds? += longer }
            return span
        }
        #expect(Claim.timeAgrees.judge(RunAnalysis(evidence)).outcome == outcome)
    }

    @Test func ourSpanEndsBeforeItsAnswer() throws {
        var evidence = try Self.abc.get().build()
        evidence.mapSpans(of: 1) { span in
            var span = span
            if span.kind == .server { span.durationNanoseconds? += 12_000_000 }
            return span
        }
        #expect(Claim.timeAgrees.judge(RunAnalysis(evidence)).outcome == .fails)
    }

    /// 100 ns in all. Two calls side by side are behind the hop from 10 to 50, and one that it leaves running from 90 on.
    @Test func theOwnTimeLeavesOutWhatIsBehindTheHopOnce() throws {
        func stamp(_ time: Int64) -> ClockStamp { ClockStamp(wall: Timestamp(nanoseconds: time), monotonic: time) }
        func exchange(_ edge: Int, _ number: Int, _ start: Int64, _ end: Int64) -> (Exchange, [EdgeContext]) {
            let answer = Exchange.Response(
                status: 200, headers: HeaderFields(), body: [], received: stamp(end), forwarded: stamp(end))
            let exchange = Exchange(
                edge: edge, number: number, requestHeaders: HeaderFields(), requestReceived: stamp(start),
                requestForwarded: stamp(start), response: answer)
            return (exchange, [])
        }
        let calls = CallMatching.calls(
            request: 0,
            exchanges: [
                exchange(0, 0, 0, 100), exchange(1, 0, 10, 40), exchange(1, 1, 20, 50), exchange(1, 2, 90, 200),
            ],
            spans: [])
        let call = try #require(calls.first)
        #expect(call.selfTimeNanoseconds == 50)
        #expect(call.timeBehindNanoseconds == 40)
    }
}
