import Testing
import TraceBytes
import TraceTestSupport

@testable import TraceTransport

/// Connections of real gRPC exporters, in both directions: what independent readers found in them is found.
@Suite struct HTTP2CapturedTests {
    @Test func thereAreCaptures() {
        #expect(HTTP2Capture.all.count == 13)
    }

    @Test(arguments: HTTP2Capture.all)
    func serverReadsWhatTheClientSent(_ path: String) throws {
        let capture = try HTTP2Capture(path)
        let octets = try capture.octets("c2s")
        var whole: [HTTP2Message]?
        for pieces in Self.cuts(of: octets.count) {
            let peer = HTTP2Peer(.server, limits: capture.content.s2c.limits)
            peer.feed(octets, pieces)
            try expect(capture.content.c2s, in: peer, pieces, or: whole)
            whole = peer.messages
        }
    }

    @Test(arguments: HTTP2Capture.all)
    func clientReadsWhatTheServerSent(_ path: String) throws {
        let capture = try HTTP2Capture(path)
        let octets = try capture.octets("s2c")
        var whole: [HTTP2Message]?
        for pieces in Self.cuts(of: octets.count) {
            let peer = HTTP2Peer(.client, limits: capture.content.c2s.limits)
            for number in capture.content.s2c.streams.keys.compactMap(UInt32.init).sorted() {
                #expect(try peer.open("POST") == number)
            }
            peer.feed(octets, pieces)
            try expect(capture.content.s2c, in: peer, pieces, or: whole)
            whole = peer.messages
        }
    }

    /// With the very windows of the server that was captured, which the client waited for.
    @Test(arguments: HTTP2Capture.all.filter { $0.contains("h2default") })
    func windowsOpenInTime(_ path: String) throws {
        let capture = try HTTP2Capture(path)
        var limits = capture.content.s2c.limits
        (limits.streamWindow, limits.connectionWindow) = (65_535, 65_535)
        let peer = HTTP2Peer(.server, limits: limits)
        var rest = try capture.octets("c2s")[...]
        for segment in capture.content.segments {
            if segment.direction == ">" {
                peer.send(Array(rest.prefix(segment.count)))
                rest = rest.dropFirst(segment.count)
            } else {
                peer.take()
            }
        }
        peer.take()
        #expect(rest.isEmpty)
        try expect(capture.content.c2s, in: peer, [], or: nil)
    }

    /// - Parameter known: messages that were compared with the capture before; digests take their time.
    private func expect(
        _ direction: HTTP2Capture.Direction, in peer: HTTP2Peer, _ pieces: [Int], or known: [HTTP2Message]?
    ) throws {
        let cuts = Comment(rawValue: "in pieces of \(pieces.prefix(20))")
        #expect(peer.connection.failure == nil, cuts)
        #expect(peer.lastViolation == nil, cuts)
        #expect(peer.pending.isEmpty, cuts)
        #expect(peer.messages.map(\.stream) == direction.streams.keys.compactMap(UInt32.init).sorted(), cuts)
        if let known {
            #expect(peer.messages == known, cuts)
        } else {
            try expectMessages(of: direction, in: peer)
        }
        let answers = peer.written.filter { $0.flags == 1 && ($0.type == 4 || $0.type == 6) }
        #expect(answers.filter { $0.type == 4 }.count == direction.count("SETTINGS", isAck: false), cuts)
        #expect(answers.filter { $0.type == 6 }.count == direction.count("PING", isAck: false), cuts)
        #expect(
            peer.events.filter { $0 == .settingsAcknowledged }.count == direction.count("SETTINGS", isAck: true), cuts)
        let pongs = peer.events.filter { event in
            guard case .pong = event else { return false }
            return true
        }
        #expect(pongs.count == direction.count("PING", isAck: true), cuts)
    }

    private func expectMessages(of direction: HTTP2Capture.Direction, in peer: HTTP2Peer) throws {
        for message in peer.messages {
            let stream = try #require(direction.streams["\(message.stream)"])
            let sections = [message.fields] + (message.trailers.isEmpty ? [] : [message.trailers])
            #expect(sections.map { $0.map { [$0.nameText, $0.valueText] } } == stream.headers)
            #expect(message.body.count == stream.data)
            #expect(Self.grpcMessages(in: message.body) == stream.grpcMessages)
        }
    }

    /// Five octets in front of each message: a flag and a length of 32 bits.
    private static func grpcMessages(in body: [UInt8]) -> [HTTP2Capture.Message] {
        var messages: [HTTP2Capture.Message] = []
        var rest = body[...]
        while rest.count >= 5 {
            let head = rest.prefix(5).map(Int.init)
            let length = head[1] << 24 | head[2] << 16 | head[3] << 8 | head[4]
            let message = rest.dropFirst(5).prefix(length)
            messages.append(
                HTTP2Capture.Message(compressed: head[0], length: length, sha256: SHA256.hexDigest(of: message)))
            rest = rest.dropFirst(5 + length)
        }
        return messages
    }

    /// Whole, octet by octet, and 20 times at random.
    private static func cuts(of count: Int) -> [[Int]] {
        var random = SeededGenerator(seed: 9113)
        let longest = max(count / 8, 2)
        return [[count], [1]]
            + (0..<20).map { _ in
                (0..<12).map { _ in Int.random(in: 1...Int.random(in: 1...longest, using: &random), using: &random) }
            }
    }
}

extension HTTP2Peer {
    /// Hands over octets in pieces, of these lengths again and again, and takes the output behind each.
    func feed(_ octets: [UInt8], _ pieces: [Int]) {
        var rest = octets[...]
        var number = 0
        while !rest.isEmpty {
            let count = min(pieces[number % pieces.count], rest.count)
            send(Array(rest.prefix(count)))
            take()
            rest = rest.dropFirst(count)
            number += 1
        }
    }
}

@Suite struct SHA256Tests {
    /// FIPS 180-4's own examples.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func digestsAreThoseOfTheStandard(_ message: String, _ digest: String) {
        #expect(SHA256.hexDigest(of: message.utf8) == digest)
    }
}
