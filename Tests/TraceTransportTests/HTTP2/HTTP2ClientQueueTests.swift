import Testing
import TraceBytes
import TracePlatform

@testable import TraceTransport

/// A server allows so many streams at once (RFC 9113 section 5.1.2): what is more waits for its turn.
@Suite(.timeLimit(.minutes(1)))
struct HTTP2ClientQueueTests {
    @Test func oneMoreThanTheServerAllowsWaitsForItsTurn() async throws {
        var limits = HTTP2Limits()
        limits.concurrentStreams = 2
        let allowed = limits
        try await withEventLoop { loop in
            let gate = Gate(on: loop)
            let order = LoopBound<[String]>([], on: loop)
            let (arrivals, arrived) = AsyncStream<Void>.makeStream()
            let server = try await HTTPServer.start(
                on: loop, http2: allowed,
                immediately: { $0.request.head.target == "/first" ? .empty(200) : nil },
                handler: { request in
                    order.withValue { $0.append(request.request.head.target) }
                    arrived.yield()
                    await gate.pass()
                    return .empty(200)
                })
            let client = HTTP2Client(to: "127.0.0.1", port: server.port, on: loop)
            // The first answer brings the server's settings.
            #expect(try await client.send(HTTPRequest("GET", "/first")).status == 200)
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 1...5 {
                    group.addTask(executorPreference: loop) {
                        try await client.send(HTTPRequest("GET", "/\(number)")).status
                    }
                }
                var iterator = arrivals.makeAsyncIterator()
                for _ in 1...2 { await iterator.next() }
                try await loop.turn()
                #expect(order.withValue { $0 } == ["/1", "/2"])
                gate.open()
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses == [200, 200, 200, 200, 200])
            #expect(order.withValue { $0 } == ["/1", "/2", "/3", "/4", "/5"])
            #expect(client.connectionCount == 1)
            #expect(await server.counters.violations == [:])
            client.close()
            await server.abort()
        }
    }

    /// Nothing of it has left, so nothing is taken back.
    @Test func aRequestMayWaitUntilItsTimeIsUp() async throws {
        let clock = ManualClock()
        try await withEventLoop(clock: .manual(clock)) { loop in
            let listener = try await TCPListener.bind(on: loop)
            let client = HTTP2Client(to: "127.0.0.1", port: listener.port, on: loop)
            let first = Task(executorPreference: loop) { try await client.send(HTTPRequest("GET", "/")) }
            let server = HTTP2SocketPeer(try await listener.accept())
            try await server.welcome([(3, 0)])  // SETTINGS_MAX_CONCURRENT_STREAMS
            _ = try await server.steeringFrame()
            try await server.send(HTTP2Bytes.headers(1, HTTP2Bytes.ok))
            #expect(try await first.value.status == 200)

            let second = Task(executorPreference: loop) {
                try await client.send(HTTPRequest("GET", "/"), timeoutNanoseconds: 1_000_000_000)
            }
            try await server.meet()
            clock.advance(byNanoseconds: 1_000_000_000)
            let error = await #expect(throws: HTTP2ClientError.self) { try await second.value }
            #expect(error?.reason == .timeout)
            #expect(try await server.meet() == [])

            // Settings may change: then there is room.
            let third = Task(executorPreference: loop) { try await client.send(HTTPRequest("GET", "/")) }
            try await server.meet()
            try await server.send(HTTP2Bytes.settings([(3, 1)]))
            #expect(try await server.steeringFrame()?.stream == 3)
            try await server.send(HTTP2Bytes.headers(3, HTTP2Bytes.ok))
            #expect(try await third.value.status == 200)
            client.close()
            listener.close()
        }
    }

    /// Whoever waits for a stream of a connection that ends gets one of the next.
    @Test func whoWaitsMovesOnToTheNextConnection() async throws {
        try await withEventLoop { loop in
            let listener = try await TCPListener.bind(on: loop)
            let client = HTTP2Client(to: "127.0.0.1", port: listener.port, on: loop)
            let first = Task(executorPreference: loop) { try await client.send(HTTPRequest("GET", "/")) }
            let server = HTTP2SocketPeer(try await listener.accept())
            try await server.welcome([(3, 1)])
            _ = try await server.steeringFrame()
            try await server.meet()
            let others = (0..<3).map { _ in
                Task(executorPreference: loop) { try await client.send(HTTPRequest("GET", "/")) }
            }
            #expect(try await server.meet() == [])
            try await server.send(HTTP2Bytes.goAway(1, 0), HTTP2Bytes.headers(1, HTTP2Bytes.ok))
            #expect(try await first.value.status == 200)
            let next = HTTP2SocketPeer(try await listener.accept())
            try await next.welcome()
            for stream in [1, 3, 5] as [UInt32] {
                #expect(try await next.steeringFrame()?.stream == stream)
                try await next.send(HTTP2Bytes.headers(stream, HTTP2Bytes.ok))
            }
            for other in others { #expect(try await other.value.status == 200) }
            #expect(client.connectionCount == 2)
            client.close()
            listener.close()
        }
    }
}
