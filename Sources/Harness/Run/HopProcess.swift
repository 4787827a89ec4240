import TraceBytes
import TracePlatform
import TraceTransport

/// One hop of a chain as a child process: its command, its ready line, its log, its end.
///
///     spawned ──ready line──▶ serving ──end asked for──▶ flushing ──▶ ended
///        └──── exit before the ready line, or none in time: not started
final class HopProcess: Sendable {
    let name: String
    /// The child is a supervisor that holds the lifeline for another program.
    private let isSupervised: Bool
    private let child: ChildProcess
    private let loop: EventLoop
    private let state: Locked<State>

    private struct State {
        var port: UInt16?
        var account: SpanAccount?
        var log: [String] = []
        var lastLines: [String] = []
        var status: ChildStatus?
        var isAskedToEnd = false
        var hasDied = false
        var waiters: [WaitID] = []
    }

    /// Spawns the command and drains both its pipes from the first byte on: a full pipe would stop it.
    init(name: String, command: ChildCommand, isSupervised: Bool, on loop: EventLoop) throws(ProcessError) {
        self.name = name
        self.isSupervised = isSupervised
        self.loop = loop
        state = Locked(State())
        child = try ChildProcess(command)
        try child.drainLines({ [weak self] stream, line in self?.received(line, from: stream) }) { [weak self] status in
            self?.ended(status)
        }
    }

    /// What was logged so far, both streams in the order of arrival.
    var log: [String] { state.withLock { $0.log } }

    /// The port that the ready line said, by the deadline. nil when the process ended first or said nothing.
    func port(by deadline: MonotonicInstant) async -> UInt16? {
        await wait(until: deadline) { $0.port != nil || $0.status != nil }
        return state.withLock { $0.status == nil ? $0.port : nil }
    }

    /// The hop exports what waits, and exits: ours when its lifeline ends, another program on SIGTERM.
    func askToEnd() {
        state.withLock { $0.isAskedToEnd = true }
        if isSupervised { child.terminate() } else { child.closeInput() }
    }

    /// At once, and everything that it started in its process group. A supervisor does it itself, for the group that it
    /// leads no longer reaches.
    func kill() {
        child.closeInput()
        if !isSupervised { child.killGroup() }
    }

    /// Kills, and returns when nothing is left running.
    func killAndWait() async {
        kill()
        _ = await child.exit()
    }

    /// Returns when it has ended, at the deadline, or when the task is cancelled.
    func untilEnded(by deadline: MonotonicInstant) async { await wait(until: deadline) { $0.status != nil } }

    /// How it ended; kills it when it has not by the deadline.
    func end(by deadline: MonotonicInstant) async -> HopEnd {
        await untilEnded(by: deadline)
        let isLate = state.withLock { $0.status == nil }
        if isLate { kill() }
        let status = await child.exit()
        return state.withLock { state in
            HopEnd(
                status: isLate ? "did not end in time and was killed" : "\(status)",
                isClean: status.isSuccess && !state.hasDied && !isLate, account: state.account,
                lastLines: state.lastLines)
        }
    }

    /// Whether it has ended although nobody asked it to.
    var hasDied: Bool { state.withLock { $0.hasDied } }

    /// A sentence about a hop that never served, with its last words.
    func failure(withinSeconds seconds: Double) -> String {
        state.withLock { state in
            let time = seconds == 1 ? "1 second" : "\(plainNumber(seconds)) seconds"
            let end =
                state.status.map { "ended before it was ready (\($0))" } ?? "did not get ready within \(time) (--ready)"
            let words = state.lastLines.suffix(5).map { "\n    " + $0 }.joined()
            return "\(name) \(end)" + (words.isEmpty ? "" : "; its last words:" + words)
        }
    }

    // MARK: What comes from the child

    private func received(_ line: String, from stream: ChildStream) {
        let value = Self.mayBeSigned(line, from: stream) ? try? JSONValue(parsing: Array(line.utf8)) : nil
        let waiters = state.withLock { state -> [WaitID] in
            state.log.append(line)
            state.lastLines.append(line)
            if state.lastLines.count > 20 { state.lastLines.removeFirst() }
            if stream == .output, value?["ready"]?.boolean == true, let port = value?["port"]?.integer {
                state.port = UInt16(exactly: port)
            } else if stream == .error, value?["event"]?.text == "exit" {
                state.account = value.flatMap(SpanAccount.init)
            } else {
                return []
            }
            defer { state.waiters.removeAll() }
            return state.waiters
        }
        for waiter in waiters { loop.wake(waiter) }
    }

    /// Only the ready line and the account at exit are read; with debugging on, a hop writes thousands of others.
    private static func mayBeSigned(_ line: String, from stream: ChildStream) -> Bool {
        stream == .output ? line.hasPrefix("{") : line.hasPrefix("{\"event\":\"exit\"")
    }

    private func ended(_ status: ChildStatus) {
        let waiters = state.withLock { state in
            state.status = status
            state.hasDied = !state.isAskedToEnd
            defer { state.waiters.removeAll() }
            return state.waiters
        }
        for waiter in waiters { loop.wake(waiter) }
    }

    private func wait(until deadline: MonotonicInstant, _ condition: @Sendable (borrowing State) -> Bool) async {
        await loop.run {
            while !state.withLock({ condition($0) }), loop.now() < deadline {
                let outcome = await loop.wait(deadline: deadline) { id in
                    // What came between the test and this line has found no waiter: look again.
                    if state.withLock({ condition($0) }) { loop.post { self.loop.wake(id) } }
                    state.withLock { $0.waiters.append(id) }
                }
                if outcome == .cancelled || outcome == .closed { return }
            }
        }
    }
}

extension SpanAccount {
    /// From the line that a hop prints at exit.
    init?(_ value: JSONValue) {
        guard let ended = value["ended"]?.integer, let delivered = value["delivered"]?.integer,
            let dropped = value["dropped"]?.integer
        else { return nil }
        self.init(ended: Int(clamping: ended), delivered: Int(clamping: delivered), dropped: Int(clamping: dropped))
    }
}
