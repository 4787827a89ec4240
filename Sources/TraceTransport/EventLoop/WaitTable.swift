import TracePlatform

/// Why a wait has ended.
package enum WaitOutcome: Hashable, Sendable {
    /// Somebody called `wake`: what was waited for has happened.
    case woken
    case deadlineExceeded
    case cancelled
    /// The loop was shut down, or what was waited for was closed.
    case closed
}

/// Names one wait. It may outlive the wait: waking it then does nothing.
package struct WaitID: Hashable, Sendable {
    fileprivate let slot: Int
    fileprivate let generation: UInt32
}

/// The suspended tasks of a loop, each with its deadline if it has one.
///
/// All that a task can wait for on a loop, sleep, readiness and answers from other threads, is one entry here: so
/// cancellation, deadlines and shutdown exist once.
struct WaitTable {
    typealias Continuation = UnsafeContinuation<WaitOutcome, Never>

    private struct Slot {
        var generation: UInt32 = 0
        var continuation: Continuation?
        var timer: TimerHeap<WaitID>.ID?
    }

    private var slots: [Slot] = []
    private var freeSlots: [Int] = []
    private var timers = TimerHeap<WaitID>()

    var nextDeadline: Int64? { timers.nextDeadline }

    /// Reserves an entry; `begin` or `finish` has to follow.
    mutating func reserve() -> WaitID {
        if let slot = freeSlots.popLast() { return WaitID(slot: slot, generation: slots[slot].generation) }
        slots.append(Slot())
        return WaitID(slot: slots.count - 1, generation: 0)
    }

    mutating func begin(_ id: WaitID, _ continuation: Continuation, deadline: MonotonicInstant?) {
        slots[id.slot].continuation = continuation
        if let deadline, deadline != .distantFuture {
            slots[id.slot].timer = timers.insert(deadline: deadline.nanoseconds, id)
        }
    }

    /// Takes out the task to resume; nil when this wait has ended already.
    mutating func finish(_ id: WaitID) -> Continuation? {
        guard slots[id.slot].generation == id.generation else { return nil }
        guard let continuation = slots[id.slot].continuation.take() else { return nil }
        if let timer = slots[id.slot].timer.take() { timers.remove(timer) }
        slots[id.slot].generation &+= 1  // wraps by design: only a wait 2^32 uses old could be mistaken
        freeSlots.append(id.slot)
        return continuation
    }

    /// The next wait whose deadline is `now` or before.
    mutating func popExpired(now: MonotonicInstant) -> WaitID? { timers.popExpired(now: now.nanoseconds) }

    /// All waits that are under way.
    var current: [WaitID] {
        slots.indices.filter { slots[$0].continuation != nil }
            .map { WaitID(slot: $0, generation: slots[$0].generation) }
    }
}
