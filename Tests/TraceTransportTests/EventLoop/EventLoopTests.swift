import Testing
import TracePlatform
import TraceTransport

@Suite(.timeLimit(.minutes(1)))
struct EventLoopTests {
    @Test(arguments: PollerKind.available)
    func tasksAndTheirChildrenStayOnTheLoop(kind: PollerKind) async throws {
        try await withEventLoop(poller: kind) { loop in
            #expect(loop.isCurrent)
            async let child = loop.isCurrent
            #expect(await child)
            // The resume by a timer is what could leave the loop.
            try await loop.sleep(forNanoseconds: 1)
            #expect(loop.isCurrent)
            let inGroup = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<10 { group.addTask { loop.isCurrent } }
                return await group.reduce(true) { $0 && $1 }
            }
            #expect(inGroup)
            #expect(await Task.detached { loop.isCurrent }.value == false)
            #expect(loop.isCurrent)
        }
    }

    @Test(arguments: PollerKind.available)
    func workFromOtherThreadsWakesTheLoop(kind: PollerKind) async throws {
        try await withEventLoop(poller: kind) { loop in
            for _ in 0..<100 {
                let outcome = await loop.wait { id in
                    Task.detached { loop.wake(id) }
                }
                #expect(outcome == .woken)
            }
        }
    }

    @Test func aWaitEndsOnceAndWithTheFirstReason() async throws {
        try await withEventLoop { loop in
            let names = LoopBound<[WaitID]>([], on: loop)
            for outcome in [WaitOutcome.woken, .closed, .cancelled] {
                let ended = await loop.wait { id in
                    let old = names.withValue { names in
                        names.append(id)
                        return names
                    }
                    loop.post {
                        for id in old.dropLast() { loop.wake(id, with: .deadlineExceeded) }
                        loop.wake(id, with: outcome)
                        loop.wake(id, with: .deadlineExceeded)
                    }
                }
                #expect(ended == outcome)
            }
        }
    }

    @Test func aBoundValueTrapsOnOtherThreads() async {
        await #expect(processExitsWith: .failure) {
            let loop = try EventLoop.start()
            LoopBound(1, on: loop).withValue { $0 += 1 }
        }
    }

    @Test func postedWorkRunsInItsOrder() async throws {
        let loop = try EventLoop.start()
        defer { loop.shutdown() }
        let order = LoopBound<[Int]>([], on: loop)
        for number in 0..<5000 { loop.post { order.withValue { $0.append(number) } } }
        #expect(await loop.run { order.withValue { $0 } } == Array(0..<5000))
    }

    /// A task that never waits for anything outside must not keep timers and descriptors from their turn.
    @Test func aBusyTaskDoesNotStarveOthers() async throws {
        try await withEventLoop { loop in
            let isDone = LoopBound(false, on: loop)
            async let busy: Void = { while !isDone.withValue({ $0 }) { await loop.yield() } }()
            // A timer has to get its turn beside the busy task.
            try await loop.sleep(forNanoseconds: 1)
            isDone.withValue { $0 = true }
            await busy
        }
    }

    @Test func shutdownEndsEveryWait() async throws {
        let loop = try EventLoop.start(clock: .manual(ManualClock()))
        let listener = try await TCPListener.bind(on: loop)
        // By a clock that stands still: only the end of the loop can wake it.
        let sleeper = Task(executorPreference: loop) { try await loop.sleep(forNanoseconds: 1) }
        let accepting = Task(executorPreference: loop) { try await listener.accept() }
        let waiting = Task(executorPreference: loop) { await loop.wait() }
        loop.shutdown()
        loop.shutdown()
        await #expect(throws: CancellationError.self) { try await sleeper.value }
        await #expect(throws: NetworkError(.accept, .closed, at: listener.address.description)) {
            try await accepting.value
        }
        #expect(await waiting.value == .closed)
    }

    @Test func tasksThatOutliveTheLoopStillEnd() async throws {
        let loop = try EventLoop.start()
        loop.shutdown()
        for _ in 0..<20 {
            let outcome = await Task(executorPreference: loop) {
                #expect(loop.isCurrent)
                let isElsewhere = await Task.detached { !loop.isCurrent }.value
                #expect(isElsewhere && loop.isCurrent)
                return await loop.wait()
            }.value
            #expect(outcome == .closed)
        }
        await #expect(throws: NetworkError.self) { try await TCPListener.bind(on: loop) }
    }
}
