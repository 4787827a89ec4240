import TracePlatform

/// A point in time by both clocks: one for timestamps that leave the process, one for durations.
package struct HTTPMoment: Sendable, Hashable {
    /// Nanoseconds since 1970-01-01T00:00:00Z.
    package let wallNanoseconds: Int64
    /// By the clock of the event loop.
    package let monotonic: MonotonicInstant

    package init(wallNanoseconds: Int64, monotonic: MonotonicInstant) {
        self.wallNanoseconds = wallNanoseconds
        self.monotonic = monotonic
    }

    static func now(on loop: EventLoop) -> HTTPMoment {
        HTTPMoment(wallNanoseconds: WallClock.nowNanoseconds(), monotonic: loop.now())
    }
}
