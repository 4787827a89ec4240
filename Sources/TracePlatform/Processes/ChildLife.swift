#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The life of a child, from its start until it is reaped and its end was told.
///
/// ```
/// running ── seen to end by its waiting thread ──→ zombie ── reaped, under the lock ──→ ended
/// ```
///
/// The process id is ours until the child is reaped. Signals are sent under the same lock, so that none can reach a
/// stranger who got the number next.
final class ChildLife: Sendable {
    let processID: Int32
    private let group: ChildCommand.Group
    private let state = Locked(State())

    private struct State {
        var status: ChildStatus?
        var handlers: [@Sendable (ChildStatus) -> Void] = []
    }

    init(_ command: ChildCommand, streams: [Int32?]) throws(ProcessError) {
        _ = Self.childrenCanBeWaitedFor
        group = command.group
        processID = try spawn(command, streams: streams)
        do {
            try SystemThread.start(for: command.executable) { self.waitForEnd() }
        } catch {
            _ = systemKill(processID, SIGKILL)
            _ = reap(processID)
            throw error
        }
    }

    var status: ChildStatus? { state.withLock { $0.status } }

    func send(_ signal: Signal) -> Bool {
        state.withLock { $0.status == nil && systemKill(processID, signal.rawValue) == 0 }
    }

    func sendToGroup(_ signal: Signal) -> Bool {
        guard group != .inherited else { return false }
        return state.withLock { $0.status == nil && systemKill(-processID, signal.rawValue) == 0 }
    }

    func whenEnded(_ handler: @escaping @Sendable (ChildStatus) -> Void) {
        let status = state.withLock { state in
            if state.status == nil { state.handlers.append(handler) }
            return state.status
        }
        if let status { handler(status) }
    }

    private func waitForEnd() {
        // Waits without reaping, since the lock must not be held while waiting.
        var facts = siginfo_t()
        while waitid(P_PID, id_t(bitPattern: processID), &facts, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        let (status, handlers) = state.withLock { state in
            // The zombie still holds the number of its group.
            if group == .ownEndingWithLeader { _ = systemKill(-processID, SIGKILL) }
            let status = reap(processID)
            state.status = status
            defer { state.handlers = [] }
            return (status, state.handlers)
        }
        for handler in handlers { handler(status) }
    }

    /// A program may be started with SIGCHLD ignored; then the system reaps children itself and their status is lost.
    private static let childrenCanBeWaitedFor: Void = { _ = signal(SIGCHLD, SIG_DFL) }()
}

/// Takes the status of a child that has ended, and its number with it.
private func reap(_ processID: Int32) -> ChildStatus {
    var status: Int32 = 0
    while true {
        if waitpid(processID, &status, 0) == processID { return ChildStatus(waitStatus: status) }
        // Somebody else reaped it: its status is unknown, which must not read as success.
        if errno != EINTR { return .exited(255) }
    }
}

private func systemKill(_ processID: Int32, _ signal: Int32) -> Int32 { kill(processID, signal) }
