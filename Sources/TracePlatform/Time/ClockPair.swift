/// One moment on both clocks: what turns monotonic times into times of the calendar.
///
/// The two cannot be read at once, and a thread that loses its processor between the two readings would pair times that
/// lie milliseconds apart. So the wall clock is read between two readings of the monotonic one, again until these lie
/// close together; the pair is wrong by half of what is between them at most.
package struct ClockPair: Equatable, Sendable {
    /// Nanoseconds since 1970-01-01T00:00:00Z.
    package let wallNanoseconds: Int64
    package let monotonic: MonotonicInstant

    /// Half of a microsecond, the finest unit of most formats, is reached by a processor that is not taken away.
    private static let closeNanoseconds: Int64 = 1_000
    /// A thread that loses its processor so often in a row gets its closest pair.
    private static let attempts = 16

    package static func now() -> ClockPair {
        read(wallNanoseconds: WallClock.nowNanoseconds, monotonic: MonotonicClock.now)
    }

    /// The closest pair of the readings that the clocks give.
    package static func read(
        wallNanoseconds: () -> Int64, monotonic: () -> MonotonicInstant
    ) -> ClockPair {
        var closest = ClockPair(wallNanoseconds: 0, monotonic: .distantFuture)
        var least = Int64.max
        var before = monotonic()
        for _ in 0..<attempts where least > closeNanoseconds {
            let wall = wallNanoseconds()
            let after = monotonic()
            let between = after - before
            if between < least {
                least = between
                closest = ClockPair(wallNanoseconds: wall, monotonic: before + between / 2)
            }
            before = after
        }
        return closest
    }
}
