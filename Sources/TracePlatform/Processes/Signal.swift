#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A signal by its number on this system.
package struct Signal: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    package let rawValue: Int32

    package init(rawValue: Int32) { self.rawValue = rawValue }

    package static let hangup = Signal(rawValue: SIGHUP)
    package static let interrupt = Signal(rawValue: SIGINT)
    package static let quit = Signal(rawValue: SIGQUIT)
    package static let abort = Signal(rawValue: SIGABRT)
    package static let kill = Signal(rawValue: SIGKILL)
    package static let segmentationFault = Signal(rawValue: SIGSEGV)
    package static let brokenPipe = Signal(rawValue: SIGPIPE)
    package static let terminate = Signal(rawValue: SIGTERM)
    package static let illegalInstruction = Signal(rawValue: SIGILL)
    package static let trap = Signal(rawValue: SIGTRAP)
    package static let user1 = Signal(rawValue: SIGUSR1)

    /// What a shell shows for a command that the signal ended: 128 + n, e.g. 130 for `SIGINT`.
    package var shellStatus: Int32 { 128 &+ (rawValue & 0x7f) }  // at most 255: cannot overflow

    /// The name in capitals, e.g. `SIGTERM`, or `signal 42`.
    package var description: String { Self.names[self] ?? "signal \(rawValue)" }

    private static let names: [Signal: String] = [
        .hangup: "SIGHUP", .interrupt: "SIGINT", .quit: "SIGQUIT", .abort: "SIGABRT", .kill: "SIGKILL",
        .segmentationFault: "SIGSEGV", .brokenPipe: "SIGPIPE", .terminate: "SIGTERM", .illegalInstruction: "SIGILL",
        .trap: "SIGTRAP", .user1: "SIGUSR1",
    ]

    /// Makes writes to a pipe or socket without reader fail with `EPIPE` instead of ending the process.
    package static func ignoreBrokenPipes() { _ = signal(SIGPIPE, SIG_IGN) }

    /// Ends this process by the signal, with its default action, so that a shell sees what ended it and stops its loop.
    /// Where the signal does not end a process, it exits with the shell's status for it.
    package static func endProcess(by ending: Signal) -> Never {
        _ = signal(ending.rawValue, SIG_DFL)
        var set = ending.set
        _ = pthread_sigmask(SIG_UNBLOCK, &set, nil)
        _ = raise(ending.rawValue)
        _exit(ending.shellStatus)
    }

    /// The set of this signal alone.
    var set: sigset_t { [self].set }
}

extension [Signal] {
    var set: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in self { sigaddset(&set, signal.rawValue) }
        return set
    }
}
