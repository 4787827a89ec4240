import FakeCollector
import Testing
import TraceModel
import TracePlatform
import TraceTransport
import TraceWire

/// Many collectors, silent collectors, collectors that are gone, and the certainty that nothing more can come.
@Suite(.timeLimit(.minutes(1)))
struct CollectorEndTests {
    @Test func collectorsDoNotSeeEachOthersSpans() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...8 {
                group.addTask {
                    try await withFakeCollector { collector in
                        for _ in 0..<5 { try await collector.post(Sent.list(Sent.span(number))) }
                        #expect(
                            await collector.spans.map(\.spanID) == Array(repeating: SpanID(UInt64(number)), count: 5))
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func receiversOfOneFormAreToldApartByTheirLabels() async throws {
        try await withFakeCollector(CollectorOptions(receivers: [])) { collector in
            for name in ["a", "b", "c"] { try await collector.open(.zipkin, label: name) }
            try await collector.post(Sent.list(Sent.span(1)), to: "b")
            try await collector.post("{}", to: "c")
            try await collector.post(Sent.list(Sent.span(2), Sent.span(3)), to: "a")
            #expect(await collector.requests.map(\.receiver.label) == ["b", "c", "a"])
            #expect(await collector.spans(from: "a").map(\.spanID) == [SpanID(2), SpanID(3)])
            #expect(try await collector.spans(atLeast: 1, from: "b", within: .zero).map(\.spanID) == [SpanID(1)])
            #expect(await collector.spans(from: "c").isEmpty)
            let contents = await collector.contents
            #expect(contents.requests.map { contents.spans(of: $0).map(\.spanID.value) } == [[1], [], [2, 3]])
            #expect(Set(collector.addresses.map(\.endpoint)).count == 3)
        }
    }

    @Test func aStalledCollectorReceivesAndNeverAnswers() async throws {
        try await withFakeCollector { collector in
            try await collector.post(Sent.list(Sent.span(1)))
            await collector.stall()
            let body = Sent.list(Sent.span(2))
            let unanswered = Task { try await collector.post(body) }
            let requests = try await collector.requests(atLeast: 2)
            #expect(requests.map(\.outcome) == [.accepted(spans: 0..<1), .unanswered])
            #expect(requests.last?.payload.body == Array(body.utf8))
            #expect(await collector.spans.count == 1)
            await collector.stop()
            await #expect(throws: HTTPClientError.self) { try await unanswered.value }
        }
    }

    @Test func aCollectorThatIsGoneResetsConnectionsAndRefusesNewOnes() async throws {
        try await withFakeCollector { collector in
            let idle = try await collector.connect()
            try await idle.write(Array("POST /api/v2/spans HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n".utf8))
            var buffer = ReadBuffer()
            _ = try await idle.read(into: &buffer)
            await collector.goAway()
            let reset = await #expect(throws: NetworkError.self) { try await idle.read(into: &buffer) }
            #expect(reset?.description.contains("connection reset by peer") == true)
            let refused = await #expect(throws: NetworkError.self) { try await collector.connect() }
            #expect(refused?.description.contains("connection refused") == true)
            #expect(await collector.requests.count == 1)
        }
    }

    /// The peers have written and gone before the collector looks: what the system holds is still taken.
    @Test func afterTheStopNothingMoreCanCome() async throws {
        let count = 300
        try await withFakeCollector { collector in
            let port = try #require(collector.address(of: "zipkin")?.port)
            let body = Sent.list(Sent.span(1))
            let post = "POST /api/v2/spans HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
            try await withEventLoop(name: "senders") { loop in
                for _ in 0..<count {
                    let connection = try await TCPConnection.connect(to: .loopback(port: port), on: loop)
                    try await connection.write(Array(post.utf8))
                    connection.close()
                }
            }
            let summary = await collector.stop()
            #expect(summary.counters.accepted == count)
            #expect(await collector.spans.count == count)
        }
    }

    @Test func aStopCutsOffWhatDoesNotEnd() async throws {
        try await withFakeCollector { collector in
            let connection = try await collector.connect()
            try await connection.write(
                Array(
                    "POST /api/v2/spans HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n".utf8))
            var buffer = ReadBuffer()
            _ = try await connection.read(into: &buffer)
            let summary = await collector.stop(within: .zero)
            #expect(summary.counters.incomplete == 1)
        }
    }
}
