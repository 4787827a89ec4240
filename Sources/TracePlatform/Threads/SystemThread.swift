#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A thread of the operating system, for event loops and for calls that block (`waitpid`, `sigwait`, `getaddrinfo`): in a
/// task such a call would hold one of as many cooperative threads as there are cores.
///
/// Unchecked: a thread's handle is an opaque number or address that the pthread functions take from any thread.
package struct SystemThread: @unchecked Sendable {
    let handle: pthread_t

    /// Runs `body` on a new thread that nobody joins. It inherits the caller's signal mask.
    ///
    /// - Parameter name: what debuggers and `top -H` show; Linux keeps the first 15 bytes.
    /// - Throws: `NetworkError` with `EAGAIN` when the system refuses another thread.
    @discardableResult
    package static func start(
        name: String, _ body: @escaping @Sendable () -> Void
    ) throws(NetworkError) -> SystemThread {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, detachedState)
        pthread_attr_setstacksize(&attributes, stackSize)

        // Ownership of the box passes to the thread, which releases it before the body runs.
        let box = Unmanaged.passRetained(ThreadStart(name: name, body: body))
        #if canImport(Glibc)
            var thread = pthread_t()
        #else
            var thread: pthread_t?
        #endif
        let status = pthread_create(&thread, &attributes, threadMain, box.toOpaque())
        guard status == 0 else {
            box.release()
            throw NetworkError(.startThread, errno: status)
        }
        #if canImport(Glibc)
            return SystemThread(handle: thread)
        #else
            guard let thread else { throw NetworkError(.startThread, errno: EAGAIN) }
            return SystemThread(handle: thread)
        #endif
    }

    /// Lets the calling thread go before others that could run, where the system allows it (Linux: `CAP_SYS_NICE`, or a limit
    /// of `RLIMIT_NICE`); elsewhere nothing changes. For a thread that does little and must not be late.
    package static func goesFirst() {
        #if os(Linux)
            // Of this thread alone: on Linux 0 names the calling thread, and each has a nice value of its own (setpriority(2)).
            #if canImport(Glibc)
                _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, -15)
            #else
                _ = setpriority(Int32(PRIO_PROCESS), 0, -15)
            #endif
        #endif
    }

    /// - Parameter subject: what the thread is for, named in the error.
    @discardableResult
    static func start(
        for subject: String, _ body: @escaping @Sendable () -> Void
    ) throws(ProcessError) -> SystemThread {
        do throws(NetworkError) {
            return try start(name: subject, body)
        } catch {
            throw ProcessError(operation: "start a thread for", subject: subject, errno: error.errno ?? EAGAIN)
        }
    }

    /// A value that differs between any two living threads. Never zero.
    package static var currentIdentity: UInt {
        #if canImport(Glibc)
            UInt(pthread_self())
        #else
            UInt(bitPattern: pthread_self())
        #endif
    }

    /// Address space only, pages come with use. Deep enough for recursive descent; macOS would give 512 KiB.
    private static let stackSize = 4 << 20

    private static let detachedState = Int32(PTHREAD_CREATE_DETACHED)
}

private final class ThreadStart: Sendable {
    let name: String
    let body: @Sendable () -> Void

    init(name: String, body: @escaping @Sendable () -> Void) {
        self.name = name
        self.body = body
    }
}

/// A function of its own, since a closure written in isolated code would carry that isolation to the new thread.
#if canImport(Darwin)
    private func threadMain(_ context: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
        runThread(context)
        return nil
    }
#else
    private func threadMain(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        if let context { runThread(context) }
        return nil
    }
#endif

/// - Parameter context: the retained `ThreadStart` that `SystemThread.start` passed, consumed exactly once here.
private func runThread(_ context: UnsafeMutableRawPointer) {
    let start = Unmanaged<ThreadStart>.fromOpaque(context).takeRetainedValue()
    #if canImport(Darwin)
        pthread_setname_np(start.name)
    #else
        _ = setThreadName?(pthread_self(), String(decoding: start.name.utf8.prefix(15), as: UTF8.self))
    #endif
    start.body()
}

#if !canImport(Darwin)
    /// GNU's `pthread_setname_np` is absent from the imported headers. Nil only in a static program, whose threads
    /// stay unnamed.
    private let setThreadName = SystemLibrary.function(
        "pthread_setname_np", as: (@convention(c) (pthread_t, UnsafePointer<CChar>) -> Int32).self)
#endif
