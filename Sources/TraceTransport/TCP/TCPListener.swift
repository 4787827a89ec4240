import TracePlatform

/// A TCP port that connections come to.
package final class TCPListener: Sendable {
    package let loop: EventLoop
    /// The address that it really has: port 0 is replaced by the one that the system chose.
    package let address: SocketAddress
    private let channel: IOChannel
    private let exhaustions: LoopBound<Int>
    private let acceptNext: AcceptNext

    /// Takes one waiting connection; nil when none waits.
    package typealias AcceptNext = @Sendable (Socket) throws(NetworkError) -> (socket: Socket, peer: SocketAddress)?

    package var port: UInt16 { address.port }

    /// Listens on an address; port 0 takes a free one.
    ///
    /// - Parameter acceptNext: the system call behind `accept`; a test puts one here that fails.
    package static func bind(
        to address: SocketAddress = .loopback(), on loop: EventLoop,
        acceptingBy acceptNext: @escaping AcceptNext = { socket throws(NetworkError) in try socket.accept() }
    ) async throws(NetworkError) -> TCPListener {
        try await loop.run { () async throws(NetworkError) -> TCPListener in
            let socket = try Socket.tcp(for: address)
            let bound: SocketAddress
            do throws(NetworkError) {
                try socket.setReuseAddress()
                try socket.bind(to: address)
                try socket.listen()
                bound = socket.localAddress ?? address
            } catch {
                socket.close()
                throw error
            }
            return try TCPListener(listening: socket, at: bound, on: loop, acceptNext)
        }
    }

    private init(
        listening socket: Socket, at address: SocketAddress, on loop: EventLoop, _ acceptNext: @escaping AcceptNext
    ) throws(NetworkError) {
        self.acceptNext = acceptNext
        self.loop = loop
        self.address = address
        exhaustions = LoopBound(0, on: loop)
        channel = try IOChannel(adopting: socket.descriptor, on: loop)
    }

    deinit { channel.close() }

    /// Stops listening; connections accepted so far live on. Ends a waiting `accept` with `.closed`. From any thread,
    /// any number of times.
    package func close() { channel.close() }

    /// How often `accept` has paused since descriptors or memory had run out.
    package var exhaustionCount: Int {
        get async { await loop.run { () async -> Int in exhaustions.withValue { $0 } } }
    }

    /// Waits for the next connection, which lives on the listener's loop. One task at a time.
    ///
    /// Out of descriptors it pauses for 50 ms and tries again: the connection goes on waiting in the kernel's queue.
    package func accept(deadline: MonotonicInstant? = nil) async throws(NetworkError) -> TCPConnection {
        try await loop.run { () async throws(NetworkError) -> TCPConnection in
            while true {
                do throws(NetworkError) {
                    try await channel.waitUntilReady(for: .read, deadline: deadline)
                    guard channel.isOpen else { throw NetworkError(.accept, .closed) }
                    if let (socket, peer) = try acceptNext(Socket(descriptor: channel.descriptor)) {
                        // Fails only for a peer that is gone already, which its first read tells.
                        try? socket.setNoDelay()
                        return try TCPConnection(adopting: socket, peer: peer, on: loop)
                    }
                    channel.markBlocked(.read)
                } catch {
                    guard let number = error.errno, AcceptFailure.isExhaustion(number) else {
                        throw NetworkError(.accept, error.cause, at: address.description)
                    }
                    try await pause()
                }
            }
        }
    }

    private func pause() async throws(NetworkError) {
        exhaustions.withValue { $0 += 1 }
        do throws(CancellationError) {
            try await loop.sleep(forNanoseconds: 50_000_000)
        } catch {
            throw NetworkError(.accept, .cancelled, at: address.description)
        }
    }
}
