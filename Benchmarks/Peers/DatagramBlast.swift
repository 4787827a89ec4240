import Foundation
import TraceBytes
import TracePlatform
import TraceTransport

/// So many datagrams of ten spans at a steady rate, or as fast as the system takes them; and what became of them.
struct DatagramBlast {
    let port: UInt16
    let count: Int
    /// Datagrams a second; 0 for as fast as can be.
    let rate: Int
    let stats: UInt16

    private static let spans = 10
    /// Written before anything is sent; later ones are sent again.
    private static let distinct = 2048
    /// Sent in one go when there is a rate: the clock is looked at between.
    private static let batch = 16

    func run() async throws -> String {
        let datagrams = try PeerForm.jaegerCompact.bodies(spans: Self.spans, count: min(count, Self.distinct))
        return try await withEventLoop(name: "stats") { loop in
            let before = try await CollectorCounts.read(from: stats, on: loop).total
            let clock = ContinuousClock()
            let elapsed = try clock.measure { try send(datagrams) }
            let seen = try await settled(before, on: loop) - before
            return """
                {"sent":\(count),"bytes":\(datagrams[0].count),"seconds":\(elapsed / .seconds(1)),\
                "received":\(seen.received),"refused":\(seen.refused),"droppedByKernel":\(seen.dropped),\
                "spans":\(seen.spans),"lost":\(count - seen.spans / Self.spans),\
                "uncounted":\(count - seen.received - seen.dropped)}
                """
        }
    }

    private func send(_ datagrams: [[UInt8]]) throws {
        let address = SocketAddress.loopback(port: port)
        let socket = try Socket.udp(for: address)
        defer { socket.close() }
        try socket.setSendBuffer(bytes: 4 << 20)
        _ = try socket.connect(to: address)
        let started = MonotonicClock.now()
        for number in 0..<count {
            if rate > 0, number.isMultiple(of: Self.batch) {
                wait(until: started + Int64(Double(number) / Double(rate) * 1e9))
            }
            let bytes = datagrams[number % datagrams.count]
            while case .wouldBlock = try socket.sendDatagram(bytes.span.bytes) { sched_yield() }
        }
    }

    private func wait(until instant: MonotonicInstant) {
        let remaining = instant - MonotonicClock.now()
        if remaining > 100_000 { usleep(UInt32(remaining / 1000)) }
    }

    /// The counts when everything that was sent is in them, or has not changed for half a second.
    private func settled(_ before: CollectorCounts.Total, on loop: EventLoop) async throws -> CollectorCounts.Total {
        var last = try await CollectorCounts.read(from: stats, on: loop).total
        var unchanged = 0
        while unchanged < 10, last.spans - before.spans < count * Self.spans {
            try await loop.sleep(forNanoseconds: 50_000_000)
            let now = try await CollectorCounts.read(from: stats, on: loop).total
            unchanged = now == last ? unchanged + 1 : 0
            last = now
        }
        return last
    }
}

extension CollectorCounts {
    /// Of all receivers of datagrams together.
    struct Total: Equatable {
        var received = 0
        var refused = 0
        var dropped = 0
        var spans = 0

        static func - (left: Total, right: Total) -> Total {
            Total(
                received: left.received - right.received, refused: left.refused - right.refused,
                dropped: left.dropped - right.dropped, spans: left.spans - right.spans)
        }
    }

    var total: Total {
        datagrams.values.reduce(into: Total(spans: spans)) { total, counts in
            total.received += counts.received
            total.refused += counts.refused
            total.dropped += counts.droppedByKernel ?? 0
        }
    }
}
