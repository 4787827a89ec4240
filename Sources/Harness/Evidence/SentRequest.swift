import TraceBytes
import TraceModel

/// One request of the harness's client, with the ids that it chose and the answer that it got.
package struct SentRequest: Sendable {
    /// From 0, over all phases.
    package var number: Int
    package var phase: RunPhase
    /// What the client claims to be: a span that exists and that nobody exports. nil without context.
    package var context: SpanContext?
    /// The UUID in `x-request-id`; unique in the run.
    package var requestID: String
    package var target: String
    /// As sent, in order.
    package var headers: HeaderFields
    package var sent: ClockStamp
    package var answer: Answer

    /// What came back.
    package enum Answer: Sendable {
        case response(status: Int, body: [UInt8], received: ClockStamp)
        /// No answer: why, in words (`deadline of 8.0 s passed`, `connection closed before the status line`).
        case failure(String, at: ClockStamp)
    }

    package init(
        number: Int, phase: RunPhase, context: SpanContext?, requestID: String, target: String = "/",
        headers: HeaderFields, sent: ClockStamp, answer: Answer
    ) {
        self.number = number
        self.phase = phase
        self.context = context
        self.requestID = requestID
        self.target = target
        self.headers = headers
        self.sent = sent
        self.answer = answer
    }

    package var status: Int? {
        if case .response(let status, _, _) = answer { status } else { nil }
    }

    package var answered: ClockStamp {
        switch answer {
        case .response(_, _, let received): received
        case .failure(_, let time): time
        }
    }
}

/// Why a request was sent. Phases follow one another; each is counted apart.
package enum RunPhase: String, Sendable, Hashable, CaseIterable {
    case main
    /// Sampling denied: nothing may be exported.
    case denied
    /// Without any context, one at a time: what is exported meanwhile is theirs.
    case contextless
    /// The collector takes exports and does not answer.
    case stalled
    /// The collector is gone.
    case gone

    /// Whether the spans of this phase are due at the collector.
    package var isObserved: Bool { self == .main || self == .denied || self == .contextless }
}
