import TracePlatform

extension TCPConnection {
    /// Connects to an address.
    ///
    /// - Parameter deadline: an instant of the loop's clock; nil leaves it to the system, which gives up after minutes.
    package static func connect(
        to address: SocketAddress, on loop: EventLoop, deadline: MonotonicInstant? = nil
    ) async throws(NetworkError) -> TCPConnection {
        guard loop.isCurrent else {
            return try await withTaskExecutorPreference(loop) { () async throws(NetworkError) -> TCPConnection in
                try await connect(to: address, on: loop, deadline: deadline)
            }
        }
        let socket = try Socket.tcp(for: address)
        let progress: Socket.ConnectProgress
        do throws(NetworkError) {
            try socket.setNoDelay()
            progress = try socket.connect(to: address)
        } catch {
            socket.close()
            throw error
        }
        let connection = try TCPConnection(adopting: socket, peer: address, on: loop)
        if progress == .inProgress { try await connection.finishConnecting(deadline) }
        return connection
    }

    /// Connects to a host by name, trying its addresses in order until one answers; the last failure is thrown.
    package static func connect(
        host: String, port: UInt16, on loop: EventLoop, deadline: MonotonicInstant? = nil
    ) async throws(NetworkError) -> TCPConnection {
        var failure = NetworkError(.resolve, .unresolved("no address"), at: host)
        for address in try await loop.resolve(host: host, port: port, deadline: deadline) {
            do throws(NetworkError) {
                return try await connect(to: address, on: loop, deadline: deadline)
            } catch {
                failure = error
                if error.cause == .cancelled || error.cause == .deadlineExceeded { break }
            }
        }
        throw failure
    }

    private func finishConnecting(_ deadline: MonotonicInstant?) async throws(NetworkError) {
        channel.markBlocked(.write)
        do throws(NetworkError) {
            try await channel.waitUntilReady(for: .write, deadline: deadline)
        } catch {
            close()
            throw NetworkError(.connect, error.cause, at: peerAddress.description)
        }
        guard channel.isOpen else { throw NetworkError(.connect, .closed, at: peerAddress.description) }
        let number = socket.takeError()
        guard number == 0 else {
            close()
            throw NetworkError(.connect, errno: number, at: peerAddress)
        }
    }
}

extension EventLoop {
    /// The addresses of a host, in the order in which to try them; at least one.
    ///
    /// The system's resolver blocks, so it works on a thread of its own; when the wait ends early its answer is
    /// dropped.
    package func resolve(
        host: String, port: UInt16, deadline: MonotonicInstant? = nil
    ) async throws(NetworkError) -> [SocketAddress] {
        if let addresses = NameResolver.immediate(host: host, port: port) { return addresses }
        return try await run { () async throws(NetworkError) -> [SocketAddress] in
            let answer = LoopBound<Result<[SocketAddress], NetworkError>?>(nil, on: self)
            let outcome = await wait(deadline: deadline) { id in
                NameResolver.lookUp(host: host, port: port) { result in
                    self.post {
                        answer.withValue { $0 = result }
                        self.wake(id)
                    }
                }
            }
            switch outcome {
            case .woken: break
            case .deadlineExceeded: throw NetworkError(.resolve, .deadlineExceeded, at: host)
            case .cancelled: throw NetworkError(.resolve, .cancelled, at: host)
            case .closed: throw NetworkError(.resolve, .closed, at: host)
            }
            guard let result = answer.withValue({ $0 }) else { throw NetworkError(.resolve, .closed, at: host) }
            return try result.get()
        }
    }
}
