#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension Socket {
    package func bind(to address: SocketAddress) throws(NetworkError) {
        let status = address.withSystemAddress { systemBind(descriptor, $0, $1) }
        guard status == 0 else { throw NetworkError(.bind, errno: errno, at: address) }
    }

    /// - Parameter backlog: connections that the kernel completes before they are accepted; it applies its own maximum
    ///   too.
    package func listen(backlog: Int32 = 4096) throws(NetworkError) {
        guard systemListen(descriptor, backlog) == 0 else {
            throw NetworkError(.listen, errno: errno, at: localAddress)
        }
    }

    package enum ConnectProgress: Hashable, Sendable {
        case connected
        /// The socket becomes writable when the attempt has ended; `takeError()` says how.
        case inProgress
    }

    package func connect(to address: SocketAddress) throws(NetworkError) -> ConnectProgress {
        let status = address.withSystemAddress { systemConnect(descriptor, $0, $1) }
        if status == 0 { return .connected }
        // An interrupted connect goes on in the background; calling again would only say EALREADY.
        guard errno == EINPROGRESS || errno == EINTR else { throw NetworkError(.connect, errno: errno, at: address) }
        return .inProgress
    }

    /// Takes one waiting connection with its peer's address; nil when none waits.
    ///
    /// Connections that died while they waited are skipped. `EMFILE` and its kin are thrown.
    package func accept() throws(NetworkError) -> (socket: Socket, peer: SocketAddress)? {
        while true {
            var descriptor: Int32 = -1
            let peer = SocketAddress.written { address, length in
                descriptor = acceptDescriptor(self.descriptor, address, length)
                return descriptor
            }
            if descriptor >= 0 {
                let socket = Socket(descriptor: descriptor)
                #if canImport(Darwin)
                    // A peer that is gone already makes the options fail; the connection is as dead as a skipped one.
                    guard (try? socket.prepareAfterBirth()) != nil else {
                        socket.close()
                        continue
                    }
                #endif
                return (socket, peer ?? SocketAddress(.ipv4(0), port: 0))
            }
            let number = errno
            if number == EAGAIN || number == EWOULDBLOCK { return nil }
            guard AcceptFailure.belongsToConnection(number) else { throw NetworkError(.accept, errno: number) }
        }
    }

    /// Ends this side's stream: the peer reads the end after the bytes sent so far.
    package func shutdownWrite() throws(NetworkError) {
        guard shutdown(descriptor, Int32(SHUT_WR)) == 0 else { throw NetworkError(.shutdown, errno: errno) }
    }
}

/// What an `errno` of `accept` is about.
package enum AcceptFailure {
    /// The connection failed before it was taken, the listener is well: Linux passes the connection's pending
    /// network error on (accept(2), "Error handling"), so the call is repeated.
    package static func belongsToConnection(_ number: Int32) -> Bool {
        #if os(Linux)
            if number == ENONET { return true }
        #endif
        return [
            EINTR, ECONNABORTED, EPROTO, ENETDOWN, ENOPROTOOPT, EHOSTDOWN, EHOSTUNREACH, EOPNOTSUPP, ENETUNREACH,
            ETIMEDOUT, EPERM,
        ].contains(number)
    }

    /// Descriptors or memory have run out. The connection goes on waiting, so that the listener stays readable:
    /// the caller has to pause before it tries again.
    package static func isExhaustion(_ number: Int32) -> Bool {
        [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(number)
    }
}

#if os(Linux)
    private typealias Accept4 =
        @convention(c) (Int32, UnsafeMutablePointer<sockaddr>?, UnsafeMutablePointer<socklen_t>?, Int32) -> Int32

    /// `accept4` is GNU's and absent from the imported headers. Nil only in a static program.
    private let accept4 = SystemLibrary.function("accept4", as: Accept4.self)

    private func acceptDescriptor(
        _ listener: Int32, _ address: UnsafeMutablePointer<sockaddr>, _ length: UnsafeMutablePointer<socklen_t>
    ) -> Int32 {
        if let accept4 { return accept4(listener, address, length, SocketFlag.closeOnExec | SocketFlag.nonBlocking) }
        let descriptor = accept(listener, address, length)
        guard descriptor >= 0 else { return descriptor }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        return descriptor
    }
#else
    private func acceptDescriptor(
        _ listener: Int32, _ address: UnsafeMutablePointer<sockaddr>, _ length: UnsafeMutablePointer<socklen_t>
    ) -> Int32 {
        accept(listener, address, length)
    }
#endif

// The methods of `Socket` hide the C functions of their names.
private func systemBind(_ descriptor: Int32, _ address: UnsafePointer<sockaddr>, _ length: socklen_t) -> Int32 {
    bind(descriptor, address, length)
}
private func systemConnect(_ descriptor: Int32, _ address: UnsafePointer<sockaddr>, _ length: socklen_t) -> Int32 {
    connect(descriptor, address, length)
}
private func systemListen(_ descriptor: Int32, _ backlog: Int32) -> Int32 { listen(descriptor, backlog) }
