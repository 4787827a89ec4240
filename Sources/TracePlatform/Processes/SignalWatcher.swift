#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Takes signals out of the process's way and hands them, one by one, to ordinary code.
///
/// The signals are blocked, and a thread of its own waits for them with `sigwait`: the handler is not a signal handler
/// and may do anything. Threads inherit the mask of the thread that starts them, so the watcher comes first in a program,
/// before any other thread: a thread that does not block a signal would receive it and end the process.
/// The watcher lives as long as the process. An inherited "ignore" is undone: Darwin throws an ignored signal away even
/// while it is blocked (POSIX leaves it open), and a shell starts what it puts in the background with SIGINT ignored.
package struct SignalWatcher: Sendable {
    private let thread: SystemThread

    /// Starts to watch.
    /// - Parameters:
    ///   - signals: which; a hang-up that is ignored already (`nohup`) stays ignored.
    ///   - handler: called on the watcher's thread, once per signal, never twice at a time.
    @discardableResult
    package init(
        _ signals: [Signal] = [.interrupt, .terminate, .hangup], handler: @escaping @Sendable (Signal) -> Void
    ) throws(ProcessError) {
        let watched = signals.filter { $0 != .hangup || !isIgnored($0) }
        var set = watched.set
        var before = sigset_t()
        _ = pthread_sigmask(SIG_BLOCK, &set, &before)
        for signal in watched { signal.restoreDefaultAction() }
        do throws(ProcessError) {
            thread = try SystemThread.start(for: "signals") {
                var set = watched.set
                var number: Int32 = 0
                while true {
                    // sigwait fails for a set with a number that is no signal only, and then for ever.
                    guard sigwait(&set, &number) == 0 else { return }
                    handler(Signal(rawValue: number))
                }
            }
        } catch {
            _ = pthread_sigmask(SIG_SETMASK, &before, nil)  // nobody would take the signals
            throw error
        }
    }

    /// Watches, and delivers to an asynchronous sequence that never ends by itself. No signal is lost: the first
    /// may come before anybody iterates.
    package static func stream(
        _ signals: [Signal] = [.interrupt, .terminate, .hangup]
    ) throws(ProcessError) -> AsyncStream<Signal> {
        let (stream, continuation) = AsyncStream.makeStream(of: Signal.self)
        _ = try SignalWatcher(signals) { continuation.yield($0) }
        return stream
    }

    /// Sends a signal to the watcher itself, as though it had come from outside; other threads are not disturbed.
    package func simulate(_ signal: Signal) { _ = pthread_kill(thread.handle, signal.rawValue) }
}

private func isIgnored(_ signal: Signal) -> Bool {
    var current = sigaction()
    guard sigaction(signal.rawValue, nil, &current) == 0 else { return false }
    #if canImport(Darwin)
        let handler = current.__sigaction_u.__sa_handler
    #elseif canImport(Musl)
        let handler = current.__sa_handler.sa_handler
    #else
        let handler = current.__sigaction_handler.sa_handler
    #endif
    // SIG_IGN is the address 1 on every system; functions are compared as the addresses that they are.
    return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
}

extension Signal {
    /// Cannot fail for a signal that may be watched.
    fileprivate func restoreDefaultAction() { _ = signal(rawValue, SIG_DFL) }
}
