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

    /// Readings of the monotonic clock before and after each reading of the wall clock, in microseconds.
    @Test(
        arguments: [
            ([0, 1], 100, 500),
            // The processor was taken away between the first two readings, then between the next two.
            ([0, 5_000, 9_000, 9_001], 102, 9_000_500),
            // It always was: the closest pair counts.
            ([0] + (1...16).map { $0 * 5_000 - ($0 == 3 ? 2_000 : 0) }, 102, 11_500_000),
        ] as [([Int64], Int64, Int64)])
    func clocksArePairedWhereTheirReadingsLieClosest(monotonic: [Int64], wall: Int64, instant: Int64) {
        var readings = monotonic.makeIterator()
        var nextWall: Int64 = 99
        let pair = ClockPair.read(
            wallNanoseconds: {
                nextWall += 1
                return nextWall
            },
            monotonic: { MonotonicInstant(nanoseconds: (readings.next() ?? .max) * 1_000) })
        #expect(pair.wallNanoseconds == wall)
        #expect(pair.monotonic.nanoseconds == instant)
    }
}
