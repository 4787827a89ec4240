import TraceModel

/// One payload that a hop exported, as the collector took it.
///
/// Every hop has a receiver of its own, so that who exported a span is known from where it came in, not from what it
/// says of itself.
package struct ExportRecord: Sendable {
    /// The hop whose receiver took it.
    package var hop: Int
    /// The order of arrival over all receivers, from 0.
    package var number: Int
    package var received: ClockStamp
    /// The form that the receiver stands for, as `WireFormat` names it: `zipkin-v2`.
    package var channel: String
    /// The form that came, which another program may have chosen.
    package var form: String
    package var bytes: Int
    package var result: Result

    package enum Result: Sendable {
        /// Decoded whole and answered with success.
        case accepted([TraceSpan])
        /// Answered with an error: the reason with its offset, the status, and the first bytes.
        case refused(reason: String, status: Int, excerpt: [UInt8])
        /// Taken in the stalled phase and never answered.
        case unanswered
    }

    /// What it brought; nothing unless it was accepted.
    package var acceptedSpans: [TraceSpan] {
        if case .accepted(let spans) = result { spans } else { [] }
    }

    /// - Parameter channel: ``form`` when nil.
    package init(
        hop: Int, number: Int, received: ClockStamp, channel: String? = nil, form: String, bytes: Int, result: Result
    ) {
        self.channel = channel ?? form
        self.hop = hop
        self.number = number
        self.received = received
        self.form = form
        self.bytes = bytes
        self.result = result
    }
}

/// How a hop ended and what it said about its spans.
package struct HopEnd: Sendable, Hashable {
    /// `exited 0`, `killed by signal 9`.
    package var status: String
    /// It ended because it was asked to, with status 0.
    package var isClean: Bool
    /// The exporter's account; nil when the hop printed none (foreign hops, deaths).
    package var account: SpanAccount?
    /// The last lines of its log, for reports.
    package var lastLines: [String]
    /// Datagrams that were sent to its receivers and are lost, as far as the system tells.
    package var lostDatagrams: Int

    package init(
        status: String, isClean: Bool, account: SpanAccount? = nil, lastLines: [String] = [], lostDatagrams: Int = 0
    ) {
        self.status = status
        self.isClean = isClean
        self.account = account
        self.lastLines = lastLines
        self.lostDatagrams = lostDatagrams
    }
}

/// What an exporter says at exit: every span that ended was delivered or dropped.
package struct SpanAccount: Sendable, Hashable {
    package var ended: Int
    package var delivered: Int
    package var dropped: Int

    package init(ended: Int, delivered: Int, dropped: Int) {
        self.ended = ended
        self.delivered = delivered
        self.dropped = dropped
    }

    package var isBalanced: Bool { ended == delivered + dropped }
}
