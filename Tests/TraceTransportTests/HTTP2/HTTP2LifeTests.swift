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

    @Test func clientGivesBackWhatTheServerDidNotLookAt() throws {
        let peer = HTTP2Peer.greeted(.client)
        for number: UInt32 in [1, 3, 5] { #expect(try peer.open() == number) }
        peer.send(Wire.goAway(1, 0, debug: Array("bye".utf8)))
        guard peer.events.count == 3, case .goAway(1, .noError, let debug) = peer.events[0],
            case .reset(3, .refusedStream, _) = peer.events[1], case .reset(5, .refusedStream, _) = peer.events[2]
        else {
            Issue.record("\(peer.events)")
            return
        }
        #expect(debug == Array("bye".utf8))
        #expect(throws: HTTP2Connection.OpenRefusal.closing) { try peer.open() }
        peer.send(Wire.headers(1, Wire.ok))
        #expect(peer.messages.map(\.stream) == [1])
        #expect(peer.connection.isDone)
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
        #expect(peer.connection.lastViolation == nil)
    }

    /// A client takes the whole answer of a server that needs no more of the request.
    @Test func clientTakesEarlyAnswers() throws {
        let peer = HTTP2Peer.greeted(.client, settings: [(4, 10)])
        #expect(try peer.open("POST", body: Array(repeating: 1, count: 100)) == 1)
        peer.take()
        let frames = peer.exchange(Wire.headers(1, Wire.ok) + Wire.reset(1, 0))
        #expect(peer.messages.map(\.responseHead.status) == [200])
        #expect(frames == [HTTP2WrittenFrame(3, stream: 1, Wire.number(8))])
        #expect(peer.connection.openStreamCount == 0)
        #expect(peer.exchange(Wire.windowUpdate(1, 100)) == [])
        #expect(peer.connection.lastViolation == nil)
    }

    // MARK: Clients

    @Test func clientKeepsToTheStreamsThatItMayOpen() throws {
        let peer = HTTP2Peer.greeted(.client, settings: [(3, 2)])
        #expect(try peer.open() == 1)
        #expect(try peer.open() == 3)
        #expect(throws: HTTP2Connection.OpenRefusal.tooManyStreams) { try peer.open() }
        peer.send(Wire.headers(3, Wire.ok))
        #expect(try peer.open() == 5)
        peer.send(Wire.settings([(3, 0)]) + Wire.headers(1, Wire.ok) + Wire.headers(5, Wire.ok))
        #expect(throws: HTTP2Connection.OpenRefusal.tooManyStreams) { try peer.open() }
    }

    @Test func numbersOfStreamsEnd() throws {
        let peer = HTTP2Peer.greeted(.client)
        peer.connection.highestStream = 0x7fff_fffd
        #expect(try peer.open() == 0x7fff_ffff)
        peer.send(Wire.headers(0x7fff_ffff, Wire.ok))
        #expect(peer.messages.map(\.stream) == [0x7fff_ffff])
        #expect(throws: HTTP2Connection.OpenRefusal.outOfNumbers) { try peer.open() }
    }

    @Test func interimAnswersAreNotTheAnswer() throws {
        let peer = HTTP2Peer.greeted(.client)
        _ = try peer.open()
        peer.send(Wire.headers(1, Wire.literal(":status", "103") + Wire.literal("link", "x"), end: false))
        #expect(peer.messages.isEmpty)
        peer.send(Wire.headers(1, Wire.ok + Wire.literal("a", "b"), end: false) + Wire.data(1, [1], end: true))
        #expect(peer.messages.map(\.fields) == [HeaderFields([(":status", "200"), ("a", "b")])])
    }

    /// RFC 9110 section 8.6.
    @Test(arguments: [("HEAD", "200", true), ("GET", "304", true), ("GET", "200", false), ("POST", "204", false)])
    func lengthOfWhatDoesNotCome(_ method: String, _ status: String, isTaken: Bool) throws {
        let peer = HTTP2Peer.greeted(.client)
        _ = try peer.open(method)
        peer.send(Wire.headers(1, Wire.literal(":status", status) + Wire.literal("content-length", "42")))
        #expect(peer.messages.count == (isTaken ? 1 : 0))
        #expect(peer.connection.lastViolation?.rule == (isTaken ? nil : .contentLength))
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
