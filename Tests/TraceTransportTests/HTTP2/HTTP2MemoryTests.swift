import Testing
import TraceBytes

@testable import TraceTransport

private typealias Wire = HTTP2Bytes

/// What a peer can make this side keep: fields, answers that nobody reads, answers that wait for a window.
@Suite(.timeLimit(.minutes(2))) struct HTTP2MemoryTests {
    /// HPACK bomb: 16 KB of references to one field of 4 KiB are 64 MiB of fields.
    @Test func headerListIsBounded() throws {
        let peer = HTTP2Peer.greeted(.server)
        let added = [0x40] + Wire.literal("a", Array(repeating: 0x61, count: 4063)).dropFirst()
        peer.send(Wire.headers(1, Wire.get + added))
        for stream in 1..<200 as Range<UInt32> {
            peer.send(Wire.headers(2 * stream + 1, Wire.get + Array(repeating: 0xbe, count: 16_000)))
        }
        #expect(peer.connection.failure == nil)
        let lists = peer.events.compactMap { event -> HeaderFields? in
            guard case .excessive(let message, .fields) = event else { return nil }
            return message.fields
        }
        #expect(lists.count == 199)
        #expect(lists.allSatisfy { $0.lines.count <= 64 << 10 })
        let head = try #require(
            peer.events.last.flatMap { event -> HTTPRequestHead? in
                guard case .excessive(let message, _) = event else { return nil }
                return message.requestHead
            })
        #expect(head.method == "GET")
        #expect(head.headers.text("host") == "localhost")
        // 431 can be said on each.
        #expect(peer.respond(399))
    }

    /// CVE-2019-9517: a peer that asks and never reads. Its own allowance is lifted for that.
    @Test(arguments: [Wire.ping(), Wire.settings()])
    func outputThatNobodyReadsIsBounded(_ octets: [UInt8]) {
        let often = HTTP2Allowance(10_000_000, perSecond: 0)
        let peer = HTTP2Peer.greeted(.server, limits: HTTP2Limits(pings: often, settings: often))
        let answer = octets.count
        var count = 0
        while peer.connection.failure == nil, count < 200_000 {
            for _ in 0..<100 { peer.send(octets) }
            count += 100
        }
        #expect(peer.connection.failure?.rule == .outputNotTaken)
        // Up to the limit, one answer more, and GOAWAY.
        #expect(peer.connection.output.count <= (1 << 20) + answer + 17 + 256)
    }

    /// CVE-2019-9511 and 9517: answers wait for windows that never open; there are as many as streams.
    @Test func answersWithoutAWindowAreBounded() {
        let peer = HTTP2Peer.greeted(.server, settings: [(4, 0)])
        var opened: UInt32 = 0
        var largest = 0
        while peer.connection.failure == nil, opened < 5000 {
            opened += 1
            peer.send(Wire.headers(2 * opened - 1, Wire.get))
            peer.respond(2 * opened - 1, body: Array(repeating: 1, count: 1000))
            peer.take()
            peer.forget()
            largest = max(largest, peer.connection.retainedOctets)
            #expect(peer.connection.openStreamCount <= 256)
            #expect(peer.connection.blockedStreams.count <= 256)
        }
        #expect(opened == 256 + 1001)
        #expect(peer.connection.failure?.rule == .rapidReset)
        #expect(largest < 256 * 1500)
    }

    /// The same, and the peer resets what waits: what is gone does not stay in the queue, whichever window is closed.
    @Test(arguments: [true, false])
    func resetAnswersDoNotWait(isStreamClosed: Bool) {
        let peer = HTTP2Peer.greeted(.server, settings: [(4, isStreamClosed ? 0 : 1 << 20)])
        if !isStreamClosed {
            peer.send(Wire.headers(1, Wire.get))
            peer.respond(1, body: Array(repeating: 1, count: 65_535))
        }
        for number in 1..<900 as Range<UInt32> {
            peer.send(Wire.headers(2 * number + 1, Wire.get))
            peer.respond(2 * number + 1, body: [1])
            peer.exchange(Wire.reset(2 * number + 1, 8))
            peer.forget()
            #expect(peer.connection.blockedStreams.isEmpty)
        }
        #expect(peer.connection.openStreamCount == 0)
    }

    /// One octet a window, one octet a frame: it pays with the frames that open the window.
    @Test func dribbledWindowsEnd() {
        let peer = HTTP2Peer.greeted(.server, settings: [(4, 0)])
        peer.send(Wire.headers(1, Wire.get))
        peer.respond(1, body: Array(repeating: 1, count: 1 << 20))
        var count = 0
        while peer.connection.failure == nil, count < 20_000 {
            count += 1
            peer.exchange(Wire.windowUpdate(1, 1))
            peer.forget()
        }
        #expect(count <= 10_006)
        #expect(peer.connection.failure?.rule == .controlFrameFlood)
    }

    @Test func hugeContentLengthReservesLittle() {
        let peer = HTTP2Peer.greeted(.server)
        for number in 0..<100 as Range<UInt32> {
            let block = Wire.post + Wire.literal("content-length", "9223372036854775807")
            peer.send(Wire.headers(2 * number + 1, block, end: false) + Wire.data(2 * number + 1, [1]))
        }
        #expect(peer.connection.failure == nil)
        #expect(peer.connection.retainedOctets < 100 * (66 << 10))
    }

    /// 200,000 frames of one octet: as much work as they are octets.
    @Test func singleOctetsAreLinear() {
        let peer = HTTP2Peer.greeted(.server)
        peer.send(Wire.headers(1, Wire.post, end: false))
        let frames = Array(repeatElement(Wire.data(1, [7]), count: 1000).joined())
        for _ in 0..<200 {
            peer.exchange(frames)
            // Growth is told once for each read.
            #expect(peer.events.count <= 1)
            peer.forget()
        }
        peer.send(Wire.data(1, end: true))
        #expect(peer.messages.map(\.body.count) == [200_000])
    }
}
