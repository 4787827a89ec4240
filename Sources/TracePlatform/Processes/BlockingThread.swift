#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A thread for system calls that block (`waitpid`, `sigwait`, `poll` without an event loop).
///
/// In a task such a call would hold one of as many cooperative threads as there are cores.
package enum BlockingThread {
    private final class Body: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Starts a detached thread, which ends when `body` returns. It inherits the caller's signal mask.
    /// - Parameter subject: what the thread is for, named in the error.
    @discardableResult
    package static func start(
        for subject: String, _ body: @escaping @Sendable () -> Void
    ) throws(ProcessError) -> pthread_t {
        // Balanced by `takeRetainedValue` in the thread, or by `release` below when no thread came to be.
        let parameter = Unmanaged.passRetained(Body(body))
        #if canImport(Darwin)
            var started: pthread_t?
            let entry: @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? = { parameter in
                Unmanaged<Body>.fromOpaque(parameter).takeRetainedValue().run()
                return nil
            }
        #else
            var started = pthread_t()
            let entry: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { parameter in
                if let parameter { Unmanaged<Body>.fromOpaque(parameter).takeRetainedValue().run() }
                return nil
            }
        #endif
        let failure = pthread_create(&started, nil, entry, parameter.toOpaque())
        guard failure == 0 else {
            parameter.release()
            throw ProcessError(operation: "start a thread for", subject: subject, errno: failure)
        }
        #if canImport(Darwin)
            guard let thread = started else {
                throw ProcessError(operation: "start a thread for", subject: subject, errno: EAGAIN)
            }
        #else
            let thread = started
        #endif
        pthread_detach(thread)
        return thread
    }
}
