import TracePlatform

extension EventLoop {
    /// Suspends the task until `wake` is called with the wait's name, the deadline passes, the task is cancelled or the
    /// loop shuts down.
    ///
    /// The primitive under everything that waits on a loop. Must run on the loop.
    ///
    /// - Parameter start: called on the loop, before the task is suspended, with the name to pass to `wake` later,
    ///   from any thread, or at once.
    nonisolated(nonsending) package func wait(
        deadline: MonotonicInstant? = nil, _ start: (WaitID) -> Void = { _ in }
    ) async -> WaitOutcome {
        let id = state.withValue { $0.waits.reserve() }
        return await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                let isShutDown = state.withValue { state in
                    state.waits.begin(id, continuation, deadline: deadline)
                    return state.isShutDown
                }
                if isShutDown { finish(id, .closed) } else { start(id) }
            }
        } onCancel: {
            // Always by way of the queue: a task that is cancelled already gets here before its wait has begun.
            post { self.finish(id, .cancelled) }
        }
    }

    /// Ends a wait, from any thread. Does nothing when it has ended.
    package func wake(_ id: WaitID, with outcome: WaitOutcome = .woken) {
        if isCurrent { finish(id, outcome) } else { post { self.finish(id, outcome) } }
    }

    /// Lets everything else that is ready on the loop go first. Must run on the loop.
    nonisolated(nonsending) package func yield() async {
        await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
            post { continuation.resume() }
        }
    }

    /// Returns in the next turn of the loop, before which it has asked its poller once more: what had arrived by now has been
    /// told to whoever waits for it. What is only posted, or yields, runs before. No time has to pass. Must run on the loop.
    nonisolated(nonsending) package func nextTurn() async throws(CancellationError) { try await sleep(until: now()) }

    private func finish(_ id: WaitID, _ outcome: WaitOutcome) {
        // Resumed outside of the access, since resuming enqueues, which is an access too.
        state.withValue { $0.waits.finish(id) }?.resume(returning: outcome)
    }

    func strikeTimers() {
        guard state.withValue({ $0.waits.nextDeadline }) != nil else { return }
        let now = clock.now()
        while let id = state.withValue({ $0.waits.popExpired(now: now) }) { finish(id, .deadlineExceeded) }
    }

    /// Nanoseconds until the next timer; nil when nothing but an event or another thread can bring work.
    func timeUntilNextDeadline() -> Int64? {
        guard let deadline = state.withValue({ $0.waits.nextDeadline }) else { return nil }
        let remaining = MonotonicInstant(nanoseconds: deadline) - clock.now()
        // A manual clock does not pass by itself; its `advance` wakes the loop.
        if case .manual = clock { return remaining > 0 ? nil : 0 }
        return max(remaining, 0)
    }

    func endAllWaits() {
        let (channels, waits) = state.withValue { state in
            state.isShutDown = true
            return (state.channels.all, state.waits.current)
        }
        for channel in channels { channel.close() }
        for id in waits { finish(id, .closed) }
    }
}
