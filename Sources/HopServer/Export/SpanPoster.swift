import TraceModel

/// Delivers batches of spans in one form to one place.
protocol SpanPoster: Sendable {
    /// Delivers a batch within the export timeout, and says what became of every span of it.
    func post(_ spans: [TraceSpan]) async -> ExportResult

    /// The hop ends: from now on a collector that cannot be reached is not waited for. Must run on the loop.
    func stopWaiting()

    /// Nothing more will be posted. Must run on the loop.
    func close()
}

extension SpanPoster {
    func stopWaiting() {}
    func close() {}
}

/// What became of a batch.
struct ExportResult: Sendable, Hashable {
    /// Taken by the other end or, where that never answers, handed to the system.
    var delivered = 0
    /// Refused, lost on the way, or too large.
    var dropped = 0
    /// How often something was sent again.
    var retries = 0

    static func += (left: inout ExportResult, right: ExportResult) {
        left.delivered += right.delivered
        left.dropped += right.dropped
        left.retries += right.retries
    }
}
