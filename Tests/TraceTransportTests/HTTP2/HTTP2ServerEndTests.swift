import Testing
import TraceBytes
import TracePlatform

@testable import TraceTransport

/// How connections end: their peers vanish, break rules, or the server stops.
@Suite(.timeLimit(.minutes(1)))
struct HTTP2ServerEndTests {
    private static let goodbye = HTTP2WrittenFrame(7, HTTP2Bytes.number(1) + HTTP2Bytes.number(0))

    /// A server whose handler waits for the gate.
    private func withGate(
        _ body: (HTTPServer, Gate, AsyncStream<Int>, AsyncStream<HTTPServerIncident>) async throws -> Void
    ) async throws {
        try await withEventLoop { loop in
            let gate = Gate(on: loop)
            let (requests, received) = AsyncStream<Int>.makeStream()
            let (incidents, reports) = AsyncStream<HTTPServerIncident>.makeStream()
            let server = try await HTTPServer.start(
                on: loop, http2: HTTP2Limits(), observer: { reports.yield($0) },
                handler: { request in
                    received.yield(request.number)
                    await gate.pass()
                    return .text("late")
                })
            do {
                try await body(server, gate, requests, incidents)
            } catch {
                await server.abort()
                throw error
            }
            await server.abort()
        }
    }

    /// The end of its stream, or a reset.
    @Test(arguments: [true, false]) func aPeerThatVanishesInsideRequestsIsTold(isReset: Bool) async throws {
        try await withHTTP2Server { server, incidents in
            let peer = try await server.greetedPeer()
            for stream in [1, 3] as [UInt32] {
                try await peer.send(
                    HTTP2Bytes.headers(stream, HTTP2Bytes.post, end: false), HTTP2Bytes.data(stream, [9]))
            }
            try await peer.meet()
            if isReset { peer.connection.reset() } else { peer.connection.close() }
            var reports = incidents.makeAsyncIterator()
            for _ in 0..<2 {
                let incident = try #require(await reports.next())
                guard case .broken = incident.kind else {
                    Issue.record("\(incident.kind)")
                    return
                }
                #expect(incident.received == [9])
            }
            #expect(await server.counters.brokenConnections == 2)
        }
    }

    /// Half-open: it sends no more, and still reads, as a program does that replays a recording.
    @Test func aPeerThatHasEndedItsStreamIsAnswered() async throws {
        try await withGate { server, gate, requests, _ in
            let peer = try await server.greetedPeer()
            try await peer.send(HTTP2Bytes.headers(1, HTTP2Bytes.get))
            _ = await requests.first { _ in true }
            try await peer.connection.finishWriting()
            try await server.loop.turn()
            gate.open()
            #expect(try await peer.answer(on: 1).text == "late")
            #expect(try await peer.framesToEnd() == [])
            #expect(await server.counters.answered == 1)
        }
    }

    /// RFC 9113 section 5.4.1. What the peer has still to say must not destroy what it is told.
    @Test func aPeerThatBreaksARuleCanReadWhy() async throws {
        try await withHTTP2Server { server, incidents in
            let peer = try await server.greetedPeer()
            try await peer.send(HTTP2Bytes.headers(1, HTTP2Bytes.post, end: false), HTTP2Bytes.data(0, [1]))
            try await server.loop.turn()
            for _ in 0..<20 { try await peer.send([UInt8](repeating: 0, count: 16_000)) }
            let last = try #require(try await peer.framesToEnd().last)
            #expect(last.type == 7)
            #expect(Array(last.payload.prefix(8)) == HTTP2Bytes.number(1) + HTTP2Bytes.number(1))  // PROTOCOL_ERROR
            peer.connection.close()
            var reports = incidents.makeAsyncIterator()
            // What had come of the request, and the breach itself.
            for method in ["POST", nil] {
                let incident = try #require(await reports.next())
                #expect(incident.head?.method == method)
                guard case .violation(let violation) = incident.kind else {
                    Issue.record("\(incident.kind)")
                    return
                }
                #expect(violation.code == .protocolError)
            }
            let counters = await server.counters
            #expect(counters.violations.map(\.value) == [1])
            #expect(counters.brokenConnections == 1)
            #expect(counters.cancelled == 0)
        }
    }

