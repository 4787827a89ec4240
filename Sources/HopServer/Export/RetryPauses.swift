import TracePlatform
import TraceTransport

/// The pauses of one exporter before it tries to reach its collector again. They are over at once when the hop ends.
///
///     waiting ──time passed──▶ another attempt
///        └─────hop ends──────▶ the last attempt
///     hop has ended ─────────▶ none
final class RetryPauses: Sendable {
    private struct State {
        var isEnding = false
        var waits: Set<WaitID> = []
    }

    private let loop: EventLoop
    private let state = Locked(State())

    init(on loop: EventLoop) { self.loop = loop }

    /// Whether the hop is ending, so that nobody waits any more.
    var areOver: Bool { state.withLock { $0.isEnding } }

    /// Returns when it is time for another attempt. False when there is none: the hop was ending already, or it is being
    /// torn down. Must run on the loop.
    func pass(nanoseconds: Int64) async -> Bool {
        if areOver { return false }
        var wait: WaitID?
        let outcome = await loop.wait(deadline: loop.now() + nanoseconds) { id in
            wait = id
            state.withLock { _ = $0.waits.insert(id) }
        }
        if let wait { state.withLock { _ = $0.waits.remove(wait) } }
        return outcome == .deadlineExceeded || outcome == .woken
    }

    /// The hop ends: who waits tries for the last time, and nobody waits any more. Must run on the loop.
    func end() {
        let waits = state.withLock { state in
            state.isEnding = true
            return state.waits
        }
        for wait in waits { loop.wake(wait) }
    }
}
