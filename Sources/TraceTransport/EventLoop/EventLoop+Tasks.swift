import TracePlatform

extension EventLoop {
    /// Runs `body` on the loop: at once when the caller is there, else by a change of threads there and back.
    package func run<Result, Failure: Error>(
        _ body: () async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        if isCurrent { return try await body() }
        return try await withTaskExecutorPreference(self, operation: body)
    }

    /// Suspends the task until the loop's clock shows `deadline`; at once when it does already.
    package func sleep(until deadline: MonotonicInstant) async throws(CancellationError) {
        let outcome = await run { () async -> WaitOutcome in
            // Even a past deadline waits one turn: a loop of sleeps must let others run.
            await wait(deadline: deadline)
        }
        guard outcome == .deadlineExceeded else { throw CancellationError() }
    }

    /// Suspends the task for so long by the loop's clock. Throws when the task is cancelled or the loop shut down.
    package func sleep(forNanoseconds nanoseconds: Int64) async throws(CancellationError) {
        try await sleep(until: now() + nanoseconds)
    }
}

/// Runs `body` on a new event loop, which ends with it.
package func withEventLoop<Result>(
    name: String = "loop", clock: LoopClock = .monotonic, poller: PollerKind? = nil,
    _ body: (EventLoop) async throws -> Result
) async throws -> Result {
    let loop = try EventLoop.start(name: name, clock: clock, poller: poller)
    defer { loop.shutdown() }
    return try await loop.run { try await body(loop) }
}