    /// The GOAWAY stands behind an answer that is still being written.
    @Test func whyAPeerIsLeftComesBehindALargeAnswer() async throws {
        let large = HTTPResponse(status: 200, body: [UInt8](repeating: 0, count: 16 << 20))
        try await withHTTP2Server(immediately: { _ in large }) { server, _ in
            let peer = try await server.greetedPeer([(4, 0x7fff_ffff)])
            try await peer.send(HTTP2Bytes.windowUpdate(0, 0x7fff_0000), HTTP2Bytes.headers(1, HTTP2Bytes.get))
            #expect(try await peer.frame()?.type == 1)
            try await peer.send(HTTP2Bytes.data(0, [1]))
            try await server.loop.turn()
            let frames = try await peer.framesToEnd()
            #expect(frames.compactMap(\.contentLength).reduce(0, +) == 16 << 20)
            #expect(frames.last?.type == 7)
        }
    }

    @Test func stoppingAnswersWhatIsInWorkAndSaysWhatIsNot() async throws {
        try await withGate { server, gate, requests, _ in
            let idle = try await server.greetedPeer()
            let busy = try await server.greetedPeer()
            try await busy.send(HTTP2Bytes.headers(1, HTTP2Bytes.get))
            _ = await requests.first { _ in true }
            async let counters = server.stop(withinNanoseconds: 3_600_000_000_000)
            #expect(
                try await idle.framesToEnd() == [HTTP2WrittenFrame(7, HTTP2Bytes.number(0) + HTTP2Bytes.number(0))])
            idle.connection.close()
            #expect(try await busy.frame() == Self.goodbye)
            // Above the number, and not looked at (section 6.8).
            try await busy.send(HTTP2Bytes.headers(3, HTTP2Bytes.get))
            #expect(try await busy.meet() == [])
            gate.open()
            #expect(try await busy.answer(on: 1).text == "late")
            #expect(try await busy.framesToEnd() == [])
            busy.connection.close()
            #expect(await counters.requests == 1)
            #expect(await counters.answered == 1)
            #expect(await counters.openConnections == 0)
        }
    }

    @Test func stoppingCutsOffWhatTakesTooLong() async throws {
        try await withGate { server, _, requests, _ in
            let peer = try await server.greetedPeer()
            try await peer.send(HTTP2Bytes.headers(1, HTTP2Bytes.get))
            _ = await requests.first { _ in true }
            let counters = await server.stop(withinNanoseconds: 1_000_000)
            #expect(counters.requests == 1)
            #expect(counters.unanswered == 1)
            #expect(counters.openConnections == 0)
            await #expect(throws: NetworkError.self) { try await peer.framesToEnd() }
        }
    }

    /// What the system had accepted for the server when it was stopped is served.
    @Test func stoppingServesWhatHasComeAlready() async throws {
        try await withEventLoop { loop in
            let server = try await HTTPServer.start(on: loop, http2: HTTP2Limits()) { _ in .empty(202) }
            let clients = try EventLoop.start()
            defer { clients.shutdown() }
            let peer = HTTP2SocketPeer(try await TCPConnection.connect(to: server.address, on: clients))
            try await peer.send(
                HTTP2Bytes.preface, HTTP2Bytes.settings(), HTTP2Bytes.headers(1, HTTP2Bytes.get))
            async let stopped = server.stop()
            let frames = try await peer.framesToEnd()
            peer.connection.close()
            #expect(frames.contains(Self.goodbye))
            #expect(frames.contains { $0.type == 1 && $0.stream == 1 })
            #expect(await stopped.answered == 1)
        }
    }

    @Test func aPeerThatDoesNotLeaveAfterAGoodbyeIsLeft() async throws {
        let clock = ManualClock()
        try await withHTTP2Server(clock: clock) { server, _ in
            let peer = try await server.greetedPeer()
            async let counters = server.stop(withinNanoseconds: 3_600_000_000_000)
            #expect(try await peer.framesToEnd().count == 1)
            clock.advance(byNanoseconds: 2_000_000_000)
            #expect(await counters.openConnections == 0)
        }
    }

    @Test func abortingResetsAllAtOnce() async throws {
        try await withGate { server, _, requests, _ in
            let peer = try await server.greetedPeer()
            try await peer.send(HTTP2Bytes.headers(1, HTTP2Bytes.get))
            _ = await requests.first { _ in true }
            await server.abort()
            let error = try await #require(throws: NetworkError.self) { try await peer.framesToEnd() }
            #expect(error.errno == 104 || error.errno == 54)  // ECONNRESET of Linux and of Darwin
            let counters = await server.counters
            #expect(counters.unanswered == 1)
            #expect(counters.openConnections == 0)
        }
    }
}
