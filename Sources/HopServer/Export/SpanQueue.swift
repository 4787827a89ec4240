import TraceModel

/// Ended spans on their way to the collector: bounded, in order, and accounted for to the last one.
///
///     ended ──▶ waiting ──▶ exporting ──▶ delivered
///       └─ queue full ──────────┴─ refused, lost ──▶ dropped
///
/// Always `ended == delivered + dropped + waiting + exporting`.
package struct SpanQueue: Sendable {
    /// `OTEL_BSP_MAX_QUEUE_SIZE`: an ended span that finds this many waiting is dropped.
    package let capacity: Int
    /// `OTEL_BSP_MAX_EXPORT_BATCH_SIZE`, at most ``capacity``.
    package let batchSize: Int
    package private(set) var account = Account()
    private var waiting: [TraceSpan] = []

    /// Counts of spans since the start of the process.
    package struct Account: Sendable, Hashable {
        package var ended = 0
        package var delivered = 0
        /// Because the queue was full, or because the collector refused or could not be reached.
        package var dropped = 0
    }

    package init(capacity: Int, batchSize: Int) {
        self.capacity = max(1, capacity)
        self.batchSize = max(1, min(batchSize, capacity))
    }

    /// Adds ended spans; what finds the queue full is dropped and counted. True when a batch is full.
    package mutating func add(_ spans: [TraceSpan]) -> Bool {
        account.ended += spans.count
        let room = max(0, capacity - waiting.count)
        waiting.append(contentsOf: spans.prefix(room))
        account.dropped += max(0, spans.count - room)
        return waiting.count >= batchSize
    }

    /// The next batch, oldest first; empty when nothing waits. The caller must report it ``delivered(_:)`` or
    /// ``dropped(_:)``.
    package mutating func takeBatch() -> [TraceSpan] {
        let batch = Array(waiting.prefix(batchSize))
        waiting.removeFirst(batch.count)
        return batch
    }

    package mutating func delivered(_ count: Int) { account.delivered += count }

    package mutating func dropped(_ count: Int) { account.dropped += count }

    package var isEmpty: Bool { waiting.isEmpty }

    package var hasFullBatch: Bool { waiting.count >= batchSize }

    /// Everything that ended is delivered or dropped: nothing waits and nothing is under way.
    package var isSettled: Bool { account.ended == account.delivered + account.dropped }
}
