import FakeCollector
import Testing
import TraceBytes
import TracePlatform
import TraceTransport
import TraceWire

/// `hop-server` that exports over gRPC: what it sends, and when it sends again (OTLP/gRPC).
@Suite(.timeLimit(.minutes(5))) struct HopServerGRPCTests {
    private static func configuration(_ endpoint: String) -> String {
        """
        server: { name: solo, port: 0 }
        traffic: { upstream_host: "" }
        tracing:
          endpoint: \(endpoint)
        """
    }

    private static func endpoint(of collector: Collector, scheme: String = "grpc://") -> String {
        "\(scheme)127.0.0.1:\(collector.address(of: "otlp-grpc")?.port ?? 0)"
    }

    /// Every batch on one connection, however the endpoint is spelt.
    @Test(arguments: ["grpc://", "", "http://"]) func allBatchesShareAConnection(scheme: String) async throws {
        try await withFakeCollector(.otlpGRPC) { collector async throws in
            var environment = ["OTEL_BSP_SCHEDULE_DELAY": "0"]
            if scheme == "http://" { environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc" }
            let configuration = Self.configuration(Self.endpoint(of: collector, scheme: scheme))
            try await withHop(configuration, environment: environment) { hop async throws in
                for number in 1...3 {
                    _ = try await hop.get("/")
                    try await collector.spans(atLeast: number)
                }
                #expect(try await hop.end(by: .terminate) == Account(ended: 3, delivered: 3, dropped: 0))
            }
            let requests = await collector.requests
            #expect(requests.count == 3)
            #expect(Set(requests.map(\.payload.connection)) == [0])
            for request in requests {
                #expect(request.payload.target == "/opentelemetry.proto.collector.trace.v1.TraceService/Export")
                #expect(request.payload.headers.text("content-type") == "application/grpc")
                #expect(request.payload.headers.text("te") == "trailers")
                #expect(request.payload.headers.text("grpc-timeout") != nil)
                // Not compressed: the flag of the message.
                #expect(request.payload.headers.text("grpc-encoding") == nil)
                #expect(request.payload.body.first == 0)
                #expect(request.refusal == nil)
            }
        }
    }

    /// OTLP over gRPC says it with each message, over HTTP of the content.
    @Test(arguments: [ReceiverForm.otlpGRPC, .otlp]) func exportsAreCompressedWhenAskedFor(
        form: ReceiverForm
    ) async throws {
        try await withFakeCollector(form) { collector async throws in
            let endpoint = form == .otlp ? collector.otlpEndpoint : Self.endpoint(of: collector)
            let environment = ["OTEL_EXPORTER_OTLP_COMPRESSION": "gzip"]
            try await withHop(Self.configuration(endpoint), environment: environment) { hop async throws in
                for _ in 0..<3 { _ = try await hop.get("/") }
                #expect(try await hop.end(by: .terminate) == Account(ended: 3, delivered: 3, dropped: 0))
            }
            #expect(await collector.spans.count == 3)
            let payload = try #require(await collector.requests.first?.payload)
            let gzip: [UInt8] = [0x1f, 0x8b]  // RFC 1952 section 2.3.1
            if form == .otlp {
                #expect(payload.headers.text("content-encoding") == "gzip")
                #expect(payload.body.starts(with: gzip))
            } else {
                #expect(payload.headers.text("grpc-encoding") == "gzip")
                #expect(payload.body.first == 1)
                #expect(payload.body.dropFirst(5).starts(with: gzip))
            }
        }
    }

    /// After as long as RetryInfo says (OTLP/gRPC Throttling).
    @Test func anExportIsSentAgainWhenItsCollectorAsksForTime() async throws {
        try await withFakeCollector(.otlpGRPC) { collector async throws in
            await collector.script(.grpc(14, "busy", retryAfter: .milliseconds(1)), times: 2)
            try await withHop(Self.configuration(Self.endpoint(of: collector))) { hop async throws in
                for _ in 0..<3 { _ = try await hop.get("/") }
                #expect(try await hop.end(by: .terminate) == Account(ended: 3, delivered: 3, dropped: 0, retries: 2))
            }
            #expect(await collector.spans.count == 3)
        }
    }

    /// INVALID_ARGUMENT, and RESOURCE_EXHAUSTED without RetryInfo (OTLP/gRPC, Failures).
    @Test(arguments: [3, 8, 13]) func anExportThatIsRefusedForGoodIsNotSentAgain(code: Int) async throws {
        try await withFakeCollector(.otlpGRPC) { collector async throws in
            await collector.script(.grpc(code, "no"))
            let environment = ["OTEL_BSP_SCHEDULE_DELAY": "0"]
            try await withHop(Self.configuration(Self.endpoint(of: collector)), environment: environment) {
                hop async throws in
                _ = try await hop.get("/")
                let line = try #require(await hop.json(containing: "\"export-failed\""))
                #expect(line["spans"]?.integer == 1)
                #expect(try await hop.end(by: .terminate) == Account(ended: 1, delivered: 0, dropped: 1))
            }
            #expect(await collector.requests.count == 1)
        }
    }

    @Test func whatACollectorRejectsOfABatchIsCountedAsDropped() async throws {
        try await withFakeCollector(.otlpGRPC) { collector async throws in
            await collector.script(.partialSuccess(rejectedSpans: 2, "too old"))
            try await withHop(Self.configuration(Self.endpoint(of: collector))) { hop async throws in
                for _ in 0..<3 { _ = try await hop.get("/") }
                #expect(try await hop.end(by: .terminate) == Account(ended: 3, delivered: 1, dropped: 2))
            }
        }
    }

    /// OTLP/gRPC: UNAVAILABLE is what a call without a connection ends with.
    @Test func anExportIsSentWhenItsCollectorIsThereAtLast() async throws {
        try await withEventLoop { loop in
            let port = try await closedPort()
            let environment = ["OTEL_BSP_SCHEDULE_DELAY": "0"]
            try await withHop(Self.configuration("grpc://127.0.0.1:\(port)"), environment: environment) {
                hop async throws in
                _ = try await hop.get("/")
                #expect(try await hop.json(containing: "\"export-delayed\"")?["spans"]?.integer == 1)
                let collector = try await Collector.start(on: loop, CollectorOptions(receivers: []))
                try await collector.open(.otlpGRPC, port: port)
                #expect(try await collector.spans(atLeast: 1).count == 1)
                let account = try await hop.end(by: .terminate)
                #expect(account.delivered == 1)
                #expect((account.retries ?? 0) > 0)
                await collector.stop()
            }
        }
    }

    /// A connection that ends, a stream that is refused: the batch is there once all the same.
    @Test(arguments: [ScriptedAnswer.goAway, .resetStream(7), .dropConnection])
    func anExportThatWasNotAnsweredIsSentAgain(answer: ScriptedAnswer) async throws {
        try await withFakeCollector(.otlpGRPC) { collector async throws in
            await collector.script(answer)
            let environment = ["OTEL_BSP_SCHEDULE_DELAY": "0"]
            try await withHop(Self.configuration(Self.endpoint(of: collector)), environment: environment) {
                hop async throws in
                for number in 1...2 {
                    _ = try await hop.get("/")
                    try await collector.spans(atLeast: number)
                }
                let account = try await hop.end(by: .terminate)
                #expect(account.delivered == 2)
                #expect(account.dropped == 0)
            }
            #expect(await collector.spans.count == 2)
        }
    }
}
