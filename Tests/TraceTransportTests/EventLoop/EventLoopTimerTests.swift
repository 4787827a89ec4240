import Testing
import TracePlatform
import TraceTransport

/// The timers of the loop are what is tested here, so that `sleep` is the event and not a wait for one. Time is a manual
/// clock's, which passes when a test says so, but for the two tests about the machine's own.
@Suite(.timeLimit(.minutes(1)))
struct EventLoopTimerTests {
    private let hour: Int64 = 3_600_000_000_000

    @Test func sleepersWakeInOrderOfTheirDeadlines() async throws {
        let clock = ManualClock()
        try await withEventLoop(clock: .manual(clock)) { loop in
            let order = LoopBound<[Int64]>([], on: loop)
            await withDiscardingTaskGroup { group in
                for number in (1...1000).reversed() {
                    group.addTask {
                        try? await loop.sleep(until: MonotonicInstant(nanoseconds: Int64(number)))
                        order.withValue { $0.append(Int64(number)) }
                    }
                }
                group.addTask { clock.advance(byNanoseconds: 1000) }  // begins last: all sleep by then
            }
            #expect(order.withValue { $0 } == Array(1...1000))
        }
    }

    @Test func aSleeperSleepsUntilItsTimeHasCome() async throws {
        let clock = ManualClock()
        try await withEventLoop(clock: .manual(clock)) { loop in
            let woken = LoopBound(false, on: loop)
            async let sleeper: Void = {
                try await loop.sleep(forNanoseconds: hour)
                woken.withValue { $0 = true }
            }()
            await loop.yield()  // now it sleeps
            clock.advance(byNanoseconds: hour - 1)
            await loop.yield()
            await loop.yield()
            #expect(!woken.withValue { $0 })
            clock.advance(byNanoseconds: 1)
            try await sleeper
        }
    }

    /// Never too early; how late is the machine's business.
    @Test func realTimePasses() async throws {
        try await withEventLoop { loop in
            let start = MonotonicClock.now()
            for _ in 0..<3 { try await loop.sleep(forNanoseconds: 1_000_000) }
            #expect(MonotonicClock.now() - start >= 3_000_000)
        }
    }

    @Test func aCancelledSleeperWakesAtOnce() async throws {
        try await withEventLoop(clock: .manual(ManualClock())) { loop in
            let sleeper = Task(executorPreference: loop) { try await loop.sleep(forNanoseconds: hour) }
            await loop.yield()
            sleeper.cancel()
            await #expect(throws: CancellationError.self) { try await sleeper.value }
        }
    }

    @Test func sleepInACancelledTaskEndsAtOnce() async throws {
        try await withEventLoop(clock: .manual(ManualClock())) { loop in
            let sleeper = Task(executorPreference: loop) { try await loop.sleep(forNanoseconds: hour) }
            sleeper.cancel()  // before it has begun
            await #expect(throws: CancellationError.self) { try await sleeper.value }
        }
    }

    /// Cancels from another thread while the sleepers are about to sleep, sleep, or wake.
    @Test func cancellationMayComeAtAnyMoment() async throws {
        try await withEventLoop { loop in
            for round in 0..<200 {
                let sleeper = Task(executorPreference: loop) {
                    try? await loop.sleep(forNanoseconds: Int64(round) * 100)
                }
                Task.detached { sleeper.cancel() }
                await sleeper.value
            }
        }
    }

    @Test func sleepersElsewhereUseTheLoopsClock() async throws {
        let clock = ManualClock()
        let loop = try EventLoop.start(clock: .manual(clock))
        defer { loop.shutdown() }
        async let sleeper: Void = loop.sleep(until: MonotonicInstant(nanoseconds: 10))
        clock.advance(byNanoseconds: 10)
        try await sleeper
    }
}
