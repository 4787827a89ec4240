import Testing

@testable import TraceTransport

private typealias Wire = HTTP2Bytes

/// What this side lets a peer send (RFC 9113 sections 5.2 and 6.9).
@Suite struct HTTP2ReceiveWindowTests {
    /// A peer that keeps to the windows sends what it likes, on one stream or on many.
    @Test(arguments: [1, 2, 20], [16_384, 1000, 65_535])
    func contentBeyondTheWindowsIsTaken(streams: Int, frame: Int) {
        var limits = HTTP2Limits()
        limits.frameBytes = 65_535
        let peer = HTTP2Peer.greeted(.server, limits: limits)
        let size = 200_000
        let numbers = (0..<streams).map { UInt32(2 * $0 + 1) }
        for number in numbers { peer.send(Wire.headers(number, Wire.post, end: false)) }
        // The greeting raised the connection's window to what is configured.
        var windows = HTTP2SentWindows(connection: 1 << 20, stream: 65_535)
        var left = Dictionary(uniqueKeysWithValues: numbers.map { ($0, size) })
        var rounds = 0
        while !left.isEmpty, rounds < 10_000 {
            rounds += 1
            for number in numbers {
                guard let rest = left[number] else { continue }
                let count = min(rest, frame, windows.available(number))
                guard count > 0 else { continue }
                windows.take(count, number)
                left[number] = rest == count ? nil : rest - count
                peer.send(Wire.data(number, Array(repeating: UInt8(number), count: count), end: rest == count))
            }
            for update in peer.take() { windows.open(update) }
        }
        #expect(left.isEmpty)
        #expect(peer.lastViolation == nil)
        #expect(peer.messages.map(\.stream).sorted() == numbers)
        #expect(peer.messages.allSatisfy { $0.body == Array(repeating: UInt8($0.stream), count: size) })
    }

    /// Windows are opened in what is written, and only there: until then one octet too many is one too many.
    @Test(arguments: [false, true])
    func windowsOpenWhenOutputIsTaken(isTaken: Bool) {
        let peer = HTTP2Peer.greeted(.server)
        peer.send(Wire.headers(1, Wire.post, end: false))
        for _ in 0..<3 { peer.send(Wire.data(1, Array(repeating: 0, count: 16_384))) }
        // 16,383 octets are left, less than a frame.
        if isTaken { #expect(peer.take() == [HTTP2WrittenFrame(8, stream: 1, Wire.number(49_152))]) }
        let frames = peer.exchange(Wire.data(1, Array(repeating: 0, count: 16_384), end: true))
        #expect(peer.lastViolation?.rule == (isTaken ? nil : .streamWindowKept))
        #expect(frames == (isTaken ? [] : [HTTP2WrittenFrame(3, stream: 1, Wire.number(3))]))
        let isAlive = peer.isAlive()
        #expect(isAlive)
    }

    @Test func connectionWindowIsSharedByStreams() {
        var limits = HTTP2Limits()
        limits.connectionWindow = 65_535
        let peer = HTTP2Peer.greeted(.server, limits: limits)
        for stream: UInt32 in [1, 3, 5, 7] {
            peer.send(Wire.headers(stream, Wire.post, end: false))
            peer.send(Wire.data(stream, Array(repeating: 0, count: 16_384)))
        }
        #expect(peer.connection.failure?.rule == .connectionWindowKept)
        #expect(peer.connection.failure?.code == .flowControlError)
    }

    @Test func framesOfFourMebibytesAreTakenWhereTheyWereAdvertised() {
        var limits = HTTP2Limits()
        (limits.frameBytes, limits.streamWindow, limits.connectionWindow) = (4 << 20, 4 << 20, 4 << 20)
        let peer = HTTP2Peer.greeted(.server, limits: limits)
        let content = Array(repeating: UInt8(7), count: 4 << 20)
        peer.exchange(Wire.headers(1, Wire.post, end: false) + Wire.data(1, content))
        #expect(
            peer.written == [(0, 4 << 20), (1, 4 << 20)].map { HTTP2WrittenFrame(8, stream: $0.0, Wire.number($0.1)) })
        peer.send(Wire.data(1, [1], end: true))
        #expect(peer.messages.map(\.body) == [content + [1]])
    }

