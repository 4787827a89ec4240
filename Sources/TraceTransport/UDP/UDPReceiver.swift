import TraceBytes
import TracePlatform

/// A UDP port that takes datagrams out of the kernel as fast as they come, and puts them into a queue for somebody else.
///
/// ```
/// open ──▶ receiving ──stop()──▶ draining: what the kernel holds ──▶ closed
///              └────────close()──────────────────────────────────────▲
/// ```
///
/// It has an event loop whose only work is this, since the receive buffer decides about loss: while a batch is decoded
/// elsewhere, the buffer goes on being emptied here.
package final class UDPReceiver: Sendable {
    package let loop: EventLoop
    /// The address that it really has: port 0 is replaced by the one that the system chose.
    package let address: SocketAddress
    /// Bytes of the receive buffer by the kernel's own count, in which a datagram takes more than its bytes.
    package let receiveBufferBytes: Int
    private let channel: IOChannel
    private let queue: DatagramQueue
    private let state: LoopBound<State>

    private struct State {
        var counters = UDPReceiverCounters()
        var drops = DropCount()
        var knowsDrops = false
        /// Room for the largest datagram, so that none is ever cut: UDP's length field says 65,535 at most, header
        /// included.
        var buffer = [UInt8](repeating: 0, count: 65_536)
    }

    /// Listens on an address and fills the queue from now on; port 0 takes a free one.
    ///
    /// - Parameter receiveBuffer: bytes to ask for; 4 MiB, 20 times the usual default of Linux.
    package static func open(
        at address: SocketAddress = .loopback(), into queue: DatagramQueue, on loop: EventLoop,
        receiveBuffer: Int = 4 << 20
    ) async throws(NetworkError) -> UDPReceiver {
        try await loop.run { () async throws(NetworkError) -> UDPReceiver in
            let socket = try Socket.udp(for: address)
            let knowsDrops: Bool
            let size: Int
            do throws(NetworkError) {
                size = try socket.setReceiveBuffer(bytes: receiveBuffer)
                knowsDrops = socket.countDroppedDatagrams() && socket.droppedDatagrams != nil
                try socket.bind(to: address)
            } catch {
                socket.close()
                throw error
            }
            let receiver = try UDPReceiver(
                socket, at: socket.localAddress ?? address, into: queue, on: loop, buffer: size, knowsDrops: knowsDrops)
            Task(executorPreference: loop) { await receiver.receive() }
            return receiver
        }
    }

    private init(
        _ socket: Socket, at address: SocketAddress, into queue: DatagramQueue, on loop: EventLoop, buffer: Int,
        knowsDrops: Bool
    ) throws(NetworkError) {
        self.loop = loop
        self.address = address
        self.queue = queue
        receiveBufferBytes = buffer
        var state = State()
        state.knowsDrops = knowsDrops
        self.state = LoopBound(state, on: loop)
        channel = try IOChannel(adopting: socket.descriptor, on: loop)
    }

    deinit { channel.close() }

    package var port: UInt16 { address.port }

    private var socket: Socket { Socket(descriptor: channel.descriptor) }

    /// What came and what was lost, until now or until the end.
    package var counters: UDPReceiverCounters {
        get async {
            await loop.run { () async -> UDPReceiverCounters in
                readDrops()
                return state.withValue { $0.counters }
            }
        }
    }

    /// Takes what the kernel holds by now, and closes: when it returns everything that came is in the queue or counted.
    @discardableResult
    package func stop() async -> UDPReceiverCounters {
        await loop.run { () async -> Void in
            guard channel.isOpen else { return }
            drain()
            readDrops()
            channel.close()
        }
        return await counters
    }

    /// Closes at once; what the kernel still holds is lost. From any thread, any number of times.
    package func close() { channel.close() }

    // MARK: Receiving

    /// Until the socket is closed.
    private func receive() async {
        while (try? await channel.waitUntilReady(for: .read, deadline: nil)) != nil, channel.isOpen {
            if !receiveOne() { channel.markBlocked(.read) }
        }
    }

    /// Not for ever when somebody goes on sending: the kernel cannot hold more bytes than its buffer has, and a datagram
    /// without content takes some hundred there too.
    private func drain() {
        var remaining = receiveBufferBytes
        while remaining > 0 {
            let before = state.withValue { $0.counters.receivedBytes }
            guard receiveOne() else { return }
            remaining -= state.withValue { $0.counters.receivedBytes } - before + 256
        }
    }

    /// Takes one datagram; false when none waits. After a failure too: the next datagram is a new edge.
    private func receiveOne() -> Bool {
        let socket = socket
        return state.withValue { state in
            let result = state.buffer.withUnsafeMutableBytes { buffer in
                Result { () throws(NetworkError) in try socket.receiveDatagram(into: buffer) }
            }
            switch result {
            case .success(nil): return false
            case .success(let receipt?):
                take(receipt, &state)
                return true
            case .failure:
                state.counters.failures += 1
                return false
            }
        }
    }

    private func take(_ receipt: DatagramReceipt, _ state: inout State) {
        if let dropped = receipt.droppedBefore { state.drops.read(dropped) }
        let number = state.counters.received
        state.counters.received += 1
        state.counters.receivedBytes += receipt.count
        if receipt.isTruncated { state.counters.truncated += 1 }
        let isTaken = queue.offer(
            state.buffer.span.bytes.extracting(0..<receipt.count), number: number, receipt: receipt,
            wallNanoseconds: WallClock.nowNanoseconds(), monotonic: loop.now())
        if !isTaken { state.counters.refused += 1 }
    }

    /// The socket's own count knows of drops behind the last datagram, as long as the socket is open.
    private func readDrops() {
        let dropped = channel.isOpen ? socket.droppedDatagrams : nil
        state.withValue { state in
            if let dropped { state.drops.read(dropped) }
            state.counters.droppedByKernel = state.knowsDrops ? state.drops.total : nil
        }
    }
}
