import Testing
import TraceBytes

@testable import TraceTransport

private typealias Wire = HTTP2Bytes

/// What this side sends, within what a peer lets it (RFC 9113 sections 5.2 and 6.9).
@Suite struct HTTP2SendWindowTests {
    /// h2spec's own three: a window of 1, of 0 and then 1, below zero and then 1.
    @Test func windowOfOneOctetLetsOneThrough() {
        let peer = HTTP2Peer.greeted(.server, settings: [(4, 100), (4, 1)])
        peer.send(Wire.headers(1, Wire.get))
        peer.respond(1, body: Array("hello".utf8))
        #expect(peer.take().map(\.contentLength) == [nil, 1])
        #expect(peer.exchange(Wire.windowUpdate(1, 3)).map(\.payload) == [Array("ell".utf8)])
        #expect(peer.exchange(Wire.windowUpdate(1, 1)) == [HTTP2WrittenFrame(0, flags: 1, stream: 1, [0x6f])])
        #expect(peer.connection.openStreamCount == 0)
    }

    @Test func windowOfNothingWaitsForSettings() {
        let peer = HTTP2Peer.greeted(.server, settings: [(4, 0)])
        peer.send(Wire.headers(1, Wire.get))
        peer.respond(1, body: Array("hello".utf8))
        #expect(peer.take().map(\.type) == [1])
        #expect(peer.connection.blockedStreams == [1])
        let frames = peer.exchange(Wire.settings([(4, 1)]))
        #expect(frames == [HTTP2WrittenFrame(4, flags: 1), HTTP2WrittenFrame(0, stream: 1, [0x68])])
    }

    @Test func windowBelowZeroIsKept() {
        let peer = HTTP2Peer.greeted(.server, settings: [(4, 3)])
        peer.send(Wire.headers(1, Wire.get))
        peer.respond(1, body: Array("hello".utf8))
        #expect(peer.take().map(\.contentLength) == [nil, 3])
        // 3 octets were sent, 2 are allowed: -1, then 1.
        #expect(peer.exchange(Wire.settings([(4, 2)])) == [HTTP2WrittenFrame(4, flags: 1)])
        #expect(peer.exchange(Wire.windowUpdate(1, 2)) == [HTTP2WrittenFrame(0, stream: 1, [0x6c])])
        // To 0, -2, and up to 1 by the setting again.
        #expect(peer.exchange(Wire.settings([(4, 0)])) == [HTTP2WrittenFrame(4, flags: 1)])
        let frames = peer.exchange(Wire.settings([(4, 3)]))
        #expect(frames == [HTTP2WrittenFrame(4, flags: 1), HTTP2WrittenFrame(0, flags: 1, stream: 1, [0x6f])])
    }

    @Test func framesAreAsLargeAsThePeerTakes() {
        for (size, lengths) in [(16_384, [16_384, 16_384, 7232]), (20_000, [20_000, 20_000])] {
            let peer = HTTP2Peer.greeted(.server, settings: [(5, UInt32(size))])
            peer.send(Wire.headers(1, Wire.get))
            peer.respond(1, body: Array(repeating: 1, count: 40_000))
            let frames = peer.take()
            #expect(frames.compactMap(\.contentLength) == lengths)
            #expect(frames.last?.flags == 1)
        }
    }

    /// The window of the connection goes round: a frame for each, and whoever had none is first.
    @Test func streamsTakeTurns() {
        let peer = HTTP2Peer.greeted(.server, settings: [(4, 1 << 20)])
        for stream: UInt32 in [1, 3, 5] { peer.send(Wire.headers(stream, Wire.get)) }
        peer.respond(1, body: Array(repeating: 1, count: 65_535))
        peer.take()
        // The window of the connection is used up.
        peer.forget()
        peer.send(Wire.headers(7, Wire.get) + Wire.headers(9, Wire.get))
        for stream: UInt32 in [3, 5, 7, 9] { peer.respond(stream, body: Array(repeating: 1, count: 40_000)) }
        peer.take()
        #expect(peer.connection.blockedStreams == [3, 5, 7, 9])
        var order: [UInt32] = []
        for _ in 0..<10 {
            order += peer.exchange(Wire.windowUpdate(0, 16_384)).filter { $0.type == 0 }.map(\.stream)
        }
        // 16,384 of each, twice, and then the 7232 octets that are left of each: two and a bit in a window.
        #expect(order.prefix(8) == [3, 5, 7, 9, 3, 5, 7, 9])
        #expect(Set(order) == [3, 5, 7, 9])
        #expect(peer.connection.openStreamCount == 0)
        #expect(peer.connection.blockedStreams == [])
    }

