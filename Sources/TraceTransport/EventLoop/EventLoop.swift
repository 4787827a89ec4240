import TracePlatform

/// One thread that runs tasks and waits for their descriptors and timers.
///
/// ```
/// start ──► running ──shutdown()──► draining ──nothing left──► stopped
///                                      ▲                          │
///                                      └──────enqueue a job───────┘
/// ```
///
/// A task whose executor preference is the loop runs here, its child tasks and `async let` too; `Task.detached` leaves.
/// Input and output started on the loop takes no lock and changes no thread; started elsewhere it hops over and back.
/// After `shutdown()` every wait ends at once with `.closed`, and late jobs of tasks that still end get a thread for
/// that.
package final class EventLoop: TaskExecutor {
    package let clock: LoopClock
    let thread = LoopThread()
    private let name: String
    private let waker: PollerWaker
    private let inbox = Locked(Inbox())
    let state: LoopBound<LoopState>
    let poller: LoopBound<any Poller>

    /// What other threads leave for the loop.
    private struct Inbox {
        var work: [LoopWork] = []
        /// The loop waits in its poller or is about to, and has to be woken.
        var isPolling = false
        var isShutDown = false
        var isStopped = false
    }

    /// Starts a thread with a loop on it, which lives until `shutdown()`.
    package static func start(
        name: String = "loop", clock: LoopClock = .monotonic, poller kind: PollerKind? = nil
    ) throws(NetworkError) -> EventLoop {
        let poller = if let chosen = try kind?.makePoller() { chosen } else { try PollerKind.makeBest() }
        let waker = poller.waker
        let loop = EventLoop(name: name, clock: clock, waker: waker, poller: poller)
        if case .manual(let clock) = clock { clock.wakeOnAdvance(waker) }
        try SystemThread.start(name: name) { loop.serve() }
        return loop
    }

    private init(name: String, clock: LoopClock, waker: PollerWaker, poller: sending any Poller) {
        self.name = name
        self.clock = clock
        self.waker = waker
        state = LoopBound(LoopState(), thread: thread)
        self.poller = LoopBound(poller, thread: thread)
    }

    /// Whether the caller runs on the loop's thread.
    package var isCurrent: Bool { thread.isCurrent }

    package func now() -> MonotonicInstant { clock.now() }

    /// Ends all waits and closes all channels of the loop, then its thread. Returns at once; repeated calls do nothing.
    package func shutdown() {
        post { self.inbox.withLock { $0.isShutDown = true } }
    }

    // MARK: Work

    package func enqueue(_ job: consuming ExecutorJob) {
        add(.job(UnownedJob(job)))
    }

    /// Runs `action` on the loop, after the work that already waits.
    package func post(_ action: @escaping @Sendable () -> Void) {
        add(.action(action))
    }

    private func add(_ work: LoopWork) {
        if thread.isCurrent {
            state.withValue { $0.queue.append(work) }
        } else {
            addFromElsewhere(work)
        }
    }

    private func addFromElsewhere(_ work: LoopWork) {
        let (mustWake, mustStart) = inbox.withLock { inbox in
            inbox.work.append(work)
            defer {
                inbox.isPolling = false
                inbox.isStopped = false
            }
            return (inbox.isPolling, inbox.isStopped)
        }
        if mustWake { waker.wake() }
        if mustStart { restart() }
    }

    /// A task has outlived the loop. Its remaining code runs on a new thread; its waits fail.
    private func restart() {
        do throws(NetworkError) {
            try SystemThread.start(name: name) { self.drain() }
        } catch {
            // A job that is never run leaves its task, and whoever awaits it, hanging without a word; `enqueue` has no way
            // to fail. The system is out of threads: no received byte can bring this about.
            fatalError("no thread for the tasks that outlived an event loop: \(error)")
        }
    }

    // MARK: The thread

    private func serve() {
        thread.enter()
        var events: [PollEvent] = []
        while true {
            runWork()
            strikeTimers()
            let isIdle = state.withValue { $0.queue.isEmpty }
            let inbox = takeInbox(beforeWaiting: isIdle)
            if inbox.isShutDown { break }
            let limit = isIdle && !inbox.hadWork ? timeUntilNextDeadline() : 0
            poller.withValue { $0.wait(atMost: limit, into: &events) }
            for event in events {
                state.withValue { $0.channels.channel(for: event.token) }?.received(event.readiness)
            }
        }
        endAllWaits()
        drain()
    }

    /// After shutdown: nothing is waited for any more, so the thread ends with the last job.
    private func drain() {
        thread.enter()
        repeat {
            while !state.withValue({ $0.queue.isEmpty }) { runWork() }
            _ = takeInbox(beforeWaiting: false)
        } while !state.withValue { $0.queue.isEmpty } || !stop()
    }

    /// Leaves the thread unless work has come meanwhile.
    private func stop() -> Bool {
        inbox.withLock { inbox in
            guard inbox.work.isEmpty else { return false }
            thread.leave()
            inbox.isStopped = true
            return true
        }
    }

    /// Runs what waits in the queue, at most so many pieces that descriptors and timers get their turn.
    private func runWork() {
        for _ in 0..<256 {
            guard let work = state.withValue({ $0.queue.popFirst() }) else { return }
            switch work {
            case .job(let job): job.runSynchronously(on: asUnownedTaskExecutor())
            case .action(let action): action()
            }
        }
    }

    private func takeInbox(beforeWaiting isIdle: Bool) -> (hadWork: Bool, isShutDown: Bool) {
        var work: [LoopWork] = state.withValue { $0.spare.take() ?? [] }
        let isShutDown = inbox.withLock { inbox in
            swap(&inbox.work, &work)
            inbox.isPolling = isIdle && work.isEmpty
            return inbox.isShutDown
        }
        return state.withValue { state in
            for piece in work { state.queue.append(piece) }
            let hadWork = !work.isEmpty
            work.removeAll(keepingCapacity: true)
            state.spare = work
            return (hadWork, isShutDown)
        }
    }
}
