#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A file descriptor with one owner, closed when the owner goes. Every descriptor of this module is closed on exec.
package struct Descriptor: ~Copyable, Sendable {
    package let number: Int32

    /// Takes over an open descriptor.
    package init(owning number: Int32) { self.number = number }

    deinit { _ = close(number) }

    /// Gives the descriptor to a caller, who closes it.
    package consuming func release() -> Int32 {
        let number = number
        discard self
        return number
    }

    /// Writes everything, waiting where the descriptor is non-blocking and full.
    /// - Returns: 0, or the error number of the write that failed.
    package borrowing func writeAll(_ bytes: UnsafeRawBufferPointer) -> Int32 { writeEverything(bytes, to: number) }
}

/// Writes all bytes to a descriptor: repeats after signals and short writes, and waits where the descriptor is
/// non-blocking and full (a terminal shared with a program that made it so).
/// - Returns: 0, or the error number of the write that failed.
func writeEverything(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count >= 0 {
            rest = rest.dropFirst(count)
            continue
        }
        let reason = errno
        switch reason {
        case EINTR:
            continue
        case EAGAIN:
            var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            _ = waitForEvents(&poll, 1, -1)
        default:
            return reason
        }
    }
    return 0
}

/// `poll(2)` under a name that a local variable cannot hide.
func waitForEvents(_ events: UnsafeMutablePointer<pollfd>, _ count: Int, _ milliseconds: Int32) -> Int32 {
    poll(events, nfds_t(count), milliseconds)
}