    @Test func smallAnswersPassLargeOnesThatWaitForTheirStream() {
        let peer = HTTP2Peer.greeted(.server, settings: [(4, 100)])
        peer.send(Wire.headers(1, Wire.get) + Wire.headers(3, Wire.get))
        peer.respond(1, body: Array(repeating: 1, count: 1000))
        peer.respond(3, body: [2])
        #expect(
            peer.take().map { [Int($0.stream), $0.contentLength ?? -1] } == [[1, -1], [1, 100], [3, -1], [3, 1]])
    }

    @Test func trailersComeBehindAllContent() {
        let peer = HTTP2Peer.greeted(.server, settings: [(4, 10)])
        peer.send(Wire.headers(1, Wire.post))
        peer.respond(1, body: Array(repeating: 1, count: 25), trailers: [("grpc-status", "0")])
        #expect(peer.take().map(\.type) == [1, 0])
        #expect(peer.exchange(Wire.windowUpdate(1, 14)).map(\.contentLength) == [14])
        let last = peer.exchange(Wire.windowUpdate(1, 1))
        #expect(last.map(\.type) == [0, 1])
        #expect(last.map(\.flags) == [0, 5])
        #expect(peer.connection.openStreamCount == 0)
    }

    /// Nothing that is not flow-controlled waits (section 5.2.1): an answer of fields and trailers needs no window.
    @Test func trailersAloneNeedNoWindow() {
        let peer = HTTP2Peer.greeted(.server, settings: [(4, 0)])
        peer.send(Wire.headers(1, Wire.post))
        peer.respond(1, trailers: [("grpc-status", "0")])
        let frames = peer.take()
        #expect(frames.map(\.type) == [1, 1])
        #expect(frames.map(\.flags) == [4, 5])
    }

    @Test func emptyDataEndsAMessageWithoutAWindow() {
        var limits = HTTP2Limits()
        (limits.streamWindow, limits.connectionWindow) = (10, 65_535)
        let peer = HTTP2Peer.greeted(.server, limits: limits)
        peer.send(
            Wire.headers(1, Wire.post, end: false) + Wire.data(1, Array(repeating: 1, count: 10))
                + Wire.data(1, end: true))
        #expect(peer.messages.map(\.body.count) == [10])
        #expect(peer.lastViolation == nil)
    }

    /// Fields of 21 KB, as a client of gRPC sends them: HEADERS of 16,384 octets and CONTINUATION, both ways.
    @Test func largeHeaderBlocksAreCutIntoFrames() throws {
        let server = HTTP2Peer.greeted(.server)
        let value = Array(repeating: UInt8(ascii: "~"), count: 21_000)
        let block = Wire.get + Wire.literal("x-large", value)
        server.send(
            Wire.headers(1, Array(block[..<16_384]), whole: false)
                + Wire.continuation(1, Array(block[16_384..<20_000]), whole: false)
                + Wire.continuation(1, Array(block[20_000...])))
        let message = try #require(server.messages.first)
        #expect(message.fields.first("x-large")?.value == value[...])

        server.respond(1, trailers: [("x-large", String(decoding: value, as: UTF8.self))])
        let frames = server.take()
        #expect(frames.map(\.type) == [1, 1, 9])
        // `~` takes 13 bits in Huffman's code: written as it is, with its name and length in front.
        #expect(frames.map(\.flags) == [4, 1, 4])
        #expect(frames[1].payload.count == 16_384)
        #expect((frames[1].payload + frames[2].payload).suffix(21_000) == value[...])
    }

    /// A peer that opens both windows for each frame of a large body does nothing wrong.
    @Test func windowsThatAreOpenedForEachFrameAreNoFlood() {
        var limits = HTTP2Limits()
        limits.controlFrames = HTTP2Allowance(8, perSecond: 0)
        let peer = HTTP2Peer.greeted(.server, limits: limits)
        peer.send(Wire.headers(1, Wire.get))
        peer.respond(1, body: Array(repeating: 1, count: 2 << 20))
        var left = peer.take().compactMap(\.contentLength)
        var sum = left.reduce(0, +)
        while sum < 2 << 20, !left.isEmpty, peer.connection.failure == nil {
            let updates = left.flatMap { Wire.windowUpdate(0, UInt32($0)) + Wire.windowUpdate(1, UInt32($0)) }
            left = peer.exchange(updates).compactMap(\.contentLength)
            sum += left.reduce(0, +)
        }
        #expect(peer.connection.failure == nil)
        #expect(sum == 2 << 20)
    }
}
