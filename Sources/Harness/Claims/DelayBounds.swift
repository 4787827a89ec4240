import TraceConsole

extension Claim {
    /// Measured on the wire: the tap before a hop minus the taps behind it.
    ///
    /// No machine shortens a sleep, so that every delay proves whether it was too short. A busy one prolongs whatever it
    /// runs, so that a delay is too long only by more than that explains (``MeasuredDelay``). And a hop that never sleeps
    /// could pass on a machine so busy that all its calls take as long as delays: the claim is judged for a hop when its
    /// delays *together* stand out from that (``HopDelays/standOut``). One delay by one, a lag of 8 ms would leave 100 ms
    /// untold, although five such calls among sixty short ones are no accident.
    static let delayBounds = Claim("delay/bounds", "a delay that strikes lasts from `from` to `to`") { run, tally in
        guard run.chain.hops.contains(where: { $0.delay != nil }) else { return tally.ruleOut("no hop delays") }
        guard run.settings.timeScale > 0 else { return tally.ruleOut("--time-scale 0 turns delays off") }
        var covered = 0
        for hop in run.chain.hops.indices {
            guard let delays = HopDelays(of: hop, run) else { continue }
            for delay in delays.struck { judge(delay, &tally) }
            if !delays.standOut {
                tally.leaveUnjudged(
                    "the \(delays.struck.count) delays of \(run.chain.hops[hop].name) do not stand out from what the machine itself delays"
                )
            }
            if delays.unclear > 0 {
                tally.leaveUnjudged(
                    "\(counted(delays.unclear, "call")) of \(run.chain.hops[hop].name) took between half of `from` and `from`: the wire does not tell a short delay from none"
                )
            }
            covered += delays.struck.count { !$0.standsOut }
        }
        let note = covered == 0 ? "" : ", \(covered) told by their number alone"
        tally.figures = "\(tally.judged) delays\(note)"
        if tally.judged == 0 { tally.ruleOut("no delay struck") }
    }

    private static func judge(_ delay: MeasuredDelay, _ tally: inout Tally) {
        tally.expect(
            !delay.isTooShort && !delay.isTooLong,
            else: Finding(
                delay.isTooShort ? "too short" : "too long", request: delay.call.request, hop: delay.call.hop,
                edge: delay.call.hop,
                expected:
                    "\(durationText(delay.from)) to \(durationText(delay.to)) (+ \(durationText(delay.allowance)))",
                actual: durationText(delay.isTooShort ? delay.sleep.atMost : delay.sleep.own)))
    }
}
