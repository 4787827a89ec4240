import TraceModel
import TracePlatform
import TraceTransport

/// Waiting for what is to come. Conditions are asked when a request has been recorded, never in between; the deadline is
/// a timer of the loop.
extension Collector {
    /// Waits until so many spans of a trace have come, and gives them all.
    ///
    /// - Throws: when they have not come in time; the error names those that have.
    @discardableResult
    public func spans(
        of traceID: TraceID, atLeast count: Int, within limit: Duration = .seconds(10)
    ) async throws(WaitTimeout) -> [TraceSpan] {
        try await wait(until: TraceArrived(traceID, atLeast: count), within: limit)
        return await spans(of: traceID)
    }

    /// Waits until so many spans have come, in all or at receivers of a label, and gives them all.
    @discardableResult
    public func spans(
        atLeast count: Int, from label: String? = nil, within limit: Duration = .seconds(10)
    ) async throws(WaitTimeout) -> [TraceSpan] {
        try await wait(until: SpansArrived(atLeast: count, label: label), within: limit)
        return await spans(from: label)
    }

    /// Waits until so many traces satisfy a predicate, and gives those that do. A trace is looked at when it grows.
    @discardableResult
    public func traces(
        atLeast count: Int = 1, within limit: Duration = .seconds(10),
        where predicate: @escaping @Sendable (CollectedTrace) -> Bool
    ) async throws(WaitTimeout) -> [CollectedTrace] {
        try await wait(until: TracesMatched(atLeast: count, predicate), within: limit)
        return await traces.filter(predicate)
    }

    /// Waits until so many requests have come, whatever became of them, and gives them all.
    @discardableResult
    public func requests(
        atLeast count: Int, from label: String? = nil, within limit: Duration = .seconds(10)
    ) async throws(WaitTimeout) -> [RecordedRequest] {
        try await wait(until: RequestsArrived(atLeast: count, label: label), within: limit)
        return await requests.filter { label == nil || $0.receiver.label == label }
    }

    /// Waits until a closure is satisfied. It is asked once now and then after each request, on the collector's thread.
    ///
    /// - Parameters:
    ///   - subject: what is waited for, as the error says it: `all hops of every request`.
    ///   - limit: how long at most.
    ///   - judge: says whether the wait is over, and if not what is missing.
    public func wait(
        for subject: String, within limit: Duration = .seconds(10),
        until judge: @escaping @Sendable (CollectorSnapshot) -> WaitVerdict
    ) async throws(WaitTimeout) {
        try await wait(until: ClosureCondition(subject: subject, judge: judge), within: limit)
    }

    /// Waits until a condition that remembers what it has seen is satisfied.
    public func wait(
        until condition: some WaitCondition, within limit: Duration = .seconds(10)
    ) async throws(WaitTimeout) {
        try await loop.run { () async throws(WaitTimeout) -> Void in
            let started = loop.now()
            var number = 0
            let outcome = await loop.wait(deadline: started + limit.nanosecondsClamped) { wait in
                let (isSatisfied, isStopped) = state.withValue { state in
                    let added = state.waiters.add(condition, wait, on: state.recording)
                    number = added.number
                    return (added.isSatisfied, state.isStopped)
                }
                if isSatisfied { loop.wake(wait) } else if isStopped { loop.wake(wait, with: .closed) }
            }
            let waited = Duration.nanoseconds(loop.now() - started)
            // A wait that failed must say when what it was for got lost on the way.
            let losses = outcome == .woken ? [] : await datagrams.flatMap(\.losses)
            try end(number, outcome, waited: waited, of: limit, losses)
        }
    }

    private func end(
        _ number: Int, _ outcome: WaitOutcome, waited: Duration, of limit: Duration, _ losses: [String]
    ) throws(WaitTimeout) {
        let timeout: WaitTimeout? = state.withValue { state in
            guard let condition = state.waiters.remove(number) else { return nil }
            let cause: WaitTimeout.Cause
            switch outcome {
            case .woken: return nil
            case .deadlineExceeded: cause = .deadlineExceeded
            case .cancelled: cause = .cancelled
            case .closed: cause = .stopped
            }
            return WaitTimeout(
                subject: condition.subject, missing: condition.missing(in: CollectorSnapshot(of: state.recording)),
                received: ([CollectorSummary(of: state.recording, []).sentence] + losses).joined(separator: "; "),
                waited: cause == .deadlineExceeded ? limit : waited, cause: cause)
        }
        if let timeout { throw timeout }
    }
}
