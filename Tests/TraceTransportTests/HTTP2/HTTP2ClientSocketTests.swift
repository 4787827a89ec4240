import Testing
import TraceBytes
import TracePlatform

@testable import TraceTransport

/// The client on real connections, against servers whose octets are written by hand.
@Suite(.timeLimit(.minutes(1)))
struct HTTP2ClientSocketTests {
    private static let get = HTTPRequest("GET", "/")

    /// A listener and a client of it, on a clock that stands still where one is given.
    private func withClient(
        _ limits: HTTP2Limits = HTTP2Limits(), clock: ManualClock? = nil,
        _ body: (HTTP2Client, TCPListener) async throws -> Void
    ) async throws {
        try await withEventLoop(clock: clock.map { .manual($0) } ?? .monotonic) { loop in
            let listener = try await TCPListener.bind(on: loop)
            let client = HTTP2Client(to: "127.0.0.1", port: listener.port, on: loop, limits: limits)
            defer {
                client.close()
                listener.close()
            }
            try await body(client, listener)
        }
    }

    /// Sends in a task of its own, so that the test can be the server.
    private func send(_ client: HTTP2Client) -> Task<Result<HTTPResponse, HTTP2ClientError>, Never> {
        Task(executorPreference: client.loop) {
            do throws(HTTP2ClientError) {
                return .success(try await client.send(Self.get))
            } catch {
                return .failure(error)
            }
        }
    }

    private func accept(_ listener: TCPListener, _ settings: [(UInt16, UInt32)] = []) async throws -> HTTP2SocketPeer {
        let peer = HTTP2SocketPeer(try await listener.accept())
        try await peer.welcome(settings)
        return peer
    }

    @Test func theAnswerIsHandedOverWhole() async throws {
        try await withClient { client, listener in
            let answer = send(client)
            let server = try await accept(listener)
            let request = try #require(try await server.steeringFrame())
            #expect(request.stream == 1)
            let fields = try server.fields(request.payload)
            #expect(fields.text(":method") == "GET")
            #expect(fields.text(":scheme") == "http")
            #expect(fields.text(":authority") == "127.0.0.1:\(listener.port)")
            try await server.send(
                HTTP2Bytes.headers(1, HTTP2Bytes.ok, end: false), HTTP2Bytes.data(1, Array("ab".utf8)),
                HTTP2Bytes.headers(1, HTTP2Bytes.literal("grpc-status", "0")))
            let response = try await answer.value.get()
            #expect(response.status == 200)
            #expect(response.body == Array("ab".utf8))
            #expect(response.trailers.text("grpc-status") == "0")
        }
    }

