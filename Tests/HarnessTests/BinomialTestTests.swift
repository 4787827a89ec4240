import Testing

@testable import Harness

@Suite struct BinomialTestTests {
    @Test(arguments: [(0.1, 186), (0.05, 413), (0.01, 2254)])
    func neededTrialsAreThoseThatRefuteNeverAndThreeTimes(probability: Double, trials: Int) {
        #expect(BinomialTest.trialsNeeded(probability: probability) == trials)
        #expect(!BinomialTest(trials: trials - 1, probability: probability).isTelling)
    }

    /// Tail sums computed with exact fractions: P(X ≤ 3) and P(X ≥ 3) for 10 trials at 1/2 are 176/1024 and 968/1024.
    @Test func pValueIsTwiceTheSmallerTail() {
        let test = BinomialTest(trials: 10, probability: 0.5)
        #expect(abs(test.pValue(hits: 3) - 2 * 176 / 1024) < 1e-12)
        #expect(test.pValue(hits: 5) == 1)
        #expect(abs(test.pValue(hits: 0) - 2.0 / 1024) < 1e-12)
    }

    @Test(arguments: [(0.0, 0, false), (0.0, 1, true), (1.0, 50, false), (1.0, 49, true)])
    func certaintiesAreRefutedByOneDeviation(probability: Double, hits: Int, refuted: Bool) {
        #expect(BinomialTest(trials: 50, probability: probability).refutes(hits: hits) == refuted)
    }

    @Test func largeNumbersNeitherOverflowNorVanish() {
        let test = BinomialTest(trials: 20_000, probability: 0.1)
        #expect(!test.refutes(hits: 2000))
        #expect(test.refutes(hits: 6000))
        #expect(test.refutes(hits: 0))
    }
}
