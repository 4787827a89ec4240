#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The thread on which a process begins.
package enum MainThread {
    /// Waits for ever, with the signal mask as it is; the process ends by an exit on another thread.
    ///
    /// An asynchronous `main` would hand this thread to libdispatch, which waits in `sigsuspend` with no signal blocked:
    /// a SIGTERM would then end the process there, instead of reaching a ``SignalWatcher``.
    package static func park() -> Never {
        while true { pause() }
    }
}
