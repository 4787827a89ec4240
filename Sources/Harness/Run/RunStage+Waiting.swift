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
            // Looked at once: whoever dies after this is watched, and who died before owes nothing.
            let living = processes.withLock { $0 }.map { $0.hasDied ? nil : $0 }
            let expected = expectedTraces(of: living)
            let due = arrivals.withLock { $0.due(expected) }
            switch await wait(for: due, of: living.compactMap { $0 }, by: deadline) {
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
    private func expectedTraces(of living: [HopProcess?]) -> [Int] {
        var expected = log.recordedCalls
        for (index, process) in living.enumerated() where process == nil { expected[index] = 0 }
        return expected
    }

    private func wait(for due: [Int], of living: [HopProcess], by deadline: MonotonicInstant) async -> WaitEnd {
        await withTaskGroup(of: WaitEnd?.self) { group in
            group.addTask { [collector] in
                await collector.waitForTraces(due, by: deadline).map { .timedOut(arrived: $0) } ?? .allCame
            }
            for process in living {
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
