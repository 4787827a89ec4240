import TraceBytes
import TracePlatform

/// Sends datagrams to one address.
///
/// UDP tells a sender next to nothing. What it does tell is here: how large a datagram may be, when the system cannot
/// take one, and that nobody listens at the other end (`ECONNREFUSED`), which the kernel says at the *next* call.
package final class UDPSender: Sendable {
    package let loop: EventLoop
    package let peerAddress: SocketAddress
    /// The largest datagram that this system sends from this socket, tried out when it was opened: 65,507 bytes over IPv4
    /// (a length of 16 bits less the heads of IP and UDP), less where the send buffer allows less (macOS: 9,216 unless
    /// it can be raised).
    package let maxDatagramBytes: Int
    private let channel: IOChannel
    private let refusals: LoopBound<Int>

    /// Asked for, so that systems whose limit is the buffer's allow the largest datagram.
    private static let sendBuffer = 128 << 10

    package static func open(
        to address: SocketAddress, on loop: EventLoop
    ) async throws(NetworkError) -> UDPSender {
        try await loop.run { () async throws(NetworkError) -> UDPSender in
            let limit = DatagramLimit.measure(like: address, sendBuffer: sendBuffer)
            let socket = try Socket.udp(for: address)
            do throws(NetworkError) {
                // Fails only where there is less to be had, which the limit has found.
                try? socket.setSendBuffer(bytes: sendBuffer)
                _ = try socket.connect(to: address)
            } catch {
                socket.close()
                throw error
            }
            return try UDPSender(socket, to: address, limit: limit, on: loop)
        }
    }

    private init(
        _ socket: Socket, to address: SocketAddress, limit: Int, on loop: EventLoop
    ) throws(NetworkError) {
        self.loop = loop
        peerAddress = address
        maxDatagramBytes = limit
        refusals = LoopBound(0, on: loop)
        channel = try IOChannel(adopting: socket.descriptor, on: loop)
    }

    deinit { channel.close() }

    /// How often the other end has said that nobody listens there. Each time some datagram before was lost.
    package var refusalCount: Int {
        get async { await loop.run { () async -> Int in refusals.withValue { $0 } } }
    }

    /// Hands a datagram to the kernel, waiting for room in the send buffer where necessary.
    ///
    /// - Throws: `EMSGSIZE` for more than ``maxDatagramBytes``, `ECONNREFUSED` when this very datagram could not be handed
    ///   over since nobody listens; the deadline, the end of the task or of the loop. Then nothing was sent.
    package func send(_ bytes: [UInt8], deadline: MonotonicInstant? = nil) async throws(NetworkError) {
        try await loop.run { () async throws(NetworkError) in
            var isRepeated = false
            while true {
                try await channel.waitUntilReady(for: .write, deadline: deadline)
                guard channel.isOpen else { throw NetworkError(.write, .closed, at: peerAddress.description) }
                do throws(NetworkError) {
                    switch try Socket(descriptor: channel.descriptor).sendDatagram(bytes.span.bytes) {
                    case .bytes: return
                    case .wouldBlock: channel.markBlocked(.write)
                    }
                } catch {
                    // The kernel speaks of an earlier datagram and has not sent this one.
                    guard error.isRefusal else { throw NetworkError(.write, error.cause, at: peerAddress.description) }
                    refusals.withValue { $0 += 1 }
                    if isRepeated { throw NetworkError(.write, error.cause, at: peerAddress.description) }
                    isRepeated = true
                }
            }
        }
    }

    /// From any thread, any number of times.
    package func close() { channel.close() }
}

/// How large a datagram may be.
package enum DatagramLimit {
    /// UDP over IPv4: 65,535 bytes of a packet less 20 of IP's head and 8 of UDP's.
    package static let largest = 65_507
    /// What every system allows, for when nothing can be tried: macOS' default.
    package static let smallest = 9_216

    /// The largest datagram that a socket of the address's family with such a send buffer sends: tried out on a pair of
    /// sockets of this machine, so that no peer gets bytes that mean nothing.
    static func measure(like address: SocketAddress, sendBuffer: Int) -> Int {
        guard let target = try? Socket.udp(for: address) else { return smallest }
        defer { target.close() }
        guard (try? target.bind(to: address.loopback)) != nil, let place = target.localAddress,
            let probe = try? Socket.udp(for: address)
        else { return smallest }
        defer { probe.close() }
        try? probe.setSendBuffer(bytes: sendBuffer)
        let zeros = [UInt8](repeating: 0, count: largest)
        return find(in: 1...largest) { size in
            do throws(NetworkError) {
                _ = try probe.sendDatagram(zeros.span.bytes.extracting(0..<size), to: place)
                return true
            } catch {
                return !error.isTooLarge
            }
        }
    }

    /// The largest number of a range that fits, when all below it fit too; its lower bound when none does.
    package static func find(in range: ClosedRange<Int>, fits: (Int) -> Bool) -> Int {
        if fits(range.upperBound) { return range.upperBound }
        var (fitting, tooLarge) = (range.lowerBound, range.upperBound)
        while tooLarge - fitting > 1 {
            let middle = fitting + (tooLarge - fitting) / 2
            if fits(middle) { fitting = middle } else { tooLarge = middle }
        }
        return fitting
    }
}

extension SocketAddress {
    /// A free port of this machine, in the address's family.
    fileprivate var loopback: SocketAddress {
        switch host {
        case .ipv4: .loopback()
        case .ipv6: .loopback6()
        }
    }
}
