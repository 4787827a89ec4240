import Foundation
import Testing
import TracePlatform

struct ClockTests {
    @Test(
        arguments: [
            (0, 5, 5), (5, -7, -2), (Int64.max, 1, Int64.max), (Int64.max - 3, 5, Int64.max),
            (Int64.min, -1, Int64.min),
            (Int64.max, Int64.min, -1),
        ] as [(Int64, Int64, Int64)])
    func additionSaturates(instant: Int64, added: Int64, sum: Int64) {
        #expect((MonotonicInstant(nanoseconds: instant) + added).nanoseconds == sum)
    }

    @Test(
        arguments: [
            (7, 5, 2), (5, 7, -2), (Int64.max, -1, Int64.max), (Int64.min, 1, Int64.min), (Int64.min, Int64.min, 0),
        ] as [(Int64, Int64, Int64)])
    func differencesSaturate(left: Int64, right: Int64, difference: Int64) {
        #expect(MonotonicInstant(nanoseconds: left) - MonotonicInstant(nanoseconds: right) == difference)
    }

    @Test func monotonicTimeDoesNotGoBack() {
        let first = MonotonicClock.now()
        #expect(MonotonicClock.now() >= first)
    }

    @Test func wallTimeIsNanosecondsSince1970() {
        let before = Date().timeIntervalSince1970
        let now = Double(WallClock.nowNanoseconds()) / 1e9
        // Doubles hold such times to half a microsecond.
        #expect(now >= before - 0.001 && now <= Date().timeIntervalSince1970 + 0.001)
    }
}
