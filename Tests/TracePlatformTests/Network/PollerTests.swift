import Foundation
import Testing
import TracePlatform

/// A connected pair of TCP sockets over the loopback interface.
struct SocketPair {
    let client: Socket
    let server: Socket

    init() throws {
        let listener = try Socket.tcp(for: .loopback())
        defer { listener.close() }
        try listener.bind(to: .loopback())
        try listener.listen()
        let address = try #require(listener.localAddress)
        client = try Socket.tcp(for: address)
        // The loopback interface connects within the call or right after it.
        _ = try client.connect(to: address)
        let poller = try ReadinessWait(listener)
        var accepted = try listener.accept()
        while accepted == nil {
            poller.waitUntilReadable()
            accepted = try listener.accept()
        }
        server = try #require(accepted).socket
    }

    func close() {
        client.close()
        server.close()
    }
}

/// Waits for one descriptor, so that a set-up does not spin.
private struct ReadinessWait {
    let poller: any Poller
    let descriptor: Int32

    init(_ socket: Socket) throws {
        poller = try PollerKind.makeBest()
        descriptor = socket.descriptor
        try poller.add(descriptor, token: 0)
    }

    func waitUntilReadable() {
        poller.rearm(descriptor, for: .readable)
        var events: [PollEvent] = []
        poller.wait(atMost: nil, into: &events)
    }
}

extension Socket {
    func write(_ bytes: [UInt8]) throws -> Progress { try write(bytes.span.bytes) }

    func readBytes(atMost limit: Int = 100) throws -> [UInt8]? {
        var storage = [UInt8](repeating: 0, count: limit)
        let progress = try storage.withUnsafeMutableBytes { try read(into: $0) }
        guard case .bytes(let count) = progress else { return nil }
        return Array(storage.prefix(count))
    }
}

/// One contract for all kinds of pollers.
@Suite(.timeLimit(.minutes(1)))
struct PollerTests {
    let second: Int64 = 1_000_000_000

    /// Waits until an event for the token has all the readiness asked for; other reports may be spurious.
    private func wait(_ poller: any Poller, _ descriptor: Int32, _ token: UInt64, for wanted: Readiness) {
        var events: [PollEvent] = []
        var seen: Readiness = []
        while !seen.isSuperset(of: wanted) {
            poller.rearm(descriptor, for: wanted.intersection([.readable, .writable]))
            poller.wait(atMost: nil, into: &events)
            for event in events where event.token == token { seen.formUnion(event.readiness) }
        }
    }

    @Test func everySystemHasAKindBesidesPoll() { #expect(PollerKind.available.count == 2) }

    @Test(arguments: PollerKind.available)
    func anIdleDescriptorIsWritableAndNotReadable(kind: PollerKind) throws {
        let poller = try #require(try kind.makePoller())
        let pair = try SocketPair()
        defer { pair.close() }
        try poller.add(pair.client.descriptor, token: 7)
        poller.rearm(pair.client.descriptor, for: [.readable, .writable])
        var events: [PollEvent] = []
        poller.wait(atMost: nil, into: &events)
        #expect(events.map(\.token) == [7])
        #expect(events.map(\.readiness) == [.writable])
    }

    @Test(arguments: PollerKind.available)
    func arrivingBytesAreReported(kind: PollerKind) throws {
        let poller = try #require(try kind.makePoller())
        let pair = try SocketPair()
        defer { pair.close() }
        try poller.add(pair.server.descriptor, token: 1 << 63 | 5)
        for round in UInt8(0)..<3 {
            #expect(try pair.client.write([round]) == .bytes(1))
            wait(poller, pair.server.descriptor, 1 << 63 | 5, for: .readable)
            #expect(try pair.server.readBytes() == [round])
            #expect(try pair.server.readBytes() == nil)
        }
    }

    @Test(arguments: PollerKind.available)
    func theEndOfAStreamIsReadable(kind: PollerKind) throws {
        let poller = try #require(try kind.makePoller())
        let pair = try SocketPair()
        defer { pair.close() }
        try poller.add(pair.server.descriptor, token: 1)
        try pair.client.shutdownWrite()
        wait(poller, pair.server.descriptor, 1, for: .readable)
        #expect(try pair.server.readBytes() == [])
    }

    @Test(arguments: PollerKind.available)
    func aResetHangsUp(kind: PollerKind) throws {
        let poller = try #require(try kind.makePoller())
        let pair = try SocketPair()
        defer { pair.server.close() }
        try poller.add(pair.server.descriptor, token: 1)
        try pair.client.setResetOnClose()
        pair.client.close()
        wait(poller, pair.server.descriptor, 1, for: [.readable, .hangUp])
        #expect(throws: NetworkError(.read, errno: ECONNRESET)) { try pair.server.readBytes() }
    }

    /// Nobody waits for a direction that was not rearmed, so it must not end waits again and again.
    @Test(arguments: PollerKind.available)
    func readinessThatNobodyWaitsForDoesNotSpin(kind: PollerKind) throws {
        let poller = try #require(try kind.makePoller())
        let pair = try SocketPair()
        defer { pair.close() }
        try poller.add(pair.client.descriptor, token: 1)
        var events: [PollEvent] = []
        poller.wait(atMost: 0, into: &events)
        let start = MonotonicClock.now()
        poller.wait(atMost: 2_000_000, into: &events)
        #expect(events.isEmpty)
        #expect(MonotonicClock.now() - start >= 2_000_000)
    }

    @Test(arguments: PollerKind.available)
    func aRemovedDescriptorIsSilent(kind: PollerKind) throws {
        let poller = try #require(try kind.makePoller())
        let pair = try SocketPair()
        defer { pair.client.close() }
        try poller.add(pair.server.descriptor, token: 1)
        poller.rearm(pair.server.descriptor, for: .readable)
        poller.remove(pair.server.descriptor)
        pair.server.close()
        var events: [PollEvent] = []
        poller.wait(atMost: 0, into: &events)
        #expect(events.isEmpty)
    }

    @Test(arguments: PollerKind.available)
    func aWaitIsEndedFromAnotherThread(kind: PollerKind) throws {
        let poller = try #require(try kind.makePoller())
        let waker = poller.waker
        try SystemThread.start(name: "waker") { waker.wake() }
        var events: [PollEvent] = []
        poller.wait(atMost: nil, into: &events)
        #expect(events.isEmpty)
    }

    @Test(arguments: PollerKind.available)
    func manyWakeUpsEndOneWait(kind: PollerKind) throws {
        let poller = try #require(try kind.makePoller())
        for _ in 0..<1000 { poller.waker.wake() }
        var events: [PollEvent] = []
        poller.wait(atMost: 60 * second, into: &events)
        let start = MonotonicClock.now()
        poller.wait(atMost: 1_000_000, into: &events)
        #expect(MonotonicClock.now() - start >= 1_000_000)
    }
}
