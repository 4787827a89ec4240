import TracePlatform

/// One TCP connection on an event loop.
///
/// Usable from every task; without a change of threads from tasks on its loop. One task may read while another writes.
/// Deadlines are instants of the loop's clock and are looked at when a call has to wait; nil waits for ever. A call
/// that ends with `.deadlineExceeded` or `.cancelled` leaves the connection open; a write has then sent an unknown
/// part.
package final class TCPConnection: Sendable {
    package let loop: EventLoop
    /// The other side, as it was when the connection came about.
    package let peerAddress: SocketAddress
    let channel: IOChannel

    /// Takes over a connected socket, also when it throws. Must run on the loop.
    init(adopting socket: Socket, peer: SocketAddress, on loop: EventLoop) throws(NetworkError) {
        self.loop = loop
        peerAddress = peer
        channel = try IOChannel(adopting: socket.descriptor, on: loop)
    }

    deinit { channel.close() }

    var socket: Socket { Socket(descriptor: channel.descriptor) }

    /// Nil once the connection is closed.
    package var localAddress: SocketAddress? {
        get async { await loop.run { () async -> SocketAddress? in channel.isOpen ? socket.localAddress : nil } }
    }

    package var isOpen: Bool {
        get async { await loop.run { () async -> Bool in channel.isOpen } }
    }

    /// Closes both directions and ends what waits on them with `.closed`. From any thread, any number of times.
    package func close() { channel.close() }

    /// Closes with a reset: the peer's next call fails with `ECONNRESET`, and bytes under way are lost.
    package func reset() {
        loop.post { [channel] in
            guard channel.isOpen else { return }
            // Fails only when the connection has failed already, and then there is nothing to reset.
            try? Socket(descriptor: channel.descriptor).setResetOnClose()
            channel.close()
        }
    }

    /// ``finishWriting()`` on the loop; false when the connection is closed already, or has failed.
    @discardableResult
    func finishWritingOnLoop() -> Bool {
        guard channel.isOpen else { return false }
        return (try? socket.shutdownWrite()) != nil
    }

    /// Ends this side's stream; the peer reads what was written and then the end. Reading goes on.
    package func finishWriting() async throws(NetworkError) {
        try await loop.run { () async throws(NetworkError) in
            guard channel.isOpen else { throw NetworkError(.shutdown, .closed) }
            try socket.shutdownWrite()
        }
    }
}