    @Test func manyRequestsShareOneConnection() async throws {
        try await withHTTP2Server(handler: { .text("\($0.request.head.target)") }) { server, _ in
            let client = HTTP2Client(to: "127.0.0.1", port: server.port, on: server.loop)
            let answers = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<200 {
                    group.addTask(executorPreference: server.loop) {
                        let answer = try await client.send(HTTPRequest("GET", "/\(number)"))
                        return answer.body == Array("/\(number)".utf8)
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(answers == 200)
            #expect(client.connectionCount == 1)
            #expect(await server.counters.connections == 1)
            client.close()
        }
    }

    @Test func aConnectionThatHasEndedIsReplaced() async throws {
        try await withClient { client, listener in
            for number in 1...2 {
                let answer = send(client)
                let server = try await accept(listener)
                _ = try await server.steeringFrame()
                try await server.send(HTTP2Bytes.headers(1, HTTP2Bytes.ok))
                #expect(try await answer.value.get().status == 200)
                server.connection.close()
                try await client.loop.turn()
                #expect(client.connectionCount == number)
            }
        }
    }

    /// RFC 9113 section 8.7: safe to send again, and once only.
    @Test func whatIsBehindAGoAwayIsSentAgainOnAFreshConnection() async throws {
        try await withClient { client, listener in
            let first = send(client)
            let server = try await accept(listener)
            _ = try await server.steeringFrame()
            let second = send(client)
            #expect(try await server.steeringFrame()?.stream == 3)
            try await server.send(HTTP2Bytes.goAway(1, 0))
            let next = try await accept(listener)
            #expect(try await next.steeringFrame()?.stream == 1)
            // What is below the number is answered here still.
            try await server.send(HTTP2Bytes.headers(1, HTTP2Bytes.ok))
            #expect(try await first.value.get().status == 200)
            try await next.send(HTTP2Bytes.goAway(0, 0))
            #expect(await second.value == .failure(HTTP2ClientError(reason: .reset(.refusedStream), peer: client.peer)))
            #expect(client.connectionCount == 2)
        }
    }

    @Test func whatIsRefusedIsSentAgainOnce() async throws {
        try await withClient { client, listener in
            let answer = send(client)
            let server = try await accept(listener)
            for stream in [1, 3] as [UInt32] {
                #expect(try await server.steeringFrame()?.stream == stream)
                try await server.send(HTTP2Bytes.reset(stream, 7))
            }
            #expect(await answer.value == .failure(HTTP2ClientError(reason: .reset(.refusedStream), peer: client.peer)))
        }
    }

    @Test func anotherResetIsTold() async throws {
        try await withClient { client, listener in
            let answer = send(client)
            let server = try await accept(listener)
            _ = try await server.steeringFrame()
            try await server.send(HTTP2Bytes.reset(1, 2))
            #expect(await answer.value == .failure(HTTP2ClientError(reason: .reset(.internalError), peer: client.peer)))
        }
    }

    @Test func aRequestWhoseTimeIsUpIsTakenBack() async throws {
        let clock = ManualClock()
        try await withClient(clock: clock) { client, listener in
            let answer = send(client)
            let server = try await accept(listener)
            #expect(try await server.steeringFrame()?.type == 1)
            clock.advance(byNanoseconds: 10_000_000_000)
            // CANCEL.
            #expect(try await server.steeringFrame() == HTTP2WrittenFrame(3, stream: 1, HTTP2Bytes.number(8)))
            #expect(await answer.value == .failure(HTTP2ClientError(reason: .timeout, peer: client.peer)))
        }
    }

    @Test func aServerThatBreaksARuleIsToldAndReplaced() async throws {
        try await withClient { client, listener in
            let answer = send(client)
            let server = try await accept(listener)
            _ = try await server.steeringFrame()
            try await server.send(HTTP2Bytes.data(0, [1]))
            let goodbye = try #require(try await server.steeringFrame())
            #expect(goodbye.type == 7)
            #expect(Array(goodbye.payload.prefix(8)) == HTTP2Bytes.number(0) + HTTP2Bytes.number(1))  // PROTOCOL_ERROR
            guard case .failure(let error) = await answer.value, case .violation = error.reason else {
                Issue.record("the breach was not told")
                return
            }
            let again = send(client)
            let next = try await accept(listener)
            _ = try await next.steeringFrame()
            try await next.send(HTTP2Bytes.headers(1, HTTP2Bytes.ok))
            #expect(try await again.value.get().status == 200)
        }
    }

    @Test func anAnswerThatIsTooLargeIsTakenBackAlone() async throws {
        var limits = HTTP2Limits()
        limits.bodyBytes = 5
        try await withClient(limits) { client, listener in
            let answer = send(client)
            let server = try await accept(listener)
            _ = try await server.steeringFrame()
            try await server.send(
                HTTP2Bytes.headers(1, HTTP2Bytes.ok, end: false), HTTP2Bytes.data(1, Array("123456".utf8)))
            // CANCEL.
            #expect(try await server.steeringFrame() == HTTP2WrittenFrame(3, stream: 1, HTTP2Bytes.number(8)))
            #expect(await answer.value == .failure(HTTP2ClientError(reason: .tooLarge(.content), peer: client.peer)))
            let next = send(client)
            #expect(try await server.steeringFrame()?.stream == 3)
            try await server.send(HTTP2Bytes.headers(3, HTTP2Bytes.ok))
            #expect(try await next.value.get().status == 200)
        }
    }

    @Test(arguments: [true, false]) func anAnswerThatDoesNotBecomeWholeIsTold(isReset: Bool) async throws {
        try await withClient { client, listener in
            let answer = send(client)
            let server = try await accept(listener)
            _ = try await server.steeringFrame()
            try await server.send(HTTP2Bytes.headers(1, HTTP2Bytes.ok, end: false))
            if isReset { server.connection.reset() } else { server.connection.close() }
            guard case .failure(let error) = await answer.value, case .closedEarly(let cause) = error.reason else {
                Issue.record("the end was not told")
                return
            }
            #expect((cause != nil) == isReset)
        }
    }

    @Test func closingSaysGoodbyeAndEndsWhatIsUnderWay() async throws {
        try await withClient { client, listener in
            let answer = send(client)
            let server = try await accept(listener)
            _ = try await server.steeringFrame()
            client.close()
            // CANCEL.
            #expect(try await server.steeringFrame() == HTTP2WrittenFrame(3, stream: 1, HTTP2Bytes.number(8)))
            #expect(
                try await server.steeringFrame() == HTTP2WrittenFrame(7, HTTP2Bytes.number(0) + HTTP2Bytes.number(0)))
            #expect(try await server.framesToEnd() == [])
            let cancelled = HTTP2ClientError(reason: .cancelled, peer: client.peer)
            #expect(await answer.value == .failure(cancelled))
            #expect(await send(client).value == .failure(cancelled))
        }
    }

    @Test func nobodyWhoListensIsTold() async throws {
        try await withClient { client, listener in
            listener.close()
            try await client.loop.turn()
            guard case .failure(let error) = await send(client).value, case .connect = error.reason else {
                Issue.record("no connection can have come about")
                return
            }
        }
    }
}
