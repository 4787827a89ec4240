import Testing
import TraceBytes

@testable import TraceTransport

private typealias Wire = HTTP2Bytes

/// How connections and streams begin and end (RFC 9113 sections 3.4, 5.1, 6.4, 6.8, 8.1).
@Suite struct HTTP2LifeTests {
    @Test func serverSaysItsSettingsFirst() {
        let peer = HTTP2Peer(.server)
        #expect(
            peer.take() == [
                // MAX_CONCURRENT_STREAMS 256, MAX_HEADER_LIST_SIZE 65536; the rest is as by default.
                HTTP2WrittenFrame(4, Wire.hex("0003 00000100 0006 00010000")),
                HTTP2WrittenFrame(8, Wire.number(1 << 20 - 65_535)),
            ])
    }

    @Test func clientSaysThePrefaceFirst() {
        let peer = HTTP2Peer(.client)
        peer.take()
        #expect(peer.output.starts(with: Wire.preface))
        #expect(peer.written.first == HTTP2WrittenFrame(4, Wire.hex("0002 00000000 0006 00010000")))
    }

    @Test func pingAndSettingsAreAnsweredInOrder() {
        let peer = HTTP2Peer.greeted(.server)
        let octets = Wire.hex("0102030405060708")
        #expect(
            peer.exchange(Wire.ping(octets) + Wire.settings() + Wire.ping())
                == [
                    HTTP2WrittenFrame(6, flags: 1, octets), HTTP2WrittenFrame(4, flags: 1),
                    HTTP2WrittenFrame(6, flags: 1, Array("judgment".utf8)),
                ])
    }

    /// The peer's decoder wants to hear of the smallest table and of the last one (RFC 7541 section 4.2).
    @Test(arguments: [
        ([0], "20 88"), ([0, 4096], "20 3fe11f 88"), ([100, 50, 200], "3f13 3fa901 88"), ([4096, 9000], "88"),
    ])
    func tableSizesAreFollowed(_ sizes: [UInt32], _ block: String) {
        let peer = HTTP2Peer.greeted(.server, settings: sizes.map { (1, $0) })
        peer.send(Wire.headers(1, Wire.get))
        peer.respond(1)
        #expect(peer.take() == [HTTP2WrittenFrame(1, flags: 5, stream: 1, Wire.hex(block))])
    }

    @Test func ownPingTellsItsOctets() {
        let peer = HTTP2Peer.greeted(.server)
        peer.connection.ping(0x0102_0304_0506_0708)
        #expect(peer.take() == [HTTP2WrittenFrame(6, Wire.hex("0102030405060708"))])
        peer.send(Wire.ping(Wire.hex("0102030405060708"), ack: true))
        #expect(peer.events == [.pong(0x0102_0304_0506_0708)])
    }

    @Test func messagesComeWithFieldsContentAndTrailers() throws {
        let peer = HTTP2Peer.greeted(.server)
        peer.send(Wire.headers(1, Wire.post + Wire.literal("a", "1"), end: false))
        peer.send(Wire.data(1, [1, 2], padding: 3) + Wire.data(1, [3]))
        peer.send(Wire.headers(1, Wire.literal("b", "2")))
        let message = try #require(peer.messages.first)
        #expect(
            message.fields
                == HeaderFields([
                    (":method", "POST"), (":scheme", "http"), (":path", "/"), (":authority", "localhost"), ("a", "1"),
                ]))
        #expect(message.pseudoCount == 4)
        #expect(message.body == [1, 2, 3])
        #expect(message.trailers == HeaderFields([("b", "2")]))
        #expect(
            message.requestHead
                == HTTPRequestHead(
                    method: "POST", target: "/", version: .http2,
                    headers: HeaderFields([("a", "1"), ("host", "localhost")])))
    }

    // MARK: GOAWAY

    @Test func drainingServerFinishesWhatItHasAccepted() {
        let peer = HTTP2Peer.greeted(.server)
        peer.send(Wire.headers(1, Wire.get) + Wire.headers(3, Wire.post, end: false))
        peer.connection.goAway(debug: "restart")
        #expect(peer.take() == [HTTP2WrittenFrame(7, Wire.number(3) + Wire.number(0) + Array("restart".utf8))])
        peer.connection.goAway()
        peer.send(Wire.headers(5, Wire.get) + Wire.data(3, [1], end: true))
        #expect(peer.messages.map(\.stream) == [1, 3])
        #expect(!peer.connection.isDone)
        peer.respond(3)
        peer.respond(1)
        #expect(!peer.respond(5))
        #expect(peer.take().map(\.stream) == [3, 1])
        #expect(peer.connection.isDone)
        #expect(peer.connection.failure == nil)
    }

    // MARK: RST_STREAM

    @Test func resetStopsWhatIsOnItsWay() {
        let peer = HTTP2Peer.greeted(.server, settings: [(4, 5)])
        peer.send(Wire.headers(1, Wire.get) + Wire.headers(3, Wire.get))
        peer.respond(1, body: Array(repeating: 1, count: 100))
        peer.respond(3, body: Array(repeating: 1, count: 7))
        peer.take()
        peer.send(Wire.reset(1, 8))
        #expect(peer.events.last == .reset(stream: 1, .cancel, unfinished: nil))
        #expect(peer.exchange(Wire.windowUpdate(1, 100) + Wire.windowUpdate(3, 2)).map(\.stream) == [3])
        #expect(peer.connection.openStreamCount == 0)
        #expect(!peer.respond(1))
    }

    @Test func resetTellsWhatHadComeOfAMessage() {
        let peer = HTTP2Peer.greeted(.server)
        peer.send(Wire.headers(1, Wire.post, end: false) + Wire.data(1, [1, 2, 3]) + Wire.reset(1, 2))
        guard case .reset(1, .internalError, let message?) = peer.events.last else {
            Issue.record("\(peer.events)")
            return
        }
        #expect(message.body == [1, 2, 3])
        #expect(message.requestHead.method == "POST")
    }

    /// An answer before the end of its request: NO_ERROR, and what is on its way is dropped (section 8.1).
    @Test func earlyAnswerEndsWithNoError() {
        let peer = HTTP2Peer.greeted(.server)
        peer.send(Wire.headers(1, Wire.post, end: false) + Wire.data(1, [1]))
        peer.respond(1, body: [7], trailers: [("grpc-status", "13")])
        let frames = peer.take()
        #expect(frames.map(\.type) == [1, 0, 1, 3])
        #expect(frames.map(\.flags) == [4, 0, 5, 0])
        #expect(frames.last?.payload == Wire.number(0))
        peer.send(Wire.data(1, [2]) + Wire.windowUpdate(1, 1) + Wire.headers(1, Wire.literal("a", "b")))
        #expect(peer.messages.isEmpty)
        #expect(peer.lastViolation == nil)
    }

    /// All that can be open may be answered at once: what is on its way on any of them is dropped, trailers too.
    @Test func lateFramesOfAllStreamsAreDropped() {
        let peer = HTTP2Peer.greeted(.server)
        let numbers = (0..<512).map { UInt32(2 * $0 + 1) }
        for number in numbers {
            peer.send(Wire.headers(number, Wire.post, end: false))
            peer.respond(number)
            peer.take()
        }
        for number in numbers { peer.exchange(Wire.data(number, [1]) + Wire.headers(number, Wire.literal("a", "b"))) }
        #expect(peer.lastViolation == nil)
        #expect(peer.connection.openStreamCount == 0)
    }

    @Test func unfinishedStreamsAreTheOldestFirst() {
        let peer = HTTP2Peer.greeted(.server)
        for stream: UInt32 in [1, 3, 5] {
            peer.seconds = Double(stream)
            peer.send(Wire.headers(stream, Wire.post, end: stream == 3))
        }
        #expect(peer.connection.unfinished.map(\.stream) == [1, 5])
        #expect(peer.connection.unfinished.map(\.began.wallNanoseconds) == [1_000_000_000, 5_000_000_000])
    }
}
