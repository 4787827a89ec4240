import TraceModel

/// How far the wall clock was set, against the monotonic one, between the stamps of a stretch of time.
///
/// The taps and our hops read one wall clock, and its readings tell causes from effects only while nobody sets it (a
/// virtual machine that resumes, a first synchronisation). A slew is no such setting: it moves both clocks.
enum WallClockShift {
    /// Nanoseconds between the most and the least that the wall clock was ahead; 0 for a clock that nobody set, up to
    /// the microsecond that a pair of readings may be wrong.
    static func among(_ stamps: some Collection<ClockStamp>) -> Int64 {
        guard let first = stamps.first else { return 0 }
        var least: Int64 = 0
        var most: Int64 = 0
        for stamp in stamps {
            let ahead = stamp.ahead(of: first)
            least = min(least, ahead)
            most = max(most, ahead)
        }
        // Both are within ±2^60.
        return most - least
    }
}

extension ClockStamp {
    /// How much more time passed on the wall clock than on the monotonic one, clamped to ±2^60: a kept run may say
    /// anything.
    fileprivate func ahead(of earlier: ClockStamp) -> Int64 {
        let (ahead, overflow) = wall.nanoseconds(since: earlier.wall)
            .subtractingReportingOverflow(nanoseconds(since: earlier))
        if overflow { return wall < earlier.wall ? -(1 << 60) : 1 << 60 }
        return max(-(1 << 60), min(1 << 60, ahead))
    }
}

extension HopCall {
    /// The shift while the call was under way, from the tap before the hop and those behind it.
    var wallClockShift: Int64 { WallClockShift.among(inbound.stamps + outbound.flatMap(\.exchange.stamps)) }
}
