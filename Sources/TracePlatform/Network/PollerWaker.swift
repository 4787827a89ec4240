#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Ends a poller's wait from any thread.
///
/// A pair of connected sockets: a byte into one makes the other readable. It has both flags from birth on Linux, where
/// the Swift import of the C library lacks `eventfd` and `pipe2`.
package final class PollerWaker: Sendable {
    private let sender: Socket
    let receiver: Socket

    init() throws(NetworkError) {
        var pair: (Int32, Int32) = (-1, -1)
        let status = withUnsafeMutableBytes(of: &pair) { bytes in
            socketpair(AF_UNIX, pairType, 0, bytes.assumingMemoryBound(to: Int32.self).baseAddress)
        }
        guard status == 0 else { throw NetworkError(.socket, errno: errno) }
        sender = Socket(descriptor: pair.0)
        receiver = Socket(descriptor: pair.1)
        #if canImport(Darwin)
            try sender.prepareAfterBirth()
            try receiver.prepareAfterBirth()
        #endif
    }

    deinit {
        sender.close()
        receiver.close()
    }

    /// Makes the current wait return, or the next one if none is under way.
    package func wake() {
        // A full buffer fails, and means that a wake-up is on its way.
        _ = try? sender.write(wakeUp.span.bytes)
    }

    /// Takes the bytes of all wake-ups so far, on the poller's thread.
    func drain() {
        withUnsafeTemporaryAllocation(byteCount: 64, alignment: 1) { buffer in
            while case .bytes(1...)? = try? receiver.read(into: buffer) {}
        }
    }
}

#if canImport(Darwin)
    private let pairType = SOCK_STREAM
#elseif canImport(Glibc)
    private let pairType = Int32(SOCK_STREAM.rawValue) | SocketFlag.closeOnExec | SocketFlag.nonBlocking
#else
    private let pairType = Int32(SOCK_STREAM) | SocketFlag.closeOnExec | SocketFlag.nonBlocking
#endif

/// One byte, whatever it says.
private let wakeUp: [UInt8] = [1]
