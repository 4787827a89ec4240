import FakeCollector
import Testing
import TraceBytes
import TraceTransport

/// Past a limit nothing is kept, the sender is told, and it is counted.
@Suite(.timeLimit(.minutes(1)))
struct CollectorLimitsTests {
    @Test(arguments: [
        (CollectorLimits(maxSpans: 3), "the collector keeps 3 spans at most"),
        (CollectorLimits(maxBytes: 1200), "the collector keeps 1200 bytes at most"),
    ])
    func aSenderOfTooMuchIsToldToComeLater(limits: CollectorLimits, reason: String) async throws {
        try await withFakeCollector(CollectorOptions(limits: limits)) { collector in
            let body = Sent.list(Sent.span(1), Sent.span(2))
            #expect(try await collector.post(body).status == 202)
            let answer = try await collector.post(body)
            #expect(answer.status == 503)
            #expect(answer.headers.text("retry-after") == "1")
            #expect(String(decoding: answer.body, as: UTF8.self) == reason)
            let counters = await collector.counters
            #expect(counters.requests == 2)
            #expect(counters.accepted == 1)
            #expect(counters.dropped == 1)
            #expect(await collector.spans.count == 2)
            #expect(await collector.requests.count == 1)
        }
    }

    @Test func aBodyThatIsTooLargeIsToldSo() async throws {
        let options = CollectorOptions(limits: CollectorLimits(maxBodyBytes: 10))
        try await withFakeCollector(options) { collector in
            let (large, small) = (try await collector.post("[          ]"), try await collector.post("[        ]"))
            #expect(large.status == 413)
            #expect(small.status == 202)
            #expect(await collector.requests.first?.refusal?.description == "413: content too large")
        }
    }

    @Test func theSummarySaysWhatBecameOfEveryRequest() async throws {
        try await withFakeCollector { collector in
            #expect(await collector.summary.description == "0 requests\n0 traces")
            try await collector.post(Sent.list(Sent.span(1), Sent.span(2, trace: 2)))
            for _ in 0..<6 { try await collector.post("{}") }
            try await collector.post("", "GET", "/a")
            let lines = await collector.summary.description.split(separator: "\n").map(String.init)
            #expect(
                lines == [
                    "8 requests: 1 accepted with 2 spans, 7 refused", "2 traces",
                    "request 1 at zipkin: 400: Expected a JSON_V2 encoded list, begins with \"{}\"",
                    "request 2 at zipkin: 400: Expected a JSON_V2 encoded list, begins with \"{}\"",
                    "request 3 at zipkin: 400: Expected a JSON_V2 encoded list, begins with \"{}\"",
                    "request 4 at zipkin: 400: Expected a JSON_V2 encoded list, begins with \"{}\"",
                    "request 5 at zipkin: 400: Expected a JSON_V2 encoded list, begins with \"{}\"",
                    "and 2 more",
                ])
        }
    }
}
