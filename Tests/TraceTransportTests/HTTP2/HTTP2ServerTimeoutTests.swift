import Testing
import TraceBytes
import TracePlatform

@testable import TraceTransport

/// Slow and silent peers, on a clock that only the test moves.
@Suite(.timeLimit(.minutes(1)))
struct HTTP2ServerTimeoutTests {
    private static let second: Int64 = 1_000_000_000

    /// Who has begun like this does not speak HTTP/1.1, and would take a text for a frame.
    @Test func aSlowPrefaceIsLeftWithoutAWord() async throws {
        let clock = ManualClock()
        try await withHTTP2Server(clock: clock) { server, incidents in
            let connection = try await server.connect()
            try await connection.write("PRI * HT")
            try await server.loop.turn()
            clock.advance(byNanoseconds: 10 * Self.second)
            #expect(try await connection.readToEnd() == "")
            let incident = try #require(await incidents.first { _ in true })
            #expect(incident.kind == .timedOut(.head))
            #expect(incident.received == Array("PRI * HT".utf8))
            #expect(await server.counters.timeouts == [.head: 1])
        }
    }

    /// RFC 9110 section 15.5.9.
    @Test(arguments: [HTTPServerTimeout.bodyProgress, .body])
    func aRequestThatDoesNotBecomeWholeIsAnsweredWith408(timeout: HTTPServerTimeout) async throws {
        let clock = ManualClock()
        try await withHTTP2Server(clock: clock) { server, incidents in
            let peer = try await server.greetedPeer()
            try await peer.send(HTTP2Bytes.headers(1, HTTP2Bytes.post, end: false), HTTP2Bytes.data(1, [1]))
            if timeout == .body {
                // A connection that is never silent: its requests have their time all the same.
                for _ in 0..<60 {
                    try await peer.meet()
                    clock.advance(byNanoseconds: 5 * Self.second)
                }
                try await peer.send(HTTP2Bytes.ping())
            } else {
                try await peer.meet()
                clock.advance(byNanoseconds: 10 * Self.second)
            }
            let answer = try await peer.answer(on: 1)
            #expect(answer.status == "408")
            #expect(answer.text == "\(timeout.rawValue)\n")
            let incident = try #require(await incidents.first { _ in true })
            #expect(incident.kind == .timedOut(timeout))
            #expect(incident.received == [1])
            #expect(await server.counters.timeouts == [timeout: 1])
            try await peer.meet()
        }
    }

    /// RFC 9113 section 6.5.3, of silent peers and of others.
    @Test(arguments: [true, false]) func settingsThatAreNeverAcknowledgedEndTheConnection(isBusy: Bool) async throws {
        let clock = ManualClock()
        try await withHTTP2Server(clock: clock) { server, incidents in
            let peer = try await server.peer()
            try await peer.greet(acknowledges: false)
            for _ in 0..<2 {
                if isBusy { try await peer.meet() }
                clock.advance(byNanoseconds: 5 * Self.second)
            }
            if isBusy { try await peer.send(HTTP2Bytes.ping()) }
            let last = try #require(try await peer.framesToEnd().last)
            #expect(last.type == 7)
            #expect(Array(last.payload.prefix(8)) == HTTP2Bytes.number(0) + HTTP2Bytes.number(4))  // SETTINGS_TIMEOUT
            guard case .violation(let violation) = await incidents.first(where: { _ in true })?.kind else {
                Issue.record("no violation was told")
                return
            }
            #expect(violation.rule == .settingsAcknowledged)
            #expect(await server.counters.violations == [.settingsAcknowledged: 1])
        }
    }

    /// Its windows stay shut; whatever else it says is no progress.
    @Test(arguments: [true, false]) func anAnswerForWhichNoWindowOpensIsGivenUp(isBusy: Bool) async throws {
        let clock = ManualClock()
        let large = HTTPResponse(status: 200, body: [UInt8](repeating: 0, count: 1000))
        try await withHTTP2Server(clock: clock, immediately: { _ in large }) { server, _ in
            let peer = try await server.greetedPeer([(4, 10)])
            try await peer.send(HTTP2Bytes.headers(1, HTTP2Bytes.get))
            #expect(try await peer.frame()?.type == 1)
            #expect(try await peer.frame()?.contentLength == 10)
            var frames: [HTTP2WrittenFrame] = []
            for _ in 0..<6 {
                clock.advance(byNanoseconds: 5 * Self.second)
                if isBusy { frames += try await peer.meet() }
            }
            frames += [try #require(try await peer.frame())]
            #expect(frames == [HTTP2WrittenFrame(3, stream: 1, HTTP2Bytes.number(8))])  // CANCEL
            let counters = await server.counters
            #expect(counters.timeouts == [.write: 1])
            #expect(counters.unanswered == 1)
            #expect(counters.answered == 0)
            try await peer.meet()
        }
    }

    /// Its windows are open, and the buffers of the system are full.
    @Test func aPeerThatDoesNotReadIsReset() async throws {
        let clock = ManualClock()
        let large = HTTPResponse(status: 200, body: [UInt8](repeating: 0, count: 64 << 20))
        try await withHTTP2Server(clock: clock, immediately: { _ in large }) { server, _ in
            let peer = try await server.greetedPeer([(4, 0x7fff_ffff)])
            try await peer.send(HTTP2Bytes.windowUpdate(0, 0x7fff_0000), HTTP2Bytes.headers(1, HTTP2Bytes.get))
            // Something of the answer: now the server writes.
            #expect(try await peer.frame()?.type == 1)
            clock.advance(byNanoseconds: 30 * Self.second)
            await #expect(throws: NetworkError.self) { try await peer.framesToEnd() }
            let counters = await server.stop()
            #expect(counters.timeouts == [.write: 1])
            #expect(counters.answered == 0)
            #expect(counters.unanswered == 1)
        }
    }

    @Test func anIdlePeerIsAskedAndKept() async throws {
        let clock = ManualClock()
        try await withHTTP2Server(clock: clock) { server, _ in
            let peer = try await server.greetedPeer()
            for _ in 0..<3 {
                clock.advance(byNanoseconds: 75 * Self.second)
                let ping = try #require(try await peer.frame())
                #expect(ping.type == 6)
                #expect(ping.flags == 0)
                try await peer.send(HTTP2Bytes.ping(ping.payload, ack: true))
                try await peer.meet()
            }
            #expect(await server.counters.timeouts == [:])
            #expect(await server.counters.openConnections == 1)
        }
    }

    @Test func anIdlePeerThatDoesNotAnswerIsGivenUp() async throws {
        let clock = ManualClock()
        try await withHTTP2Server(clock: clock) { server, _ in
            let peer = try await server.greetedPeer()
            clock.advance(byNanoseconds: 75 * Self.second)
            #expect(try await peer.frame()?.type == 6)
            clock.advance(byNanoseconds: 10 * Self.second)
            #expect(try await peer.framesToEnd() == [])
            #expect(await server.counters.timeouts == [.idle: 1])
        }
    }
}
