import FakeCollector
import Testing
import TraceBytes
import TraceModel
import TraceTransport

/// Nobody waits for somebody else's large body, and all of them together are bounded.
@Suite(.timeLimit(.minutes(2)))
struct HoldingUpTests {
    /// 2 MiB of a body are there, its end is not: others are answered meanwhile.
    @Test func aBodyThatComesSlowlyDelaysNobody() async throws {
        try await withFakeCollector { collector in
            let slow = try await collector.connect()
            try await slow.write(Self.head(length: 64 << 20))
            let piece = [UInt8](repeating: 0x20, count: 1 << 20)
            try await slow.write([0x5b])
            for _ in 0..<2 { try await slow.write(piece) }
            let client = HTTPClient(on: collector.loop)
            for number in 1...20 {
                #expect(try await collector.post(Sent.list(Sent.span(number)), with: client).status == 202)
            }
            #expect(await collector.spans.count == 20)
            slow.reset()
        }
    }

    @Test func allBodiesTogetherAreBoundedAndSmallOnesGoOn() async throws {
        let limits = CollectorLimits(maxBodyBytes: 8 << 20, maxBytesInFlight: 1 << 20)
        try await withFakeCollector(CollectorOptions(receivers: [.zipkin, .otlp], limits: limits)) { collector in
            let first = try await collector.connect()
            try await first.write(Self.head(length: 8 << 20))
            try await first.write([UInt8](repeating: 0x20, count: 1 << 20))
            // The budget is nearly used up when the collector has taken that; a second large body finds no room.
            let second = try await collector.connect(to: "otlp")
            try await second.write(
                Array(
                    "POST /v1/traces HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 8388608\r\n\r\n"
                        .utf8))
            try await second.write([UInt8](repeating: 0x20, count: (1 << 20) + (65 << 10)))
            let answer = try await second.readToEnd()
            #expect(answer.hasPrefix("HTTP/1.1 503 Service Unavailable\r\n"))
            #expect(answer.contains("retry-after: 1\r\n"))
            #expect(answer.hasSuffix(#"{"code":14,"message":"too much content is on its way here"}"#))
            #expect(try await collector.post(Sent.list(Sent.span(1))).status == 202)
            #expect(await collector.counters.dropped == 1)
            first.reset()
        }
    }

    /// On the collector's own loop nothing is decoded that takes long: other requests are answered first, though they
    /// came later.
    @Test func aLargeBatchIsDecodedBesideOthersAndCommittedWhole() async throws {
        try await withFakeCollector { collector in
            let count = 20_000
            let large = "[" + (1...count).map { Sent.span($0, trace: $0) }.joined(separator: ",") + "]"
            #expect(large.utf8.count > 1 << 20)
            async let taken = collector.post(large)
            let client = HTTPClient(on: collector.loop)
            for number in 1...10 { try await collector.post(Sent.list(Sent.span(number, trace: 7)), with: client) }
            #expect(try await taken.status == 202)
            let contents = await collector.contents
            #expect(contents.spans.count == count + 10)
            let batch = try #require(contents.requests.first { $0.bodyByteCount > 1 << 20 })
            #expect(batch.spanNumbers.count == count)
            #expect(contents.spans(of: batch).map(\.spanID.value) == (1...count).map { UInt64($0) })
            #expect(await collector.spans(of: Sent.trace(7)).count == 11)
            #expect(await collector.summary.traceCount == count)
        }
    }

    @Test func aLargeBatchThatIsBadLeavesNothing() async throws {
        try await withFakeCollector { collector in
            let large = "[" + (1...5000).map { Sent.span($0) }.joined(separator: ",") + ",{\"id\":1.5}]"
            let answer = try await collector.post(large)
            #expect(answer.status == 400)
            #expect(await collector.spans.isEmpty)
            try await collector.post(Sent.list(Sent.span(1)))
            #expect(await collector.requests.map(\.spanNumbers) == [0..<0, 0..<1])
            #expect(await collector.summary.traceCount == 1)
        }
    }

    private static func head(length: Int) -> [UInt8] {
        Array("POST /api/v2/spans HTTP/1.1\r\nHost: a\r\nContent-Length: \(length)\r\n\r\n".utf8)
    }
}
