import FakeCollector
import Testing
import TraceModel
import TraceTransport
import TraceWire

/// With eviction the oldest traces make room, whole and counted, and what is kept keeps its numbers.
@Suite(.timeLimit(.minutes(1)))
struct EvictionTests {
    private func options(maxSpans: Int = 1_000_000, maxBytes: Int = 1 << 30) -> CollectorOptions {
        CollectorOptions(limits: CollectorLimits(maxBytes: maxBytes, maxSpans: maxSpans, evictsOldest: true))
    }

    @Test func theOldestTracesLeaveWhole() async throws {
        try await withFakeCollector(options(maxSpans: 4)) { collector in
            // Two spans a trace, in payloads of their own.
            for trace in 1...3 {
                for span in 1...2 { try await collector.post(Sent.list(Sent.span(trace * 10 + span, trace: trace))) }
            }
            #expect(await collector.traces.map(\.id) == [Sent.trace(2), Sent.trace(3)])
            #expect(await collector.spans.map(\.spanID.value) == [21, 22, 31, 32])
            #expect(await collector.spans(of: Sent.trace(1)).isEmpty)
            let counters = await collector.counters
            #expect(counters.evictedTraces == 1)
            #expect(counters.evictedSpans == 2)
            #expect(counters.spans == 6)
            #expect(counters.dropped == 0)
            // The numbers of spans are those of the whole life.
            let contents = await collector.contents
            #expect(contents.requests.map(\.spanNumbers) == (0..<6).map { $0..<$0 + 1 })
            #expect(
                contents.requests.map { contents.spans(of: $0).map(\.spanID.value) } == [
                    [], [], [21], [22], [31], [32],
                ])
            #expect(await collector.spans(from: "zipkin").count == 4)
            #expect(
                await collector.summary.description == """
                    6 requests: 6 accepted with 6 spans
                    2 traces; evicted to make room: 1 trace with 2 spans, bytes of 0 requests
                    """)
        }
    }

    /// What newer payloads brought of an evicted trace is gone with it; what comes later is a new trace.
    @Test func aTraceThatWentOnLeavesWithAllOfIt() async throws {
        try await withFakeCollector(options(maxSpans: 4)) { collector in
            try await collector.post(Sent.list(Sent.span(11, trace: 1)))
            try await collector.post(Sent.list(Sent.span(21, trace: 2)))
            try await collector.post(Sent.list(Sent.span(12, trace: 1)))
            try await collector.post(Sent.list(Sent.span(31, trace: 3)))
            try await collector.post(Sent.list(Sent.span(41, trace: 4)))
            #expect(await collector.spans.map(\.spanID.value) == [21, 31, 41])
            #expect(await collector.traces.map(\.id) == [2, 3, 4].map { Sent.trace($0) })
            try await collector.post(Sent.list(Sent.span(13, trace: 1)))
            #expect(await collector.spans(of: Sent.trace(1)).map(\.spanID.value) == [13])
            let counters = await collector.counters
            #expect(counters.evictedSpans == 3)
            #expect(counters.evictedTraces == 2)
            #expect(await collector.summary.traceCount == 3)
        }
    }

    @Test func aPayloadThatIsLargerThanTheLimitIsRefusedAllTheSame() async throws {
        try await withFakeCollector(options(maxSpans: 2)) { collector in
            let answer = try await collector.post(Sent.list(Sent.span(1), Sent.span(2), Sent.span(3)))
            #expect(answer.status == 503)
            #expect(await collector.spans.isEmpty)
            #expect(try await collector.post(Sent.list(Sent.span(1), Sent.span(2))).status == 202)
            #expect(await collector.spans.count == 2)
        }
    }

    @Test func theBytesOfOldRequestsLeaveAndTheirRecordsSaySo() async throws {
        let limit = 40_000
        try await withFakeCollector(options(maxBytes: limit)) { collector in
            let client = HTTPClient(on: collector.loop)
            let filler = String(repeating: " ", count: 2000)
            for number in 1...100 {
                let body = "[" + Sent.span(number, trace: number) + filler + "]"
                #expect(try await collector.post(body, with: client).status == 202)
            }
            let requests = await collector.requests
            #expect(requests.last?.number == 99)
            #expect(requests.last?.bytes == .kept)
            #expect(requests.count < 100)
            let evicted = requests.filter { $0.bytes == .evicted }
            #expect(!evicted.isEmpty)
            #expect(evicted.allSatisfy { $0.payload.body.isEmpty && $0.bodyByteCount > 2000 })
            #expect(evicted.allSatisfy { $0.excerpt.count == 64 })
            #expect(requests.reduce(0) { $0 + $1.payload.body.count } < limit)
            #expect(throws: RecordedRequest.NoRecords.evicted) { try evicted.first?.zipkinRecords() }
            let counters = await collector.counters
            #expect(counters.evictedRequests >= 80)
            #expect(counters.accepted == 100)
            // A wait goes by what came, not by what is left.
            _ = try await collector.requests(atLeast: 100, within: .zero)
            _ = try await collector.spans(atLeast: 100, within: .zero)
        }
    }

    @Test func withoutRecordsOnlySpansAndRefusalsAreKept() async throws {
        let options = CollectorOptions(limits: CollectorLimits(keepsRequests: false))
        try await withFakeCollector(options) { collector in
            try await collector.post(Sent.list(Sent.span(1)))
            try await collector.post("{}")
            #expect(await collector.requests.map { $0.refusal?.status } == [400])
            #expect(await collector.spans(from: "zipkin").count == 1)
            #expect(await collector.counters.requests == 2)
            _ = try await collector.requests(atLeast: 2, from: "zipkin", within: .zero)
        }
    }
}
