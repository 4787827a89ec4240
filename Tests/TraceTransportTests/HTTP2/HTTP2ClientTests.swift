import Testing
import TraceBytes

@testable import TraceTransport

private typealias Wire = HTTP2Bytes

/// What a client opens, takes for an answer, and gives back (RFC 9113 sections 5.1.1, 5.1.2, 6.8, 8.1).
@Suite struct HTTP2ClientTests {
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
        #expect(peer.lastViolation?.rule == (isTaken ? nil : .contentLength))
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
        #expect(peer.lastViolation == nil)
    }
}
