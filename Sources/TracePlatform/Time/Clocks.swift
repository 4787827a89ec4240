#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The clock for durations and deadlines: it never jumps, and it has no relation to the calendar.
package enum MonotonicClock {
    package static func now() -> MonotonicInstant {
        MonotonicInstant(nanoseconds: readClock(CLOCK_MONOTONIC))
    }
}

/// The calendar's clock, for timestamps that leave the process; it may jump when the machine's time is set.
package enum WallClock {
    /// Nanoseconds since 1970-01-01T00:00:00Z.
    package static func nowNanoseconds() -> Int64 {
        readClock(CLOCK_REALTIME)
    }
}

/// Both clocks exist on every supported system, so the call cannot fail; a failure would read as zero.
private func readClock(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    _ = clock_gettime(clock, &time)
    // No overflow: seconds since 1970 or since boot stay below 2^33 for two centuries, times 10^9 is below 2^63.
    return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
}
