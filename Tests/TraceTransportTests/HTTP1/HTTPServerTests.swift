import Testing
import TraceBytes
import TracePlatform
import TraceTransport

@Suite(.timeLimit(.minutes(1)))
struct HTTPServerTests {
    static let echo: HTTPServer.Handler = { request in
        HTTPResponse(status: 200, headers: HeaderFields([("Date", "-")]), body: request.request.body)
    }
    static let okHead = "HTTP/1.1 200 OK\r\nDate: -\r\n"

    @Test func theConnectionIsKeptUntilOneSideSaysOtherwise() async throws {
        try await withHTTPServer(handler: Self.echo) { server, _ in
            let connection = try await server.connect()
            try await connection.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi")
            #expect(try await connection.read(until: "hi") == Self.okHead + "Content-Length: 2\r\n\r\nhi")
            try await connection.write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(try await connection.readToEnd() == Self.okHead + "Connection: close\r\nContent-Length: 0\r\n\r\n")
            let counters = await server.stop()
            #expect(counters.connections == 1)
            #expect(counters.openConnections == 0)
            #expect(counters.requests == 2)
            #expect(counters.answered == 2)
        }
    }

    @Test func aHandlerMayEndTheConnection() async throws {
        let handler: HTTPServer.Handler = { request in
            var response = await Self.echo(request)
            if request.number == 2 { response.disposition = .closeAfter }
            return response
        }
        try await withHTTPServer(handler: handler) { server, _ in
            let connection = try await server.connect()
            try await connection.write(String(repeating: "GET / HTTP/1.1\r\nHost: a\r\n\r\n", count: 3))
            #expect(
                try await connection.readToEnd()
                    == Self.okHead + "Content-Length: 0\r\n\r\n" + Self.okHead
                    + "Connection: close\r\nContent-Length: 0\r\n\r\n")
        }
    }

    /// RFC 9112 section 9.3: HTTP/1.0 closes unless both sides say `keep-alive`; it has no chunked coding.
    @Test func peersOfHTTP10AreAnsweredInTheirWay() async throws {
        let handler: HTTPServer.Handler = { request in
            var response = await Self.echo(request)
            response.trailers = HeaderFields([("X", "1")])
            return response
        }
        try await withHTTPServer(handler: handler) { server, _ in
            let connection = try await server.connect()
            try await connection.write(
                "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET / HTTP/1.0\r\n\r\n")
            #expect(
                try await connection.readToEnd()
                    == Self.okHead + "Connection: keep-alive\r\nContent-Length: 0\r\n\r\n" + Self.okHead
                    + "Connection: close\r\nContent-Length: 0\r\n\r\n")
        }
    }

    @Test func aBurstOfPipelinedRequestsIsAnsweredInOrder() async throws {
        let handler: HTTPServer.Handler = { request in
            HTTPResponse(
                status: 200, headers: HeaderFields([("Date", "-")]),
                body: Array("\(request.number)\(request.request.target)".utf8))
        }
        try await withHTTPServer(handler: handler) { server, _ in
            let connection = try await server.connect()
            let numbers = 1...1000
            let burst = numbers.map { "GET /\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined()
            async let written: Void = connection.write(
                burst + "GET /end HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            let answers = try await connection.readToEnd()
            try await written
            let expected = numbers.map { number in
                let body = "\(number)/\(number)"
                return Self.okHead + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
            }
            #expect(
                answers == expected.joined() + Self.okHead + "Connection: close\r\nContent-Length: 8\r\n\r\n1001/end")
        }
    }

    @Test func manyConnectionsAreServedSideBySide() async throws {
        try await withHTTPServer(handler: Self.echo) { server, _ in
            let client = HTTPClient(on: server.loop)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<64 {
                    group.addTask {
                        for number in 0..<20 {
                            let body = Array("\(worker) \(number)".utf8)
                            let answer = try await client.send(
                                HTTPRequest("POST", "/", body: body), to: "127.0.0.1", port: server.port)
                            #expect(answer.response.body == body)
                        }
                    }
                }
                try await group.waitForAll()
            }
            await client.close()
            let counters = await server.counters
            #expect(counters.requests == 64 * 20)
            #expect(counters.answered == 64 * 20)
            #expect(counters.connections <= 64)
        }
    }

    @Test func whoeverExpectsAContinueGetsOneBeforeItsContent() async throws {
        try await withHTTPServer(handler: Self.echo) { server, _ in
            let connection = try await server.connect()
            try await connection.write(
                "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
            #expect(try await connection.read(until: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
            try await connection.write("hi")
            #expect(try await connection.read(until: "hi") == Self.okHead + "Content-Length: 2\r\n\r\nhi")
        }
    }

    @Test func contentThatIsTooLargeIsRefusedBeforeItIsAskedFor() async throws {
        try await withHTTPServer(handler: Self.echo) { server, _ in
            let connection = try await server.connect()
            try await connection.write(
                "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n\r\n")
            #expect(try await connection.readToEnd().hasPrefix("HTTP/1.1 413 Content Too Large\r\n"))
        }
    }

    /// A close with unread bytes would be a reset, and could destroy the answer on its way.
    @Test func whoeverGoesOnSendingCanReadWhyItWasRefused() async throws {
        try await withHTTPServer(handler: Self.echo) { server, incidents in
            let connection = try await server.connect()
            let head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\n"
            try await connection.write(head + String(repeating: "x", count: 500_000))
            try await connection.finishWriting()
            let answer = try await connection.readToEnd()
            #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
            #expect(answer.hasSuffix("\r\n\r\ninvalid Content-Length at byte 26\n"))
            let incident = try #require(await incidents.first { _ in true })
            #expect(incident.kind == .malformed(HTTP1ParseError(.invalidContentLength, at: 26)))
            #expect(incident.number == 1)
            #expect(String(decoding: incident.received, as: UTF8.self).hasPrefix(head))
            #expect(await server.counters.malformed == [.invalidContentLength: 1])
        }
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\r\n\r\n", 400), ("GET / HTTP/1.1\nHost: a\n\n", 400), ("GET / HTTP/3.0\r\n", 505),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
        ("GET /" + String(repeating: "a", count: 10_000), 414),
        ("GET / HTTP/1.1\r\nX: " + String(repeating: "a", count: 70_000), 431),
        ("\u{16}\u{3}\u{1}\n", 400),
    ])
    func theStatusTellsWhatWasWrong(text: String, status: Int) async throws {
        try await withHTTPServer(handler: Self.echo) { server, _ in
            let connection = try await server.connect()
            try await connection.write(text)
            #expect(try await connection.readToEnd().hasPrefix("HTTP/1.1 \(status) "))
            #expect(await server.counters.malformed.values.reduce(0, +) == 1)
        }
    }

    @Test func anAnswerThatCannotBeWrittenIsReplaced() async throws {
        let handler: HTTPServer.Handler = { _ in HTTPResponse(status: 200, headers: HeaderFields([("X", "a\r\nb")])) }
        try await withHTTPServer(handler: handler) { server, incidents in
            let connection = try await server.connect()
            try await connection.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await connection.readToEnd().hasPrefix("HTTP/1.1 500 Internal Server Error\r\n"))
            let incident = try #require(await incidents.first { _ in true })
            #expect(incident.kind == .unwritable(HTTP1SerializationError(.fieldValue)))
            #expect(incident.number == 1)
            #expect(await server.counters.unwritable == 1)
        }
    }

    @Test func requestsTellWhereAndWhenTheyCame() async throws {
        let (requests, received) = AsyncStream<HTTPServerRequest>.makeStream()
        let handler: HTTPServer.Handler = { request in
            received.yield(request)
            return .empty(202)
        }
        try await withHTTPServer(handler: handler) { server, _ in
            let before = WallClock.nowNanoseconds()
            for connectionNumber in 1...2 {
                let connection = try await server.connect()
                let local = try #require(await connection.localAddress)
                let head = "POST /x HTTP/1.1\r\nhOST: a\r\nContent-Length: 1\r\n\r\n"
                try await connection.write(head)
                try await connection.write("x")
                _ = try await connection.read(until: "\r\n\r\n")
                let request = try #require(await requests.first { _ in true })
                #expect(request.rawHead == Array(head.utf8))
                #expect(request.connection == connectionNumber)
                #expect(request.number == 1)
                #expect(request.peer == local)
                #expect(request.firstByte.wallNanoseconds >= before)
                #expect(request.firstByte.monotonic <= request.complete.monotonic)
                #expect(request.complete.monotonic <= server.loop.now())
            }
        }
    }
}
