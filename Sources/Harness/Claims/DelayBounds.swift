import HopServer
import TraceModel

extension Claim {
    /// Measured on the wire: the tap before a hop minus the taps behind it.
    ///
    /// No machine shortens a sleep, so that every delay proves whether it was too short. A busy one prolongs whatever it
    /// runs, so that a delay is too long only by more than that explains (``MeasuredDelay``). And a hop that never sleeps
    /// could pass on a machine so busy that all its calls take as long as delays: the claim is judged for a hop when its
    /// delays *together* stand out from that (``DelaysOfHop/standOut``). One delay by one, a lag of 8 ms would leave 100 ms
    /// untold, although five such calls among sixty short ones are no accident.
    static let delayBounds = Claim("delay/bounds", "a delay that strikes lasts from `from` to `to`") { run, tally in
        guard run.chain.hops.contains(where: { $0.delay != nil }) else { return tally.ruleOut("no hop delays") }
        guard run.settings.timeScale > 0 else { return tally.ruleOut("--time-scale 0 turns delays off") }
        var covered = 0
        for hop in run.chain.hops.indices {
            guard let delays = DelaysOfHop(hop, run) else { continue }
            for delay in delays.struck { judge(delay, delays, &tally) }
            if !delays.standOut {
                tally.leaveUnjudged(
                    "the \(delays.struck.count) delays of \(run.chain.hops[hop].name) do not stand out from what the machine itself delays"
                )
            }
            covered += delays.struck.count { !$0.standsOut }
        }
        let note = covered == 0 ? "" : ", \(covered) told by their number alone"
        tally.figures = "\(tally.judged) delays\(note)"
        if tally.judged == 0 { tally.ruleOut("no delay struck") }
    }

    private static func judge(_ delay: MeasuredDelay, _ delays: DelaysOfHop, _ tally: inout Tally) {
        tally.expect(
            !delay.isTooShort && !delay.isTooLong,
            else: Finding(
                delay.isTooShort ? "too short" : "too long", request: delay.call.request, hop: delay.call.hop,
                edge: delay.call.hop,
                expected:
                    "\(durationText(delay.from)) to \(durationText(delay.to)) (+ \(durationText(delay.bound)))",
                actual: durationText(delay.isTooShort ? sleepAtMost(own: delay.own, span: delay.span) : delay.own)))
    }
}

/// One call that a delay struck, all times in nanoseconds.
struct MeasuredDelay {
    let call: HopCall
    let from: Int64
    let to: Int64
    /// What the taps show that the hop took itself: never less than its sleep.
    let own: Int64
    /// What our hop's `delay` span says: never less than its sleep either. nil where it proves nothing.
    let span: Int64?
    /// What a busy machine may add.
    let bound: Int64
    /// The longest that the hop took itself for a call without a delay.
    let longestUndelayed: Int64

    var isTooShort: Bool { !isAsLong(sleepAtMost(own: own, span: span), as: from) }

    /// The own time holds queues that no heartbeat of the harness sees: the hop's event loop, its wait for a processor.
    /// Where the `delay` span keeps the bounds, the sleep did, and only what lies outside of the span is left to explain;
    /// that is not more than calls without a delay take. A sleep outside of the span is.
    var isTooLong: Bool {
        guard own > to + bound else { return false }
        guard let span, span <= to + bound else { return true }
        return own - span > longestUndelayed + bound
    }

    /// Whether this delay alone tells a hop that sleeps from one that a busy machine holds up.
    var standsOut: Bool { from > 2 * bound }
}

/// The calls of one hop: those that a delay struck, and those without one, which show what the machine itself delays.
struct DelaysOfHop {
    private(set) var struck: [MeasuredDelay] = []
    /// Of the calls without a delay, how many took as long as the shortest delay.
    private var undelayedAsLong = 0
    private var undelayed = 0

    /// nil when the hop does not delay.
    init?(_ hop: Int, _ run: RunAnalysis) {
        guard let delay = run.chain.hops[hop].delay else { return nil }
        let from = nanoseconds(delay.fromSeconds * run.settings.timeScale)
        let to = nanoseconds(delay.toSeconds * run.settings.timeScale)
        var delayed: [(call: HopCall, own: Int64)] = []
        var longest: Int64 = 0
        for call in run.injectedCalls(of: hop) {
            guard let strikes = run.delayStruck(call), let own = call.selfTimeNanoseconds else { continue }
            if strikes {
                delayed.append((call, own))
            } else {
                undelayed += 1
                undelayedAsLong += isAsLong(sleepAtMost(own: own, span: run.delaySpan(of: call)), as: from) ? 1 : 0
                longest = max(longest, own)
            }
        }
        struck = delayed.map { call, own in
            MeasuredDelay(
                call: call, from: from, to: to, own: own, span: run.delaySpan(of: call),
                bound: run.schedulingBound(of: call), longestUndelayed: longest)
        }
    }

    /// Whether the delays tell a hop that sleeps from one that does not: one of them stands out by itself, or all
    /// together by an exact permutation test. Had the hop not slept, its delayed calls would be any of its calls; the
    /// chance that the machine alone made all of them so long is C(long, struck) / C(all, struck).
    var standOut: Bool {
        if struck.isEmpty || struck.contains(where: \.standsOut) { return true }
        var chance = 1.0
        for index in struck.indices {
            chance *= Double(undelayedAsLong + struck.count - index) / Double(undelayed + struck.count - index)
        }
        return chance <= Self.significance
    }

    /// The chance with which a hop that never sleeps may pass.
    private static let significance = 0.05
}

/// A sleep lies within the hop's own time on the wire and within its `delay` span, which queues do not prolong so much.
private func sleepAtMost(own: Int64, span: Int64?) -> Int64 { min(own, span ?? own) }

/// Within a millisecond for the reading of clocks.
private func isAsLong(_ nanoseconds: Int64, as from: Int64) -> Bool { nanoseconds >= from - 1_000_000 }

extension RunAnalysis {
    /// The duration of our hop's `delay` span; nil where its clock is charged by `time/agrees` or `time/within-run`.
    fileprivate func delaySpan(of call: HopCall) -> Int64? {
        guard !chain.hops[call.hop].isForeign, !hopsThatMeasureWrongly.contains(call.hop),
            let span = call.internalSpan(named: "delay")?.span, !isOutsideRun(span)
        else { return nil }
        return span.durationNanoseconds
    }
}
