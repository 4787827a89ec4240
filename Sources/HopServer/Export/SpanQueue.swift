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
    /// Cut where they will be cut for export, so that a batch leaves without moving what waits behind it.
    private var batches: [[TraceSpan]] = []
    private var waitingCount = 0

    /// Counts of spans since the start of the process.
    package struct Account: Sendable, Hashable {
        package var ended = 0
        package var delivered = 0
        /// Because the queue was full, or because the collector refused or could not be reached.
        package var dropped = 0
        /// How often something was sent again.
        package var retries = 0
    }

    package init(capacity: Int, batchSize: Int) {
        self.capacity = max(1, capacity)
        self.batchSize = max(1, min(batchSize, capacity))
    }

    /// Adds ended spans; what finds the queue full is dropped and counted. True when a batch is full.
    package mutating func add(_ spans: some Collection<TraceSpan>) -> Bool {
        account.ended += spans.count
        let room = capacity - waitingCount
        append(spans.prefix(room))
        account.dropped += max(0, spans.count - room)
        return hasFullBatch
    }

    private mutating func append(_ spans: some Collection<TraceSpan>) {
        var rest = spans[...]
        while !rest.isEmpty {
            if batches.isEmpty || batches[batches.count - 1].count == batchSize {
                batches.append([])
            }
            let last = batches.count - 1
            let part = rest.prefix(batchSize - batches[last].count)
            batches[last].append(contentsOf: part)
            waitingCount += part.count
            rest = rest[part.endIndex...]
        }
    }

    /// The next batch, oldest first; empty when nothing waits. The caller must report it ``delivered(_:)`` or
    /// ``dropped(_:)``.
    package mutating func takeBatch() -> [TraceSpan] {
        guard !batches.isEmpty else { return [] }
        let batch = batches.removeFirst()
        waitingCount -= batch.count
        return batch
    }

    package mutating func delivered(_ count: Int) { account.delivered += count }

    package mutating func dropped(_ count: Int) { account.dropped += count }

    mutating func settle(_ result: ExportResult) {
        delivered(result.delivered)
        dropped(result.dropped)
        account.retries += result.retries
    }

    package var isEmpty: Bool { waitingCount == 0 }

    package var hasFullBatch: Bool { waitingCount >= batchSize }

    /// Everything that ended is delivered or dropped: nothing waits and nothing is under way.
    package var isSettled: Bool { account.ended == account.delivered + account.dropped }
}
