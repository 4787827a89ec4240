#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The process's own stdin, as a lifeline: a parent holds the other end, and its end is the sign to go.
package enum StandardInput {
    /// Calls `handler` once, on a thread of its own, when stdin has ended or cannot be read. What comes before that is
    /// read and thrown away.
    package static func whenEnded(_ handler: @escaping @Sendable () -> Void) throws(NetworkError) {
        try SystemThread.start(name: "stdin") {
            var buffer = [UInt8](repeating: 0, count: 512)
            while true {
                let count = read(STDIN_FILENO, &buffer, buffer.count)
                if count > 0 || (count < 0 && errno == EINTR) { continue }
                return handler()
            }
        }
    }
}
