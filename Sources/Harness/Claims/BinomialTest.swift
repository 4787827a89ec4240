/// The exact two-sided binomial test of a rate: is `hits` of `trials` believable for a probability?
///
/// The p-value is twice the smaller tail, at most 1. With α = 1e-6 a right hop is accused once in a million runs.
package struct BinomialTest: Sendable {
    package static let significance = 1e-6
    /// The chance with which a test must catch a hop that is clearly wrong, before its silence counts as a pass.
    package static let wantedPower = 0.99

    package let trials: Int
    package let probability: Double
    /// Cumulated from 0 to trials.
    private let lower: [Double]
    private let upper: [Double]

    /// The probability is from 0 to 1; at 0 and 1 one deviation refutes it.
    package init(trials: Int, probability: Double) {
        self.trials = trials
        self.probability = probability
        let masses = Self.masses(trials: trials, probability: probability)
        var below = 0.0
        lower = masses.map {
            below += $0
            return below
        }
        var above = 0.0
        upper = masses.reversed().map {
            above += $0
            return above
        }.reversed()
    }

    package func pValue(hits: Int) -> Double {
        guard (0...trials).contains(hits) else { return 0 }
        return min(1, 2 * min(lower[hits], upper[hits]))
    }

    package func refutes(hits: Int) -> Bool { pValue(hits: hits) <= Self.significance }

    /// The numbers of hits that are not refuted: without a gap, since tails grow towards the middle.
    var believable: ClosedRange<Int> {
        let middle = min(trials, max(0, Int(Double(trials) * probability)))
        let lowest = (0...middle).first { !refutes(hits: $0) } ?? middle
        let highest = (middle...trials).last { !refutes(hits: $0) } ?? middle
        return lowest...highest
    }

    /// The chance that this test refutes a hop whose true probability is `other`.
    package func power(against other: Double) -> Double {
        Self.masses(trials: trials, probability: min(1, other)).enumerated()
            .reduce(0) { refutes(hits: $1.offset) ? $0 + $1.element : $0 }
    }

    /// Whether silence of the test means something: it would catch "never" and "three times the rate".
    package var isTelling: Bool {
        if probability <= 0 || probability >= 1 { return trials > 0 }
        return power(against: 0) >= Self.wantedPower && power(against: 3 * probability) >= Self.wantedPower
    }

    /// The smallest number of trials that is telling: 186 at 10 %, 413 at 5 %, 2254 at 1 %.
    package static func trialsNeeded(probability: Double) -> Int {
        if probability <= 0 || probability >= 1 { return 1 }
        // Fewer trials than these cannot refute "never": (1 − p)^n must reach half of α.
        var trials = 1
        var never = 1 - probability
        while never > significance / 2 {
            never *= 1 - probability
            trials += 1
        }
        // The power climbs like a saw: it drops where the critical number of hits grows by one, every 1/p trials. Gallop
        // to a number that tells, then walk from two teeth before the last one that did not: the first lies there.
        let first = trials
        var silent = trials
        while !BinomialTest(trials: trials, probability: probability).isTelling {
            silent = trials
            trials += max(1, trials / 64)
        }
        let teeth = min(Double(silent), (2 / probability).rounded(.up))
        var telling = max(first, silent - Int(teeth))
        while !BinomialTest(trials: telling, probability: probability).isTelling { telling += 1 }
        return telling
    }

    /// The probability of each number of hits. Computed outward from the likeliest one by the ratio of neighbours and
    /// normalised, which needs no logarithm and loses nothing that matters: what underflows is below 1e-300.
    private static func masses(trials: Int, probability: Double) -> [Double] {
        var masses = [Double](repeating: 0, count: trials + 1)
        if probability <= 0 || probability >= 1 {
            masses[probability <= 0 ? 0 : trials] = 1
            return masses
        }
        let mode = min(trials, Int(Double(trials + 1) * probability))
        let odds = probability / (1 - probability)
        masses[mode] = 1
        for hits in stride(from: mode + 1, through: trials, by: 1) {
            masses[hits] = masses[hits - 1] * Double(trials - hits + 1) / Double(hits) * odds
        }
        for hits in stride(from: mode - 1, through: 0, by: -1) {
            masses[hits] = masses[hits + 1] * Double(hits + 1) / Double(trials - hits) / odds
        }
        let total = masses.reduce(0, +)
        return masses.map { $0 / total }
    }
}
