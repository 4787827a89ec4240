import Testing
import TraceBytes

@testable import TraceTransport

private typealias Wire = HTTP2Bytes

/// RFC 9113 section 10.5 with the limits as they are: each attack ends at its limit, with ENHANCE_YOUR_CALM, and until then
/// little is kept. The time limits only stop what would be quadratic.
@Suite(.timeLimit(.minutes(2))) struct HTTP2AttackTests {
    @Test(arguments: HTTP2Attack.all)
    func attacksEndAtTheirLimit(_ attack: HTTP2Attack) {
        let peer = HTTP2Peer.greeted(.server)
        peer.send(attack.first)
        var (count, largest) = (0, 0)
        while peer.connection.failure == nil, count < 2 * attack.count {
            count += 1
            peer.send(attack.unit(UInt32(2 * count - 1)))
            // A peer that reads: what waits is what eight repetitions bring.
            guard count % 8 == 0 else { continue }
            largest = max(largest, peer.connection.retainedOctets)
            peer.take()
            peer.forget()
        }
        #expect(count == attack.count)
        #expect(peer.connection.failure?.rule == attack.rule)
        #expect(peer.connection.failure?.code == .enhanceYourCalm)
        // 256 streams with their fields, or a header block, whose room doubles as it grows.
        #expect(largest < 512 << 10)
        #expect(peer.connection.openStreamCount == 0)
    }

    /// As often as is allowed each second is no attack, however long it goes on.
    @Test(arguments: [
        ("SETTINGS", 10.0, Wire.settings()), ("PING", 100, Wire.ping()), ("PRIORITY", 1000, Wire.priority(1, on: 0)),
    ])
    func allowancesComeBackWithTime(_ name: String, perSecond: Double, _ octets: [UInt8]) {
        let peer = HTTP2Peer.greeted(.server)
        for number in 0..<Int(perSecond) * 60 {
            peer.seconds = Double(number) / perSecond
            peer.exchange(octets)
            peer.forget()
        }
        #expect(peer.connection.failure == nil)
        // What was not used does not add up beyond the burst: an hour later it is what it was.
        peer.seconds += 3600
        var count = 0
        while peer.connection.failure == nil, count < 40_000 {
            count += 1
            peer.exchange(octets)
            peer.forget()
        }
        #expect(count <= 2 * Int(perSecond) * 10 + 1)
    }

    /// Answered streams are worth their resets: what clients do that cancel now and then is no attack.
    @Test func answeredRequestsPayForResets() {
        let peer = HTTP2Peer.greeted(.server)
        for number: UInt32 in 0..<3000 {
            peer.send(Wire.headers(4 * number + 1, Wire.get))
            peer.respond(4 * number + 1)
            peer.exchange(Wire.headers(4 * number + 3, Wire.get) + Wire.reset(4 * number + 3, 8))
            peer.forget()
        }
        #expect(peer.connection.failure == nil)
    }

    /// grpc-go sends a PING and a WINDOW_UPDATE with each answer that it reads: no flood, however fast it is.
    @Test func answeredRequestsPayForPings() {
        let peer = HTTP2Peer.greeted(.server)
        for number in 0..<12_000 as Range<UInt32> {
            let probe = Wire.ping() + Wire.windowUpdate(0, 5)
            peer.send(
                Wire.headers(2 * number + 1, Wire.post, end: false) + Wire.data(2 * number + 1, [1], end: true) + probe)
            peer.respond(2 * number + 1, body: [1], trailers: [("grpc-status", "0")])
            peer.take()
            peer.forget()
        }
        #expect(peer.connection.failure == nil)
    }

    /// Frames for streams behind this side's GOAWAY, and late ones on a stream that this side has reset.
    @Test(arguments: [true, false])
    func framesThatAreIgnoredAreCounted(isGoAway: Bool) {
        let peer = HTTP2Peer.greeted(.server)
        peer.send(Wire.headers(1, Wire.post, end: false))
        if isGoAway { peer.connection.goAway() } else { peer.connection.reset(1, .cancel) }
        var count: UInt32 = 0
        while peer.connection.failure == nil, count < 20_000 {
            count += 1
            peer.exchange(isGoAway ? Wire.headers(2 * count + 1, Wire.get) : Wire.data(1, [1]))
            peer.forget()
        }
        #expect(count == 10_001)
        #expect(peer.connection.failure?.rule == .controlFrameFlood)
    }

    @Test func interimAnswersAreCounted() throws {
        let peer = HTTP2Peer.greeted(.client)
        _ = try peer.open()
        var count = 0
        while peer.connection.failure == nil, count < 20_000 {
            count += 1
            peer.exchange(Wire.headers(1, Wire.literal(":status", "103"), end: false))
            peer.forget()
        }
        #expect(count == 10_001)
    }
}
