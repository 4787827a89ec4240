import HopServer

/// The delays of one hop, beside its calls without one, which show what the machine itself delays.
struct HopDelays {
    private(set) var struck: [MeasuredDelay] = []
    private var undelayed = 0
    /// Of the calls without a delay, how many took as long as the shortest delay.
    private var undelayedAsLong = 0
    /// Calls of another program that took more than half of the shortest delay: a delay that is too short, or a call that
    /// something else held up.
    private(set) var unclear = 0

    /// nil when the hop does not delay.
    init?(of hop: Int, _ run: RunAnalysis) {
        guard let delay = run.chain.hops[hop].delay else { return nil }
        let from = nanoseconds(delay.fromSeconds * run.settings.timeScale)
        let to = nanoseconds(delay.toSeconds * run.settings.timeScale)
        var delayed: [(call: HopCall, sleep: ShownSleep)] = []
        var longest: Int64 = 0
        for call in run.injectedCalls(of: hop) {
            guard let strikes = run.delayStruck(call), let sleep = run.shownSleep(in: call) else { continue }
            if strikes {
                delayed.append((call, sleep))
            } else {
                undelayed += 1
                undelayedAsLong += sleep.reaches(from) ? 1 : 0
                longest = max(longest, sleep.own)
                let isCalm = from > 2 * run.schedulingBound(of: call)
                unclear += run.chain.hops[hop].isForeign && isCalm && sleep.own >= from / 2 ? 1 : 0
            }
        }
        struck = delayed.map { call, sleep in
            MeasuredDelay(
                call: call, from: from, to: to, sleep: sleep, bound: run.schedulingBound(of: call),
                longestUndelayed: longest)
        }
    }

    /// Whether the delays tell a hop that sleeps from one that does not: one of them stands out by itself, or all do
    /// together.
    var standOut: Bool {
        if struck.isEmpty || struck.contains(where: \.standsOut) { return true }
        let test = PermutationTest(
            marked: struck.count, long: struck.count + undelayedAsLong, all: struck.count + undelayed)
        return test.chance <= Self.significance
    }

    /// The chance with which a hop that never sleeps may pass.
    private static let significance = 0.05
}
