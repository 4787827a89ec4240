import TraceConsole

/// A number of strikes that the exact test refutes, in words that take no statistics to understand.
struct UnlikelyNumber {
    private let hits: Int
    private let ratePercent: Double
    private let test: BinomialTest

    /// nil when the number is believable.
    init?(_ hits: Int, of test: BinomialTest, ratePercent: Double) {
        guard test.refutes(hits: hits) else { return nil }
        self.hits = hits
        self.ratePercent = ratePercent
        self.test = test
    }

    /// `about 20 of 200 calls (10 %); 3 to 43 in all but one of a million runs`
    var expected: String {
        let rate = "(\(plainNumber(ratePercent)) %)"
        if ratePercent <= 0 { return "none of \(calls) \(rate)" }
        if ratePercent >= 100 { return "all \(calls) \(rate)" }
        let mean = plainNumber((Double(test.trials) * ratePercent / 10).rounded() / 10)
        let believable = test.believable
        return "about \(mean) of \(calls) \(rate); \(believable.lowerBound) to \(believable.upperBound) "
            + "in all but one of a million runs"
    }

    /// `61: at that rate, chance strays so far in 1 of 20,000,000 runs`
    var actual: String {
        if ratePercent <= 0 || ratePercent >= 100 { return "\(hits)" }
        return "\(hits): at that rate, chance strays so far in \(oddsText(test.pValue(hits: hits))) runs"
    }

    private var calls: String { counted(test.trials, "call") }
}
