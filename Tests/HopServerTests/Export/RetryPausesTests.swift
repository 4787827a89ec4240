import Testing
import TracePlatform
import TraceTransport

@testable import HopServer

/// By a clock that stands still: only what a test does ends a pause.
@Suite(.timeLimit(.minutes(1)))
struct RetryPausesTests {
    private func withPauses(
        _ body: (RetryPauses, ManualClock, EventLoop) async throws -> Void
    ) async throws {
        let clock = ManualClock()
        try await withEventLoop(clock: .manual(clock)) { loop in
            try await body(RetryPauses(on: loop), clock, loop)
        }
    }

    @Test func whenThePauseIsOverThereIsAnotherAttempt() async throws {
        try await withPauses { pauses, clock, loop in
            let (begun, told) = AsyncStream.makeStream(of: Void.self)
            let task = Task(executorPreference: loop) {
                // Told on the loop, before the pause: the clock moves behind it.
                loop.post { told.finish() }
                return await pauses.pass(nanoseconds: 3_600_000_000_000)
            }
            for await _ in begun {}
            clock.advance(byNanoseconds: 3_600_000_000_000)
            #expect(await task.value)
        }
    }

    @Test func theEndOfTheHopCutsAPauseShortForALastAttempt() async throws {
        try await withPauses { pauses, _, loop in
            let task = Task(executorPreference: loop) {
                loop.post { pauses.end() }
                return await pauses.pass(nanoseconds: 3_600_000_000_000)
            }
            #expect(await task.value)
        }
    }

    @Test func aHopThatEndsDoesNotWait() async throws {
        try await withPauses { pauses, _, loop in
            let isTriedAgain = await loop.run { () async -> Bool in
                pauses.end()
                return await pauses.pass(nanoseconds: 3_600_000_000_000)
            }
            #expect(!isTriedAgain)
        }
    }

    @Test func aTornDownTaskTriesNothing() async throws {
        try await withPauses { pauses, _, loop in
            let task = Task(executorPreference: loop) { await pauses.pass(nanoseconds: 3_600_000_000_000) }
            task.cancel()
            #expect(await task.value == false)
        }
    }
}
