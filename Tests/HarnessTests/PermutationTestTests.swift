import Testing

@testable import Harness

@Suite struct PermutationTestTests {
    /// By hand: 1/C(65, 5), and C(4, 2)/C(6, 2).
    @Test(arguments: [(5, 5, 65, 1.0 / 8_259_888), (2, 4, 6, 0.4), (2, 6, 6, 1)])
    func theChanceThatMarkedCallsAreAllLong(marked: Int, long: Int, all: Int, chance: Double) {
        #expect(abs(PermutationTest(marked: marked, long: long, all: all).chance / chance - 1) < 1e-12)
    }
}
