import Testing
import TraceBytes
import TracePlatform
import TraceTransport

@Suite(.timeLimit(.minutes(1)))
struct HTTPClientTests {
    static let host = "127.0.0.1"
    static let noContent = "HTTP/1.1 204 No Content\r\n\r\n"

    /// A peer that takes connections one after the other, reads one head from each request, and says what it is told
    /// to; each list is one connection, each of its texts the answer to one request. Then it closes.
    private func withScript(
        _ connections: [[String]], _ body: (HTTPClient, UInt16) async throws -> Void
    ) async throws {
        try await withEventLoop { loop in
            let listener = try await TCPListener.bind(on: loop)
            async let script: Void = {
                for answers in connections {
                    let connection = try await listener.accept()
                    for answer in answers {
                        _ = try await connection.read(until: "\r\n\r\n")
                        try await connection.write(answer)
                    }
                    if answers.isEmpty { _ = try await connection.read(until: "\r\n\r\n") }
                    try await connection.finishWriting()
                    connection.close()
                }
            }()
            try await body(HTTPClient(on: loop), listener.port)
            try await script
        }
    }

    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", "hi"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nh\r\n1\r\ni\r\n0\r\n\r\n", "hi"),
        ("HTTP/1.0 200 OK\r\n\r\nhi to the end", "hi to the end"),
        (
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
            "hi"
        ),
    ])
    func contentOfEveryFramingIsRead(text: String, body: String) async throws {
        try await withScript([[text]]) { client, port in
            let answer = try await client.send(HTTPRequest("GET", "/"), to: Self.host, port: port)
            #expect(answer.status == 200)
            #expect(String(decoding: answer.response.body, as: UTF8.self) == body)
            #expect(!answer.isReused)
            let times = answer.times
            let order = [
                times.started, times.connected, times.writeBegan, times.requestWritten, times.firstByte, times.complete,
            ].map(\.monotonic)
            #expect(order == order.sorted())
        }
    }

    @Test func theRequestNamesItsHost() async throws {
        try await withHTTPServer(handler: { .text($0.request.headers.map(\.description).joined(separator: ", ")) }) {
            server, _ in
            let client = HTTPClient(on: server.loop)
            let own = HTTPRequest("GET", "/", headers: HeaderFields([("host", "b"), ("X", "1")]))
            let answers = [
                try await client.send(HTTPRequest("GET", "/"), to: Self.host, port: server.port),
                try await client.send(own, to: Self.host, port: server.port),
            ]
            #expect(
                answers.map { String(decoding: $0.response.body, as: UTF8.self) } == [
                    "Host: 127.0.0.1:\(server.port)", "host: b, X: 1",
                ])
            await client.close()
        }
    }

    @Test func connectionsAreUsedAgain() async throws {
        try await withHTTPServer(handler: { _ in .empty(202) }) { server, _ in
            let client = HTTPClient(on: server.loop)
            var reused: [Bool] = []
            for _ in 0..<10 {
                let answer = try await client.send(HTTPRequest("POST", "/"), to: Self.host, port: server.port)
                reused.append(answer.isReused)
            }
            #expect(reused == [false] + Array(repeating: true, count: 9))
            #expect(await server.counters.connections == 1)
            await client.close()
        }
    }

    @Test func connectionsAreNotUsedAgainWhenTheServerOrItsAnswerForbidsIt() async throws {
        let answers = [
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\nX: more than was asked for\r\n\r\n",
            Self.noContent,
        ]
        try await withScript(answers.map { [$0] }) { client, port in
            for number in 1...4 {
                let answer = try await client.send(HTTPRequest("GET", "/"), to: Self.host, port: port)
                #expect(answer.connection == number)
                #expect(!answer.isRetried)
            }
        }
    }

    @Test func aReusedConnectionThatWasClosedIsReplacedOnce() async throws {
        try await withScript([[Self.noContent], [Self.noContent]]) { client, port in
            #expect(try await client.send(HTTPRequest("POST", "/"), to: Self.host, port: port).connection == 1)
            let answer = try await client.send(HTTPRequest("POST", "/"), to: Self.host, port: port)
            #expect(answer.isRetried)
            #expect(answer.connection == 2)
        }
    }

    @Test func nothingIsRepeatedWhenTheCallerForbidsIt() async throws {
        try await withScript([[Self.noContent]]) { client, port in
            _ = try await client.send(HTTPRequest("POST", "/"), to: Self.host, port: port)
            let error = await failure(client, port, retries: false)
            guard case .closedEarly(0, _)? = error?.reason else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    /// On a fresh connection, and when the answer has begun, the server has seen the request.
    @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhi"])
    func aConnectionThatEndsEarlyIsAnError(text: String) async throws {
        try await withScript([text.isEmpty ? [] : [text]]) { client, port in
            let error = await failure(client, port)
            #expect(error?.reason == .closedEarly(receivedBytes: text.utf8.count, nil))
        }
    }

    @Test func aResponseThatIsNoneIsAnError() async throws {
        try await withScript([["HTTP/1.1 200 OK\nContent-Length: 0\n\n"]]) { client, port in
            let error = await failure(client, port)
            #expect(error?.reason == .malformedResponse(HTTP1ParseError(.bareLF, at: 15)))
            #expect(
                error?.description
                    == "127.0.0.1:\(port): malformed response: line feed without carriage return at byte 15")
        }
    }

    @Test func aRequestThatIsNoneIsNotSent() async throws {
        try await withEventLoop { loop in
            let error = await #expect(throws: HTTPClientError.self) {
                try await HTTPClient(on: loop).send(HTTPRequest("GET", "/ /"), to: Self.host, port: 1)
            }
            #expect(error?.reason == .invalidRequest(HTTP1SerializationError(.target)))
        }
    }

    @Test func aRefusedConnectionSaysSo() async throws {
        try await withEventLoop { loop in
            let listener = try await TCPListener.bind(on: loop)
            listener.close()
            let error = await failure(HTTPClient(on: loop), listener.port)
            #expect(
                error?.description
                    == "127.0.0.1:\(listener.port): connect 127.0.0.1:\(listener.port): connection refused")
        }
    }

    @Test func aDeadlineTellsWhatItStruck() async throws {
        try await withEventLoop { loop in
            let listener = try await TCPListener.bind(on: loop)
            var limits = HTTPClientLimits()
            limits.connectionsPerPeer = 1
            let client = HTTPClient(on: loop, limits: limits)
            async let first = failure(client, listener.port)
            let connection = try await listener.accept()
            _ = try await connection.read(until: "\r\n\r\n")
            #expect(await failure(client, listener.port, 1_000_000)?.reason == .timeout(.freeConnection))
            try await connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx")
            #expect(await first == nil)
            #expect(await failure(client, listener.port, 1_000_000)?.reason == .timeout(.response))

            async let second = failure(client, listener.port, 100_000_000)
            let another = try await listener.accept()
            try await another.write("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n")
            let error = await second
            #expect(error?.reason == .timeout(.responseBody))
            #expect(error?.description == "127.0.0.1:\(listener.port): no answer in time (while reading the response)")
            await client.close()
        }
    }

    @Test func requestsWaitForAConnectionInTheirOrder() async throws {
        try await withHTTPServer(handler: { _ in .empty(202) }) { server, _ in
            var limits = HTTPClientLimits()
            limits.connectionsPerPeer = 2
            let client = HTTPClient(on: server.loop, limits: limits)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<100 {
                    group.addTask {
                        _ = try await client.send(HTTPRequest("POST", "/"), to: Self.host, port: server.port)
                    }
                }
                try await group.waitForAll()
            }
            let counters = await server.counters
            #expect(counters.connections == 2)
            #expect(counters.answered == 100)
            await client.close()
        }
    }

    /// RFC 9112 section 9.5: the answer of a server that closes without reading everything counts.
    @Test func anAnswerBeforeTheRequestWasSentWholeCounts() async throws {
        var limits = HTTPServerLimits()
        limits.message.bodyBytes = 10
        try await withHTTPServer(limits, handler: { _ in .empty(202) }) { server, _ in
            let client = HTTPClient(on: server.loop)
            let request = HTTPRequest("POST", "/", body: [UInt8](repeating: 1, count: 8 << 20))
            let answer = try await client.send(request, to: Self.host, port: server.port)
            #expect(answer.status == 413)
        }
    }

    @Test func aCancelledRequestEndsAtOnce() async throws {
        try await withEventLoop { loop in
            let listener = try await TCPListener.bind(on: loop)
            let client = HTTPClient(on: loop)
            let request = Task(executorPreference: loop) { await failure(client, listener.port) }
            let connection = try await listener.accept()
            _ = try await connection.read(until: "\r\n\r\n")
            request.cancel()
            #expect(await request.value?.reason == .cancelled)
            #expect(try await connection.readToEnd() == "")
        }
    }

    private func failure(
        _ client: HTTPClient, _ port: UInt16, _ timeout: Int64 = 30_000_000_000, retries: Bool = true
    ) async -> HTTPClientError? {
        do throws(HTTPClientError) {
            _ = try await client.send(
                HTTPRequest("POST", "/"), to: Self.host, port: port, timeoutNanoseconds: timeout, retries: retries)
            return nil
        } catch {
            return error
        }
    }
}
