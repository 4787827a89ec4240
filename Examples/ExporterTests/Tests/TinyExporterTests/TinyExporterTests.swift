import FakeCollector
import Foundation
import Testing
import TinyExporter
import TraceModel
import TraceWire

/// Every test has a collector of its own on a free port, so that they run at the same time and none sees the others' spans.
struct TinyExporterTests {
    static let span = TinySpan(
        traceID: (high: 0x4bf9_2f35_77b3_4da6, low: 0xa3ce_929d_0e0e_4736), id: 2, parentID: 1, name: "GET /users",
        service: "front", start: 1_700_000_000_000_000_000, durationNanoseconds: 1_500_000,
        attributes: [("http.request.method", "GET")])

    /// What a span means is the same in every form: the test reads the canonical model.
    @Test(arguments: [
        (ReceiverForm.otlp, TinyFormat.otlpJSON), (ReceiverForm.zipkin, TinyFormat.zipkinV2),
    ])
    func aSpanArrivesAsItWas(form: ReceiverForm, format: TinyFormat) async throws {
        try await withFakeCollector(form) { collector in
            let endpoint = try #require(URL(string: collector.endpoint(of: form)))
            try await TinyExporter(endpoint: endpoint, format: format).export([Self.span])

            let spans = try await collector.spans(atLeast: 1, within: .seconds(5))
            let span = try #require(spans.first)
            #expect(spans.count == 1)
            #expect(span.traceID == TraceID(high: 0x4bf9_2f35_77b3_4da6, low: 0xa3ce_929d_0e0e_4736))
            #expect(span.parentSpanID == SpanID(1))
            #expect(span.name == "GET /users")
            #expect(span.serviceName == "front")
            #expect(span.start == Timestamp(nanoseconds: 1_700_000_000_000_000_000))
            #expect(span.durationNanoseconds == 1_500_000)
            #expect(span.attributes["http.request.method"] == .string("GET"))
        }
    }

    /// How it was spelt is in the records: OTLP wants 64-bit integers as texts.
    @Test func timesAreTextsInOTLP() async throws {
        try await withFakeCollector(.otlp) { collector in
            let endpoint = try #require(URL(string: collector.otlpEndpoint))
            try await TinyExporter(endpoint: endpoint, format: .otlpJSON).export([Self.span])

            let request = try #require(await collector.requests(atLeast: 1, within: .seconds(5)).first)
            #expect(request.payload.path == "/v1/traces")
            #expect(request.payload.mediaType == "application/json")
            #expect(request.receiver.form == .otlp)
            let text = String(decoding: request.payload.body, as: UTF8.self)
            #expect(text.contains(#""startTimeUnixNano":"1700000000000000000""#))
        }
    }

    /// A busy collector is asked again when it said so, and the span is there once.
    @Test func aBusyCollectorIsAskedAgain() async throws {
        try await withFakeCollector(.zipkin) { collector in
            await collector.script(.status(503, headers: [("Retry-After", "1")]))
            let endpoint = try #require(URL(string: collector.zipkinEndpoint))
            try await TinyExporter(endpoint: endpoint, format: .zipkinV2).export([Self.span])

            let requests = await collector.requests
            #expect(requests.map(\.outcome) == [.scripted(status: 503), .accepted(spans: 0..<1)])
            #expect(requests[0].payload.body == requests[1].payload.body)
            let waited = requests[1].monotonicNanoseconds - requests[0].monotonicNanoseconds
            #expect(waited >= 1_000_000_000)
        }
    }

    @Test func aCollectorThatStaysBusyIsGivenUp() async throws {
        try await withFakeCollector(.zipkin) { collector in
            await collector.script(.status(503, headers: [("Retry-After", "0")]), times: 10)
            let endpoint = try #require(URL(string: collector.zipkinEndpoint))
            await #expect(throws: TinyExporter.Rejected(status: 503)) {
                try await TinyExporter(endpoint: endpoint, format: .zipkinV2).export([Self.span])
            }
            #expect(await collector.counters.scripted == 3)
        }
    }
}