    /// All of the payload counts (section 6.9.1): 4 octets of content take 260 with their padding.
    @Test func paddingCounts() {
        var limits = HTTP2Limits()
        limits.streamWindow = 1000
        let peer = HTTP2Peer.greeted(.server, limits: limits)
        peer.send(Wire.headers(1, Wire.post, end: false))
        for _ in 0..<3 { peer.send(Wire.data(1, [1, 2, 3, 4], padding: 255)) }
        #expect(peer.lastViolation == nil)
        peer.send(Wire.data(1, Array(repeating: 5, count: 220), end: true))
        #expect(peer.lastViolation == nil)
        #expect(peer.messages.map(\.body.count) == [232])
        peer.send(Wire.headers(3, Wire.post, end: false))
        for _ in 0..<3 { peer.send(Wire.data(3, [1, 2, 3, 4], padding: 255)) }
        peer.send(Wire.data(3, Array(repeating: 5, count: 221), end: true))
        #expect(peer.lastViolation?.rule == .streamWindowKept)
    }

    /// Until it has acknowledged a smaller window, a peer has the default one (section 6.9.2).
    @Test func smallerWindowsHoldFromTheirAcknowledgmentOn() {
        var limits = HTTP2Limits()
        limits.streamWindow = 100
        let peer = HTTP2Peer(.server, limits: limits)
        peer.send(Wire.preface + Wire.settings() + Wire.headers(1, Wire.post, end: false))
        for _ in 0..<4 { peer.send(Wire.data(1, Array(repeating: 0, count: 16_000))) }
        #expect(peer.lastViolation == nil)
        peer.take()
        peer.forget()
        // The stream's window is now below zero for the peer; it is opened up to what it should be.
        let frames = peer.exchange(Wire.settingsAck)
        #expect(frames == [HTTP2WrittenFrame(8, stream: 1, Wire.number(64_000))])
        peer.send(Wire.data(1, Array(repeating: 0, count: 100)))
        #expect(peer.lastViolation == nil)
        peer.send(Wire.data(1, [0]))
        #expect(peer.lastViolation?.rule == .streamWindowKept)
    }

    @Test func windowOfOneOctetIsOpenedAgainAndAgain() {
        var limits = HTTP2Limits()
        limits.streamWindow = 1
        let peer = HTTP2Peer.greeted(.server, limits: limits)
        peer.send(Wire.headers(1, Wire.post, end: false))
        for _ in 0..<10 {
            let frames = peer.exchange(Wire.data(1, [9]))
            #expect(frames == [HTTP2WrittenFrame(8, stream: 1, Wire.number(1))])
        }
        peer.send(Wire.data(1, end: true))
        #expect(peer.messages.map(\.body) == [Array(repeating: 9, count: 10)])
    }

    /// What is dropped counts as well, and is given back: late DATA must not use up the connection.
    @Test func droppedContentGivesTheConnectionItsWindowBack() {
        let peer = HTTP2Peer.greeted(.server)
        peer.send(Wire.headers(1, Wire.post, end: false))
        peer.connection.reset(1, .cancel)
        var opened = 0
        for _ in 0..<200 {
            for frame in peer.exchange(Wire.data(1, Array(repeating: 0, count: 16_384))) where frame.type == 8 {
                #expect(frame.stream == 0)
                opened += Int(frame.payload[1]) << 16 | Int(frame.payload[2]) << 8 | Int(frame.payload[3])
            }
        }
        #expect(peer.lastViolation == nil)
        #expect(opened > 200 * 16_384 - 1 << 20)
        #expect(peer.connection.openStreamCount == 0)
    }
}
