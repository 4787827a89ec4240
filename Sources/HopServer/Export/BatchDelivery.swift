import TraceBytes
import TracePlatform
import TraceTransport

/// Sends one batch until the other end takes it, refuses it for good, or the time is over.
struct BatchDelivery: Sendable {
    /// The form's name, for the log.
    let form: String
    let loop: EventLoop
    /// Milliseconds for one batch, all attempts and pauses included.
    let timeoutMillis: Int
    let pauses: RetryPauses
    let log: HopLog

    /// How one attempt ended.
    enum Attempt: Sendable {
        /// Taken, less what the collector says that it rejected, and why.
        case taken(rejectedSpans: Int, message: String)
        case failed(reason: String, Pause?)
    }

    /// How long to wait before the next attempt.
    struct Pause: Sendable {
        let nanoseconds: Int64
        /// The collector asked for it, or answered at least: the pause is kept also when the hop ends. A collector that
        /// cannot be reached is not waited for then.
        let isAsked: Bool

        /// Nil for no pause, which means no attempt.
        init?(_ nanoseconds: Int64?, isAsked: Bool) {
            guard let nanoseconds else { return nil }
            self.nanoseconds = nanoseconds
            self.isAsked = isAsked
        }
    }

    func deliver(
        _ spans: Int, _ attempt: (_ retries: ExportRetries) async -> Attempt
    ) async -> ExportResult {
        var retries = ExportRetries(deadline: loop.now() + Int64(timeoutMillis) * 1_000_000)
        while true {
            switch await attempt(retries) {
            case .taken(let rejected, let message):
                let rejected = min(spans, max(0, rejected))
                if rejected > 0 { write("export-failed", rejected, "rejected by the collector: \(message)") }
                return ExportResult(delivered: spans - rejected, dropped: rejected, retries: retries.count)
            case .failed(let reason, let pause):
                guard let pause, await wait(pause, spans, reason) else {
                    write("export-failed", spans, reason)
                    return ExportResult(delivered: 0, dropped: spans, retries: retries.count)
                }
                retries.count += 1
            }
        }
    }

    /// Says whether there is another attempt.
    private func wait(_ pause: Pause, _ spans: Int, _ reason: String) async -> Bool {
        if pause.isAsked { return (try? await loop.sleep(forNanoseconds: pause.nanoseconds)) != nil }
        if pauses.areOver { return false }
        write("export-delayed", spans, reason)
        return await pauses.pass(nanoseconds: pause.nanoseconds)
    }

    private func write(_ event: String, _ spans: Int, _ reason: String) {
        log.write(event, [("form", .string(form)), ("spans", .number(spans)), ("reason", .string(reason))])
    }
}
