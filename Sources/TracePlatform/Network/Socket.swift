#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A non-blocking socket, closed on exec from birth, that never raises SIGPIPE.
///
/// A handle, not an owner: it is one integer, and whoever created it calls `close()` exactly once.
package struct Socket: Hashable, Sendable {
    package let descriptor: Int32

    package init(descriptor: Int32) { self.descriptor = descriptor }

    /// What a system call on a non-blocking socket did.
    package enum Progress: Hashable, Sendable {
        /// So many bytes moved. A read of zero bytes is the end of the stream.
        case bytes(Int)
        /// Nothing can move now (`EAGAIN`).
        case wouldBlock
    }

    /// A TCP socket of the address's family.
    package static func tcp(for address: SocketAddress) throws(NetworkError) -> Socket {
        try create(for: address, type: streamType)
    }

    package func close() {
        // Never repeated on EINTR: Linux has freed the descriptor by then, and another thread may own its number.
        _ = systemClose(descriptor)
    }

    // MARK: Options and addresses

    /// Lets a listener take a port on which connections of its predecessor still linger.
    package func setReuseAddress() throws(NetworkError) { try setOption(SOL_SOCKET, SO_REUSEADDR, Int32(1)) }

    /// Sends small writes at once instead of waiting for the peer's acknowledgement (Nagle).
    package func setNoDelay() throws(NetworkError) { try setOption(Int32(IPPROTO_TCP), TCP_NODELAY, Int32(1)) }

    /// Makes the coming `close()` a reset: unsent bytes are dropped and the peer sees `ECONNRESET`.
    package func setResetOnClose() throws(NetworkError) {
        try setOption(SOL_SOCKET, SO_LINGER, linger(l_onoff: 1, l_linger: 0))
    }

    package func setOption<Value: BitwiseCopyable>(
        _ level: Int32, _ name: Int32, _ value: Value
    ) throws(NetworkError) {
        let status = withUnsafeBytes(of: value) { bytes in
            setsockopt(descriptor, level, name, bytes.baseAddress, socklen_t(bytes.count))
        }
        guard status == 0 else { throw NetworkError(.configure, errno: errno) }
    }

    /// Reads and clears `SO_ERROR`, which holds the outcome of a connect: zero, or an `errno`.
    package func takeError() -> Int32 {
        var error: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length) == 0 ? error : errno
    }

    /// Nil once the socket is closed or when its family is neither IPv4 nor IPv6.
    package var localAddress: SocketAddress? { .written { getsockname(descriptor, $0, $1) } }

    /// Nil when the socket is not connected, or not any more.
    package var peerAddress: SocketAddress? { .written { getpeername(descriptor, $0, $1) } }
}

extension Socket {
    #if canImport(Glibc)
        private static let streamType = Int32(SOCK_STREAM.rawValue)
    #else
        private static let streamType = Int32(SOCK_STREAM)
    #endif

    static func create(for address: SocketAddress, type: Int32) throws(NetworkError) -> Socket {
        #if canImport(Darwin)
            let descriptor = socket(address.family, type, 0)
            guard descriptor >= 0 else { throw NetworkError(.socket, errno: errno, at: address) }
            let created = Socket(descriptor: descriptor)
            do throws(NetworkError) { try created.prepareAfterBirth() } catch {
                created.close()
                throw error
            }
            return created
        #else
            let descriptor = socket(address.family, type | SocketFlag.closeOnExec | SocketFlag.nonBlocking, 0)
            guard descriptor >= 0 else { throw NetworkError(.socket, errno: errno, at: address) }
            return Socket(descriptor: descriptor)
        #endif
    }

    #if canImport(Darwin)
        /// Darwin has no flags for these at birth: a fork between the calls can inherit the descriptor, which its
        /// `posix_spawn` prevents with `POSIX_SPAWN_CLOEXEC_DEFAULT`.
        func prepareAfterBirth() throws(NetworkError) {
            guard fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0, fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0 else {
                throw NetworkError(.configure, errno: errno)
            }
            try setOption(SOL_SOCKET, SO_NOSIGPIPE, Int32(1))
        }
    #endif
}

#if !canImport(Darwin)
    /// The flags of `socket`, `socketpair` and `accept4`, equal to `O_CLOEXEC` and `O_NONBLOCK` on Linux.
    enum SocketFlag {
        static let closeOnExec = O_CLOEXEC
        static let nonBlocking = O_NONBLOCK
    }
#endif

/// `Socket.close` hides the C function of that name.
private func systemClose(_ descriptor: Int32) -> Int32 { close(descriptor) }
