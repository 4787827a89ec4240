import TracePlatform
import TraceTransport

/// Beats every 5 ms on the harness's own event loop and notes how late each beat is: the measure of a busy machine.
final class Heartbeat: Sendable {
    /// Nanoseconds between beats.
    static let period: Int64 = 5_000_000
    /// Lateness below this is the grain of the timer, not a busy machine.
    private static let grain: Int64 = 1_000_000

    private let lags = Locked(LoopLags())

    /// Until the task is cancelled.
    func run(on loop: EventLoop) async {
        var due = loop.now() + Self.period
        while (try? await loop.sleep(until: due)) != nil {
            let now = loop.now()
            let late = now - due
            if late > Self.grain {
                lags.withLock { $0.append(.init(at: now.nanoseconds, lateNanoseconds: late)) }
            }
            due = max(due, now) + Self.period
        }
    }

    var measured: LoopLags { lags.withLock { $0 } }
}
