import HopServer
import TraceModel

extension Claim {
    static let delayRate = Claim("delay/rate", "delays strike the requests that the rate and the seed choose") {
        run, tally in
        guard run.chain.hops.contains(where: { $0.delay != nil }) else { return tally.ruleOut("no hop delays") }
        guard run.settings.timeScale > 0 else { return tally.ruleOut("--time-scale 0 turns delays off") }
        judge(
            run, &tally, rate: { $0.delay?.rate }, struck: run.delayStruck, mayHaveStruck: run.delayMayHaveStruck
        ) { run.strikes(.delay, $0) }
    }

    static let errorRate = Claim("error/rate", "errors strike the requests that the rate and the seed choose") {
        run, tally in
        guard run.chain.hops.contains(where: { $0.error != nil }) else { return tally.ruleOut("no hop injects errors") }
        judge(
            run, &tally, rate: { $0.error?.rate }, struck: run.errorStruck, mayHaveStruck: { _ in false }
        ) { run.strikes(.error, $0) }
    }

    /// One number for each hop, and for predictable hops each single request too.
    private static func judge(
        _ run: RunAnalysis, _ tally: inout Tally, rate: (ChainHop) -> Double?, struck: (HopCall) -> Bool?,
        mayHaveStruck: (HopCall) -> Bool, predicted: (HopCall) -> Bool?
    ) {
        var figures: [String] = []
        for (index, hop) in run.chain.hops.enumerated() {
            guard let rate = rate(hop) else { continue }
            if run.settings.isSeeded, !hop.isForeign, run.hopsWithOwnTraces.contains(index) {
                tally.block(by: "linkage/one-trace")
                continue
            }
            var count = StrikeCount()
            var isPredicted = false
            for call in run.injectedCalls(of: index) {
                guard let strikes = struck(call) else {
                    if mayHaveStruck(call) { count.unclear += 1 }
                    continue
                }
                if strikes { count.struck += 1 } else { count.spared += 1 }
                guard let expected = predicted(call) else { continue }
                isPredicted = true
                tally.expect(strikes == expected, else: surprise(expected: expected, call, rate: rate))
            }
            figures.append("\(hop.name) \(count)")
            judge(count, rate: rate, hop: index, isPredicted: isPredicted, run, &tally)
        }
        tally.figures = figures.joined(separator: ", ")
    }

    private static func surprise(expected: Bool, _ call: HopCall, rate: Double) -> Finding {
        Finding(
            expected ? "an injection that was due did not strike" : "an injection struck that was not due",
            request: call.request, hop: call.hop, edge: call.hop,
            expected: expected
                ? "a strike: the draw is below \(plainNumber(rate)) %"
                : "none: the draw is not below \(plainNumber(rate)) %",
            actual: expected
                ? "none" : "a strike, answered \(call.inbound.response.map { String($0.status) } ?? "nothing")")
    }

    private static func judge(
        _ count: StrikeCount, rate: Double, hop: Int, isPredicted: Bool, _ run: RunAnalysis, _ tally: inout Tally
    ) {
        let name = run.chain.hops[hop].name
        let trials = count.trials
        guard trials > 0 else {
            if run.refusedHops.contains(hop) {
                tally.block(by: "export/accepted")
            } else {
                tally.leaveUnjudged("no call of \(name) tells whether an injection struck")
            }
            return
        }
        let test = BinomialTest(trials: trials, probability: rate / 100)
        // A hop whose single requests were all as predicted needs no large number; the test still guards the draw.
        if !isPredicted, !test.isTelling {
            let needed = BinomialTest.trialsNeeded(probability: rate / 100)
            return tally.leaveUnjudged(
                "\(trials) calls of \(name) are too few to tell \(plainNumber(rate)) %; \(needed) are needed")
        }
        let believable = test.believable
        if believable.contains(count.struck), believable.contains(count.mostStruck) { return tally.hold() }
        // Whatever the unclear calls were: even all of them are too few, or even none of them is too many.
        let nearest =
            count.mostStruck < believable.lowerBound ? count.mostStruck : max(count.struck, believable.lowerBound)
        guard let unlikely = UnlikelyNumber(nearest, of: test, ratePercent: rate) else {
            return tally.leaveUnjudged(
                "on a machine this busy, \(count.struck) to \(count.mostStruck) of \(trials) calls of \(name) may have been struck"
            )
        }
        tally.fail(Finding("unlikely number", hop: hop, expected: unlikely.expected, actual: unlikely.actual))
    }
}
