import TraceBytes
import TracePlatform
import TraceTransport

/// When an export is tried again (OTLP/HTTP): after 429, 502, 503 and 504 ("Retryable Response Codes"), after as long as
/// `Retry-After` says ("OTLP/HTTP Throttling"), else after pauses that double; and after such pauses when no connection
/// came about ("OTLP/HTTP Connection") or it ended without an answer ("All Other Responses").
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
        let asked = Self.asked(answer.head.headers.text("Retry-After"), unixSeconds)
        return fitting(asked ?? doubled(jitter), now)
    }

    /// The same after an attempt without an answer. Part of an answer is one: who sent it has taken the batch, or never
    /// will.
    func pause(
        after failure: HTTPClientError.Reason, now: MonotonicInstant, jitter: Double = .random(in: 0...0.2)
    ) -> Int64? {
        switch failure {
        case .resolve, .connect, .closedEarly(receivedBytes: 0, _): fitting(doubled(jitter), now)
        // There is no time left, or another attempt would end as this one did.
        case .timeout, .closedEarly, .malformedResponse, .invalidRequest, .cancelled: nil
        }
    }

    /// The same after a call over HTTP/2 without an answer.
    func pause(
        after failure: HTTP2ClientError.Reason, now: MonotonicInstant, jitter: Double = .random(in: 0...0.2)
    ) -> Int64? {
        switch failure {
        case .resolve, .connect, .closedEarly, .refused: fitting(doubled(jitter), now)
        case .timeout, .reset, .violation, .tooLarge, .cancelled: nil
        }
    }

    func doubled(_ jitter: Double) -> Int64 {
        Int64(Double(Self.firstPauseNanoseconds << min(count, Self.mostDoublings)) * (1 + jitter))
    }

    func fitting(_ pause: Int64, _ now: MonotonicInstant) -> Int64? { deadline - now > pause ? pause : nil }

    /// RFC 9110 section 10.2.3: seconds, or a date. What is neither is not there.
    private static func asked(_ text: String?, _ unixSeconds: Int64) -> Int64? {
        guard let text else { return nil }
        if let seconds = Int64(text), seconds >= 0 { return min(seconds, 1_000_000) * 1_000_000_000 }
        guard let date = httpDateUnixSeconds(text) else { return nil }
        return min(max(0, date - unixSeconds), 1_000_000) * 1_000_000_000
    }
}
