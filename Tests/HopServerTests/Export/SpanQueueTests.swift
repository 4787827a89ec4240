import HopServer
import Testing
import TraceModel

@Suite struct SpanQueueTests {
    private func spans(_ ids: ClosedRange<UInt64>) -> [TraceSpan] {
        ids.map { TraceSpan(traceID: TraceID(high: 0, low: 1), spanID: SpanID($0)) }
    }

    private func ids(_ batch: [TraceSpan]) -> [UInt64] { batch.map(\.spanID.value) }

    @Test func batchesLeaveInOrderAndAreCutAtTheirSize() {
        var queue = SpanQueue(capacity: 100, batchSize: 3)
        #expect(queue.add(spans(1...2)) == false)
        #expect(queue.add(spans(3...7)) == true)
        #expect(ids(queue.takeBatch()) == [1, 2, 3])
        #expect(queue.hasFullBatch)
        #expect(ids(queue.takeBatch()) == [4, 5, 6])
        #expect(!queue.hasFullBatch)
        #expect(queue.add(spans(8...8)) == false)
        #expect(ids(queue.takeBatch()) == [7, 8])
        #expect(ids(queue.takeBatch()) == [])
        #expect(queue.isEmpty)
    }

    @Test func whatFindsTheQueueFullIsDroppedAndCounted() {
        var queue = SpanQueue(capacity: 4, batchSize: 3)
        _ = queue.add(spans(1...3))
        _ = queue.add(spans(4...6))
        #expect(counts(queue) == [6, 0, 2])
        #expect(ids(queue.takeBatch()) == [1, 2, 3])
        // What is under way no longer waits: there is room again.
        _ = queue.add(spans(7...10))
        #expect(counts(queue) == [10, 0, 3])
        #expect(ids(queue.takeBatch()) == [4, 7, 8])
        #expect(ids(queue.takeBatch()) == [9])
    }

    @Test func itIsSettledWhenEverythingIsDeliveredOrDropped() {
        var queue = SpanQueue(capacity: 10, batchSize: 2)
        #expect(queue.isSettled)
        _ = queue.add(spans(1...3))
        let first = queue.takeBatch()
        queue.delivered(first.count)
        #expect(!queue.isSettled)
        let second = queue.takeBatch()
        #expect(queue.isEmpty)
        #expect(!queue.isSettled)
        queue.dropped(second.count)
        #expect(queue.isSettled)
        #expect(counts(queue) == [3, 2, 1])
    }

    /// Ended, delivered, dropped.
    private func counts(_ queue: SpanQueue) -> [Int] {
        [queue.account.ended, queue.account.delivered, queue.account.dropped]
    }
}
