import TraceModel
import TracePlatform

extension ClockStamp {
    /// Both clocks, read now and as one moment (``ClockPair``): stamps that lie further apart on one clock than on the
    /// other show that the wall clock was set between them.
    static func now() -> ClockStamp {
        let pair = ClockPair.now()
        return ClockStamp(wall: Timestamp(nanoseconds: pair.wallNanoseconds), monotonic: pair.monotonic.nanoseconds)
    }
}
