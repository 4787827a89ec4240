import TraceBytes
import TracePlatform
import TraceTransport

/// When an export is tried again (OTLP/HTTP, "Retryable Response Codes", "OTLP/HTTP Throttling" and "All Other
/// Responses"): after 429, 502, 503 and 504, after as long as `Retry-After` says, else after pauses that double.
struct ExportRetries: Sendable {
    /// When the time for the batch is over.
    let deadline: MonotonicInstant
    /// How often it was sent again.
    var count = 0

    private static let firstPauseNanoseconds: Int64 = 1_000_000_000
    /// So that no pause is longer than 32 seconds, jitter apart.
    private static let mostDoublings = 5

    init(deadline: MonotonicInstant) { self.deadline = deadline }

    /// Nanoseconds to wait before the next attempt; nil when there is none: the answer is final, or the time would be
    /// over.
    ///
    /// - Parameters:
    ///   - jitter: a share from 0 to 1 by which the pause is made longer, so that many senders do not come back at once.
    ///   - unixSeconds: the calendar's time, for a `Retry-After` that names a date.
    func pause(
        after answer: HTTPResponse, now: MonotonicInstant, jitter: Double = .random(in: 0...0.2),
        unixSeconds: Int64 = WallClock.nowNanoseconds() / 1_000_000_000
    ) -> Int64? {
        guard [429, 502, 503, 504].contains(answer.head.status) else { return nil }
        let doubled = Self.firstPauseNanoseconds << min(count, Self.mostDoublings)
        let pause =
            Self.asked(answer.head.headers.text("Retry-After"), unixSeconds)
            ?? Int64(Double(doubled) * (1 + jitter))
        return deadline - now > pause ? pause : nil
    }

    /// RFC 9110 section 10.2.3: seconds, or a date. What is neither is not there.
    private static func asked(_ text: String?, _ unixSeconds: Int64) -> Int64? {
        guard let text else { return nil }
        if let seconds = Int64(text), seconds >= 0 { return min(seconds, 1_000_000) * 1_000_000_000 }
        guard let date = httpDateUnixSeconds(text) else { return nil }
        return min(max(0, date - unixSeconds), 1_000_000) * 1_000_000_000
    }
}
