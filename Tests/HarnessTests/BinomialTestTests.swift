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

    /// Found with exact fractions: the first and the last number whose doubled tail is above 1e-6.
    @Test(arguments: [(200, 0.1, 3...43), (1000, 0.05, 20...87), (20, 0.0, 0...0), (20, 1.0, 20...20)])
    func believableNumbersAreThoseThatAreNotRefuted(trials: Int, probability: Double, hits: ClosedRange<Int>) {
        #expect(BinomialTest(trials: trials, probability: probability).believable == hits)
    }

    /// p-values of exact fractions: 4.66e-8 for 47, 1.41e-9 for none, 1.9e-15 for 61 of 200.
    @Test(arguments: [
        (47, "47: at that rate, chance strays so far in 1 of 21,000,000 runs"),
        (44, "44: at that rate, chance strays so far in 1 of 1,100,000 runs"),
        (0, "0: at that rate, chance strays so far in 1 of 710,000,000 runs"),
        (61, "61: at that rate, chance strays so far in less than 1 of 1,000,000,000,000 runs"),
    ])
    func anUnlikelyNumberIsSaidInWords(hits: Int, words: String) throws {
        let unlikely = try #require(
            UnlikelyNumber(hits, of: BinomialTest(trials: 200, probability: 0.1), ratePercent: 10))
        #expect(unlikely.expected == "about 20 of 200 calls (10 %); 3 to 43 in all but one of a million runs")
        #expect(unlikely.actual == words)
    }

    @Test(arguments: [
        (0.0, "none of 50 calls (0 %)"), (100.0, "all 50 calls (100 %)"),
    ])
    func atCertaintiesTheNumberSaysEverything(ratePercent: Double, expected: String) throws {
        let test = BinomialTest(trials: 50, probability: ratePercent / 100)
        let unlikely = try #require(UnlikelyNumber(2, of: test, ratePercent: ratePercent))
        #expect(unlikely.expected == expected)
        #expect(unlikely.actual == "2")
    }

    @Test func aBelievableNumberIsNotUnlikely() {
        #expect(UnlikelyNumber(43, of: BinomialTest(trials: 200, probability: 0.1), ratePercent: 10) == nil)
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
