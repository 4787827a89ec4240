import Testing
import TraceBytes
import TracePlatform
import TraceTransport

/// Slow, silent, vanishing peers, and the end of a server. The tests wait for what the peers and the observer see.
@Suite(.timeLimit(.minutes(1)))
struct HTTPServerEndTests {
    static let answer: HTTPServer.Handler = { _ in .empty(202) }

    @Test(arguments: [
        (HTTPServerTimeout.head, "GET / HT", "HTTP/1.1 408 Request Timeout\r\n"),
        (.bodyProgress, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\na", "HTTP/1.1 408 Request Timeout\r\n"),
        (.body, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\na", "HTTP/1.1 408 Request Timeout\r\n"),
        (.idle, "", ""),
    ])
    func aPeerThatIsTooSlowIsToldAndLeft(timeout: HTTPServerTimeout, text: String, answer: String) async throws {
        var limits = HTTPServerLimits()
        switch timeout {
        case .head: limits.headNanoseconds = 1_000_000
        case .body: limits.bodyNanoseconds = 1_000_000
        case .bodyProgress: limits.bodyProgressNanoseconds = 1_000_000
        case .idle: limits.idleNanoseconds = 1_000_000
        case .write: break
        }
        try await withHTTPServer(limits, handler: Self.answer) { server, incidents in
            let connection = try await server.connect()
            if !text.isEmpty { try await connection.write(text) }
            let received = try await connection.readToEnd()
            #expect(received.hasPrefix(answer))
            #expect(received.isEmpty == answer.isEmpty)
            let incident = try #require(await incidents.first { _ in true })
            #expect(incident.kind == .timedOut(timeout))
            #expect(await server.counters.timeouts == [timeout: 1])
        }
    }

    @Test func aPeerThatDoesNotTakeItsAnswerIsReset() async throws {
        var limits = HTTPServerLimits()
        limits.writeNanoseconds = 10_000_000
        let large = HTTPResponse(status: 200, body: [UInt8](repeating: 0, count: 64 << 20))
        try await withHTTPServer(limits, handler: { _ in large }) { server, incidents in
            let connection = try await server.connect()
            try await connection.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(await incidents.first { _ in true }?.kind == .timedOut(.write))
            #expect(await server.counters.unanswered == 1)
            await #expect(throws: NetworkError.self) { try await connection.readToEnd() }
        }
    }

    /// Half-open: it sends no more, and still reads.
    @Test func aPeerThatHasEndedItsStreamIsAnswered() async throws {
        try await withHTTPServer(handler: Self.answer) { server, _ in
            let whole = try await server.connect()
            try await whole.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            try await whole.finishWriting()
            #expect(try await whole.readToEnd().hasPrefix("HTTP/1.1 202 Accepted\r\n"))

            let part = try await server.connect()
            try await part.write("GET / HTTP/1.1\r\n")
            try await part.finishWriting()
            #expect(try await part.readToEnd().hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
            #expect(await server.counters.malformed == [.unexpectedEnd: 1])
        }
    }

    @Test func aPeerThatVanishesInsideARequestIsReported() async throws {
        try await withHTTPServer(handler: Self.answer) { server, incidents in
            let connection = try await server.connect()
            try await connection.write(
                "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n")
            _ = try await connection.read(until: "\r\n\r\n")
            connection.reset()
            let incident = try #require(await incidents.first { _ in true })
            guard case .broken(let error) = incident.kind else {
                Issue.record("\(incident.kind)")
                return
            }
            #expect(error.operation == .read)
            #expect(incident.head?.method == "POST")
            #expect(await server.counters.brokenConnections == 1)
        }
    }

    @Test func oneConnectionTooManyIsClosedAndCounted() async throws {
        var limits = HTTPServerLimits()
        limits.connections = 1
        try await withHTTPServer(limits, handler: Self.answer) { server, incidents in
            let first = try await server.connect()
            try await first.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try await first.read(until: "\r\n\r\n")
            let second = try await server.connect()
            #expect(try await second.readToEnd() == "")
            let incident = try #require(await incidents.first { _ in true })
            #expect(incident.kind == .refused)
            #expect(incident.connection == 2)
            let counters = await server.counters
            #expect(counters.connections == 2)
            #expect(counters.refusedConnections == 1)
            #expect(counters.openConnections == 1)
        }
    }

    @Test func anAbortedRequestEndsInAReset() async throws {
        try await withHTTPServer(handler: { _ in .abort }) { server, _ in
            let connection = try await server.connect()
            try await connection.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            let error = try await #require(throws: NetworkError.self) { try await connection.readToEnd() }
            #expect(error.errno == 104 || error.errno == 54)  // ECONNRESET of Linux and of Darwin
            #expect(await server.counters.aborted == 1)
        }
    }

    @Test func aSilentAnswerEndsWithItsPeerOrWithTheServer() async throws {
        let (requests, received) = AsyncStream<Int>.makeStream()
        let handler: HTTPServer.Handler = { request in
            received.yield(request.connection)
            return .hang
        }
        try await withHTTPServer(handler: handler) { server, _ in
            let first = try await server.connect()
            try await first.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = await requests.first { _ in true }
            try await first.finishWriting()
            #expect(try await first.readToEnd() == "")

            let second = try await server.connect()
            try await second.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = await requests.first { _ in true }
            let counters = await server.stop()
            #expect(try await second.readToEnd() == "")
            #expect(counters.aborted == 2)
            #expect(counters.openConnections == 0)
        }
    }

    @Test func stoppingWaitsForTheAnswersThatAreDue() async throws {
        try await withEventLoop { loop in
            let (requests, received) = AsyncStream<Int>.makeStream()
            let gate = Gate(on: loop)
            let server = try await HTTPServer.start(on: loop) { request in
                received.yield(request.connection)
                await gate.pass()
                return .text("late")
            }
            let idle = try await server.connect()
            let busy = try await server.connect()
            try await busy.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = await requests.first { _ in true }

            async let counters = server.stop()
            #expect(try await idle.readToEnd() == "")  // closed at once: nothing was in flight
            await #expect(throws: NetworkError.self) { try await server.connect() }
            gate.open()
            let answer = try await busy.readToEnd()
            #expect(answer.contains("\r\nConnection: close\r\n"))
            #expect(answer.hasSuffix("\r\n\r\nlate"))
            busy.close()
            #expect(await counters.answered == 1)
            #expect(await counters.openConnections == 0)
        }
    }

    @Test func stoppingCutsOffWhatTakesTooLong() async throws {
        try await withEventLoop { loop in
            let (requests, received) = AsyncStream<Int>.makeStream()
            let gate = Gate(on: loop)
            let server = try await HTTPServer.start(on: loop) { request in
                received.yield(request.connection)
                #expect(await gate.pass() == false)  // cancelled
                return .empty(202)
            }
            let connection = try await server.connect()
            try await connection.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = await requests.first { _ in true }
            let counters = await server.stop(withinNanoseconds: 1_000_000)
            #expect(counters.requests == 1)
            #expect(counters.unanswered == 1)
            #expect(counters.openConnections == 0)
            await #expect(throws: NetworkError.self) { try await connection.readToEnd() }
        }
    }

    /// What the system had accepted for the server when it was stopped is served.
    @Test func stoppingServesWhatHasComeAlready() async throws {
        try await withEventLoop { loop in
            let server = try await HTTPServer.start(on: loop, handler: Self.answer)
            let clients = try EventLoop.start()
            defer { clients.shutdown() }
            let connection = try await TCPConnection.connect(to: server.address, on: clients)
            try await connection.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            let counters = await server.stop()
            #expect(counters.answered == 1)
            #expect(try await connection.readToEnd().hasPrefix("HTTP/1.1 202 Accepted\r\n"))
        }
    }
}
