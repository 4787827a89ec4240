import TracePlatform

extension RunStage {
    private enum WaitEnd: Sendable {
        case allCame
        case timedOut(arrived: [Int])
        /// What the hop owed will never come: the rest is waited for.
        case hopDied
    }

    /// Waits until every hop has sent spans of as many traces as sampled calls reached it. nil when it has; else what is
    /// missing, in words.
    func waitForSpans(by deadline: MonotonicInstant) async -> String? {
        while true {
            let expected = expectedTraces
            let due = arrivals.withLock { $0.due(expected) }
            switch await wait(for: due, by: deadline) {
            case .allCame:
                arrivals.withLock { $0.came(due) }
                return nil
            case .timedOut(let arrived):
                arrivals.withLock { $0.timedOut(due, arrived: arrived) }
                let missing = zip(fixture.hops, zip(arrived, due)).compactMap { hop, counts in
                    counts.0 < counts.1 ? "\(hop.name) sent spans of \(counts.0) of \(counts.1) calls" : nil
                }
                return missing.isEmpty ? nil : missing.joined(separator: ", ")
            case .hopDied: continue
            }
        }
    }

    /// By hop. Who died owes what will never come: that is found when the run is judged.
    private var expectedTraces: [Int] {
        var expected = log.recordedCalls
        for (index, process) in processes.withLock({ $0 }).enumerated() where process.hasDied { expected[index] = 0 }
        return expected
    }

    private func wait(for due: [Int], by deadline: MonotonicInstant) async -> WaitEnd {
        await withTaskGroup(of: WaitEnd?.self) { group in
            group.addTask { [collector] in
                await collector.waitForTraces(due, by: deadline).map { .timedOut(arrived: $0) } ?? .allCame
            }
            for process in processes.withLock({ $0 }) where !process.hasDied {
                group.addTask {
                    await process.untilEnded(by: deadline)
                    return process.hasDied ? .hopDied : nil
                }
            }
            defer { group.cancelAll() }
            for await case let end? in group { return end }
            return .allCame
        }
    }
}
