import TracePlatform

/// The clock by which an event loop's timers and deadlines strike.
package enum LoopClock: Sendable {
    /// The machine's monotonic clock.
    case monotonic
    /// A clock that a test moves.
    case manual(ManualClock)

    package func now() -> MonotonicInstant {
        switch self {
        case .monotonic: MonotonicClock.now()
        case .manual(let clock): clock.now()
        }
    }
}

/// A clock that stands still until it is advanced. Starts at zero.
package final class ManualClock: Sendable {
    private struct State {
        var now = MonotonicInstant(nanoseconds: 0)
        var wakers: [PollerWaker] = []
    }

    private let state = Locked(State())

    package init() {}

    package func now() -> MonotonicInstant { state.withLock { $0.now } }

    /// Moves the time, and wakes the loops that run by this clock, whose expired timers then strike.
    package func advance(byNanoseconds nanoseconds: Int64) {
        let wakers = state.withLock { state in
            state.now = state.now + nanoseconds
            return state.wakers
        }
        for waker in wakers { waker.wake() }
    }

    func wakeOnAdvance(_ waker: PollerWaker) { state.withLock { $0.wakers.append(waker) } }
}
