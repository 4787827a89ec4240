import Testing

@testable import Harness

@Suite struct LoopLagsTests {
    /// Beats were due at 100, 200 and 300 and came 5, 50 and 10 later.
    private let lags = LoopLags([
        .init(at: 310, lateNanoseconds: 10), .init(at: 105, lateNanoseconds: 5), .init(at: 250, lateNanoseconds: 50),
    ])

    @Test(arguments: [
        (0, 99, 0), (0, 100, 5), (106, 199, 0), (106, 200, 50), (240, 245, 50), (250, 250, 50), (251, 299, 0),
        (251, 300, 10), (0, 1000, 50), (311, 1000, 0),
    ])
    func theLargestLagOverlapsTheInterval(start: Int64, end: Int64, largest: Int64) {
        #expect(lags.largest(from: start, to: end) == largest)
    }

    @Test func noBeatIsNoLag() {
        #expect(LoopLags().largest(from: .min, to: .max) == 0)
        #expect(LoopLags().largest == 0)
    }
}
