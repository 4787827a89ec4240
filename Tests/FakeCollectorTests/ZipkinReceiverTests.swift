import FakeCollector
import Foundation
import Testing
import TraceBytes
import TraceModel
import TraceTransport
import TraceWire

/// What senders send, what they are told, and what is kept of it.
@Suite(.timeLimit(.minutes(1)))
struct ZipkinReceiverTests {
    @Test func thereAreCapturedRequests() { #expect(CapturedRequest.all.count >= 18) }

    @Test(arguments: CapturedRequest.all)
    func aRequestOfARealExporterIsTakenAndKeptAsItCame(captured: CapturedRequest) async throws {
        try await withFakeCollector { collector in
            let answer = try await collector.send(captured.bytes)
            #expect(answer.hasPrefix("HTTP/1.1 202 Accepted\r\n"))
            let requests = await collector.requests
            let request = try #require(requests.first)
            let decoded = try captured.decoded
            #expect(requests.count == 1)
            #expect(request.outcome == .accepted(spans: 0..<decoded.count))
            #expect(try request.payload.body == captured.body)
            let fields = request.payload.headers.map { [$0.nameText, $0.valueText] }
            #expect(try fields == captured.headers)
            // Large payloads are described by their first spans only.
            let ids = await collector.spans.map(\.spanID.hex)
            #expect(ids.count == decoded.count)
            #expect(Array(ids.prefix(decoded.spanIDs.count)) == decoded.spanIDs)
        }
    }

    @Test(arguments: [
        ("POST", "/api/v2/spans", "", 202, ""),
        ("POST", "/api/v2/spans", "[]", 202, ""),
        ("POST", "/api/v2/spans?x=1", "[]", 202, ""),
        ("GET", "/api/v2/spans", "", 405, "GET is not allowed here, spans are POSTed"),
        ("POST", "/api/v1/spans", "[]", 202, ""),
        (
            "POST", "/api/v1/spans", "[{\"localEndpoint\":{}}]", 400,
            "Expected a JSON_V1 encoded list, but received: JSON_V2"
        ),
        (
            "POST", "/api/v3/spans", "[]", 404,
            "nothing is at /api/v3/spans, spans are POSTed to /api/v2/spans or /api/v1/spans"
        ),
        ("POST", "/api/v2/spans", "{}", 400, "Expected a JSON_V2 encoded list"),
        ("POST", "/api/v2/spans", " []", 400, "Expected a JSON_V2 encoded list"),
        (
            "POST", "/api/v2/spans", "[{\"binaryAnnotations\":[]}]", 400,
            "Expected a JSON_V2 encoded list, but received: JSON_V1"
        ),
    ])
    func anAnswerIsTheReferenceServers(
        method: String, target: String, body: String, status: Int, text: String
    ) async throws {
        try await withFakeCollector { collector in
            let answer = try await collector.post(body, method, target)
            #expect(answer.status == status)
            #expect(String(decoding: answer.body, as: UTF8.self) == text)
            #expect(answer.headers.text("allow") == (status == 405 ? "POST" : nil))
            #expect(answer.headers.text("content-type") == (text.isEmpty ? nil : "text/plain; charset=utf-8"))
        }
    }

    @Test func aRefusedPayloadIsKeptRawAndItsSpansAreNotStored() async throws {
        try await withFakeCollector { collector in
            let body = "[\(Sent.span(1)),{\"traceId\":\"1\",\"id\":\"XYZ\"}]"
            let answer = try await collector.post(body)
            #expect(answer.status == 400)
            let request = try #require(await collector.requests.first)
            guard case .refused(let refusal) = request.outcome else {
                Issue.record("\(request.outcome)")
                return
            }
            #expect(refusal.reason == String(decoding: answer.body, as: UTF8.self))
            #expect(refusal.reason.hasPrefix("[1].id: "))
            #expect(refusal.offset == 89)
            #expect(Array(body.utf8)[89...].starts(with: "\"XYZ\"".utf8))
            #expect(refusal.status == 400)
            #expect(request.payload.body == Array(body.utf8))
            #expect(request.excerpt == Array(body.utf8.prefix(64)))
            #expect(try request.zipkinRecords().map(\.id) == ["0000000000000001", "XYZ"])
            #expect(await collector.spans.isEmpty)
            // The next payload is taken as though the bad one had never come.
            try await collector.post(Sent.list(Sent.span(2)))
            #expect(await collector.spans.map(\.spanID) == [SpanID(2)])
            #expect(await collector.counters.refused == 1)
        }
    }

    @Test(arguments: [
        "POST /api/v2/spans HTTP/1.1\r\nHost: a\r\nContent-Length: %\r\n\r\n$",
        "POST /api/v2/spans HTTP/1.0\r\nContent-Length: %\r\n\r\n$",
        "POST /api/v2/spans HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: %\r\n\r\n$",
        "POST http://a/api/v2/spans HTTP/1.1\r\nHost: a\r\nContent-Length: %\r\n\r\n$",
        "POST /api/v2/spans HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n[\r\n#\r\n@\r\n0\r\n\r\n",
    ])
    func everyFramingBringsTheSamePayload(pattern: String) async throws {
        let body = Sent.list(Sent.span(7))
        let bytes = pattern.replacing("%", with: "\(body.utf8.count)").replacing("$", with: body)
            .replacing("#", with: String(body.utf8.count - 1, radix: 16)).replacing("@", with: body.dropFirst())
        try await withFakeCollector { collector in
            let answer = try await collector.send(bytes)
            #expect(answer.contains(" 202 Accepted\r\n"))
            let request = try #require(await collector.requests.first)
            #expect(request.payload.body == Array(body.utf8))
            #expect(request.outcome == .accepted(spans: 0..<1))
        }
    }

    @Test func pipelinedRequestsOfOneConnectionAreAllTakenInOrder() async throws {
        let posts = (1...20).map { number in
            let body = Sent.list(Sent.span(number))
            return "POST /api/v2/spans HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        }
        try await withFakeCollector { collector in
            let answer = try await collector.send(posts.joined())
            #expect(answer.components(separatedBy: "HTTP/1.1 202 Accepted\r\n").count == 21)
            #expect(await collector.spans.map(\.spanID) == (1...20).map { SpanID($0) })
            let requests = await collector.requests
            #expect(requests.map(\.number) == Array(0..<20))
            #expect(requests.allSatisfy { $0.payload.connection == 0 })
            let arrivals = requests.map(\.monotonicNanoseconds)
            #expect(arrivals == arrivals.sorted())
        }
    }

    @Test func aKeptConnectionIsOneConnectionInTheRecord() async throws {
        try await withFakeCollector { collector in
            let client = HTTPClient(on: collector.loop)
            for number in 1...3 { try await collector.post(Sent.list(Sent.span(number)), with: client) }
            try await collector.post("[]")
            #expect(await collector.requests.map(\.payload.connection) == [0, 0, 0, 1])
        }
    }

    @Test func whatIsNotHTTPIsRecordedAsMalformed() async throws {
        try await withFakeCollector { collector in
            #expect(
                try await collector.send("GET / HTTP/1.1\r\nHost : a\r\n\r\n").hasPrefix("HTTP/1.1 400 Bad Request\r\n")
            )
            let request = try #require(await collector.requests.first)
            #expect(
                request.outcome
                    == .malformed(
                        .init(reason: "white space before the colon of a header line", offset: 20, status: 400)))
            #expect(request.payload.body.starts(with: "GET / HTTP/1.1\r\n".utf8))
            #expect(request.payload.method.isEmpty)
            #expect(await collector.counters.malformed == 1)
        }
    }

    @Test func aSenderThatVanishesInsideARequestIsRecorded() async throws {
        try await withFakeCollector { collector in
            let connection = try await collector.connect()
            try await connection.write(
                Array(
                    "POST /api/v2/spans HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n".utf8))
            var buffer = ReadBuffer()
            _ = try await connection.read(into: &buffer)
            connection.reset()
            let requests = try await collector.requests(atLeast: 1)
            guard case .incomplete? = requests.first?.outcome else {
                Issue.record("\(requests)")
                return
            }
            #expect(requests.first?.payload.method == "POST")
        }
    }

    @Test func aPortInUseIsNamedWithWhatToDo() async throws {
        try await withFakeCollector { collector in
            let taken = try #require(collector.address(of: "zipkin")?.port)
            let error = await #expect(throws: CollectorStartError.self) {
                try await collector.open(.zipkin, label: "second", port: taken)
            }
            #expect(
                error?.description
                    == "zipkin: bind 127.0.0.1:\(taken): address already in use; name a free port (0 takes one) of an address of this machine"
            )
        }
    }
}
