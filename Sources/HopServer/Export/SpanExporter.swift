import TracePlatform
import TraceModel
import TraceTransport

/// Gathers ended spans and posts them in batches, beside the requests and never in their way.
///
///     idle ──first span──▶ gathering ──batch full, delay passed, or flush──▶ exporting ──▶ idle
///
/// `add` never waits. A collector that is slow, refuses or is gone costs spans, which are counted, and nothing else.
final class SpanExporter: Sendable {
    private struct State {
        var queue: SpanQueue
        /// When the oldest waiting span came.
        var gatheringSince: MonotonicInstant?
        var isFlushing = false
        var isEnding = false
        var worker: WaitID?
        var flushers: [WaitID] = []
    }

    private let loop: EventLoop
    private let settings: BatchSettings
    private let hooks: Hooks
    private let poster: any SpanPoster
    /// Another exporter sends the same spans in the form that counts.
    private let isFurther: Bool
    private let state: Locked<State>

    init(
        _ poster: any SpanPoster, isFurther: Bool = false, settings: BatchSettings, hooks: Hooks, on loop: EventLoop
    ) {
        self.loop = loop
        self.settings = settings
        self.hooks = hooks
        self.poster = poster
        self.isFurther = isFurther
        let queue = SpanQueue(capacity: settings.maxQueueSize, batchSize: settings.maxExportBatchSize)
        state = Locked(State(queue: queue))
    }

    var account: SpanQueue.Account { state.withLock { $0.queue.account } }

    /// Takes ended spans; drops and counts what finds the queue full.
    func add(_ spans: some Collection<TraceSpan>) {
        guard !spans.isEmpty else { return }
        let wakes = state.withLock { state -> WaitID? in
            let isFull = state.queue.add(spans)
            let begins = state.gatheringSince == nil
            if begins { state.gatheringSince = loop.now() }
            return isFull || begins ? state.worker : nil
        }
        if let wakes { loop.wake(wakes) }
    }

    /// Returns when everything that has ended so far is delivered or dropped.
    func flush() async {
        await loop.run {
            while state.withLock({ !$0.queue.isSettled }) {
                _ = await loop.wait { id in
                    let worker = state.withLock { state -> WaitID? in
                        state.isFlushing = true
                        state.flushers.append(id)
                        return state.worker
                    }
                    if let worker { loop.wake(worker) }
                }
                if Task.isCancelled { return }
            }
        }
    }

    /// No more spans will come: ``run()`` ends when all are delivered or dropped. Must run on the loop.
    func end() {
        poster.stopWaiting()
        let worker = state.withLock { state in
            state.isEnding = true
            return state.worker
        }
        if let worker { loop.wake(worker) }
    }

    /// Exports until the end. One batch at a time, so that spans arrive in order.
    func run() async {
        while true {
            switch state.withLock({ nextStep($0) }) {
            case .finish: return poster.close()
            case .wait(let deadline):
                let outcome = await loop.wait(deadline: deadline) { id in state.withLock { $0.worker = id } }
                state.withLock { $0.worker = nil }
                if outcome == .cancelled || outcome == .closed { return }
            case .export: await exportBatch()
            }
        }
    }

    private enum Step {
        case finish
        case wait(until: MonotonicInstant?)
        case export
    }

    private func nextStep(_ state: borrowing State) -> Step {
        if state.queue.isEmpty { return state.isEnding ? .finish : .wait(until: nil) }
        if state.isEnding || state.isFlushing || state.queue.hasFullBatch { return .export }
        let due = (state.gatheringSince ?? loop.now()) + Int64(settings.scheduleDelayMillis) * 1_000_000
        return due <= loop.now() ? .export : .wait(until: due)
    }

    private func exportBatch() async {
        var batch = state.withLock { state in
            let batch = state.queue.takeBatch()
            state.gatheringSince = state.queue.isEmpty ? nil : loop.now()
            return batch
        }
        let count = batch.count
        for fault in hooks.batched { fault(&batch) }
        if isFurther { for fault in hooks.batchedFurther { fault(&batch) } }
        var result = await poster.post(batch)
        // A fault sends a span twice, or not at all: the books are kept by what was taken out of the queue. Without one
        // they are the poster's, so that a mistake of its own shows as uneven.
        if batch.count != count {
            result.dropped = min(result.dropped, count)
            result.delivered = count - result.dropped
        }
        let flushers = state.withLock { state -> [WaitID] in
            state.queue.settle(result)
            guard state.queue.isSettled else { return [] }
            state.isFlushing = false
            defer { state.flushers.removeAll() }
            return state.flushers
        }
        for flusher in flushers { loop.wake(flusher) }
        if hooks.tracesExports, !isFurther, !state.withLock({ $0.isEnding }), let span = batch.first {
            add([span.exportSpan])
        }
    }
}

extension TraceSpan {
    /// The span that an exporter writes about its own post when it forgets to suppress itself.
    fileprivate var exportSpan: TraceSpan {
        var generator = SystemRandomNumberGenerator()
        var span = self
        span.traceID = .random(using: &generator)
        span.spanID = .random(using: &generator)
        span.parentSpanID = nil
        span.kind = .client
        span.name = "POST"
        span.attributes = [
            Attribute("http.request.method", .string("POST")),
            Attribute("url.full", .string("http://collector/api/v2/spans")),
        ]
        return span
    }
}
