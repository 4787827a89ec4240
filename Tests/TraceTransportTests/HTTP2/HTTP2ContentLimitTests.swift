import Testing

@testable import TraceTransport

private typealias Wire = HTTP2Bytes

/// Content beyond what one message may bring.
@Suite struct HTTP2ContentLimitTests {
    @Test func tooMuchContentIsToldOnceAndDropped() {
        var limits = HTTP2Limits()
        limits.bodyBytes = 1000
        let peer = HTTP2Peer.greeted(.server, limits: limits)
        peer.send(Wire.headers(1, Wire.post + Wire.literal("content-length", "3000"), end: false))
        for _ in 0..<2 { peer.send(Wire.data(1, Array(repeating: 1, count: 600))) }
        guard case .excessive(let message, .content)? = peer.events.last else {
            Issue.record("no excess")
            return
        }
        #expect(message.body.count == 600)
        peer.respond(1)
        // Answered before its end: what is left is not wanted (section 8.1).
        let frames = peer.take()
        #expect(frames.map(\.type) == [1, 3])
        #expect(frames.last == HTTP2WrittenFrame(3, stream: 1, Wire.number(0)))
        peer.send(Wire.data(1, Array(repeating: 1, count: 1800), end: true))
        #expect(peer.events.count == 1)
        #expect(peer.lastViolation == nil)
    }

    @Test func tooMuchContentThatComesWholeIsNoOtherViolation() {
        var limits = HTTP2Limits()
        limits.bodyBytes = 1000
        let peer = HTTP2Peer.greeted(.server, limits: limits)
        peer.send(Wire.headers(1, Wire.post + Wire.literal("content-length", "1800"), end: false))
        for place in 0..<3 { peer.send(Wire.data(1, Array(repeating: 1, count: 600), end: place == 2)) }
        #expect(peer.events.count == 1)
        #expect(peer.lastViolation == nil)
        #expect(peer.respond(1))
        #expect(peer.take().map(\.type) == [1])
    }
}
