import TraceModel
import TracePlatform

extension ClockStamp {
    /// Both clocks, read now, the wall clock first.
    static func now() -> ClockStamp {
        ClockStamp(
            wall: Timestamp(nanoseconds: WallClock.nowNanoseconds()), monotonic: MonotonicClock.now().nanoseconds)
    }
}
