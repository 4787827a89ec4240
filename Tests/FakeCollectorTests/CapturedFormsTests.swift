import FakeCollector
import Testing
import TraceBytes
import TraceModel
import TraceTestSupport
import TraceTransport
import TraceWire

/// What real exporters sent, in every form, through real sockets: taken, kept byte by byte, and readable again.
@Suite(.timeLimit(.minutes(2)))
struct CapturedFormsTests {
    @Test(arguments: [
        ("otlp-json", ReceiverForm.otlp), ("otlp-protobuf", .otlp), ("jaeger-compact", .jaegerCompact),
        ("jaeger-http", .jaegerHTTP), ("zipkin-v1", .zipkin), ("zipkin-v2", .zipkin), ("zipkin-v2-protobuf", .zipkin),
    ])
    func everyCapturedPayloadOfAFormIsTaken(folder: String, form: ReceiverForm) async throws {
        let captured = try Fixtures.files(in: "wire/\(folder)/captured", withExtension: "bin")
            .map { CapturedRequest(path: $0) }
            // Integers beyond 64 bits, which every receiver refuses.
            .filter { !$0.path.hasSuffix("opentelemetry-js-2.10.0/S1X/001.bin") }
        try #require(captured.count >= 8)
        try await withFakeCollector(form) { collector in
            let label = form.rawValue
            for request in captured {
                if form.isDatagram {
                    try await collector.datagramSender(to: form).send(try request.body)
                } else {
                    _ = try await collector.send(try request.bytes, to: label)
                }
            }
            let requests = try await collector.requests(atLeast: captured.count)
            for (request, captured) in zip(requests, captured) {
                #expect(request.refusal == nil, "\(captured.path)")
                #expect(try request.payload.body == captured.body, "\(captured.path)")
                // One span of Zipkin's first version may become two.
                let count = try captured.decoded.count
                #expect(request.spanNumbers.count == count || folder == "zipkin-v1", "\(captured.path)")
                switch folder {
                case "otlp-json", "otlp-protobuf": _ = try request.otlpRecords()
                case "zipkin-v1": _ = try request.zipkinV1Records()
                case "zipkin-v2", "zipkin-v2-protobuf": _ = try request.zipkinRecords()
                default: _ = try request.jaegerRecords()
                }
            }
            #expect(await collector.counters.refused == 0)
        }
    }

    /// The legacy port of Jaeger's agent: no exporter of today speaks it, so the worked example of its specification does.
    @Test func aLegacyDatagramOfZipkinIsTaken() async throws {
        let bytes = try Fixtures.hexBytes("wire/zipkin-v1-udp/accept/worked-example.hex")
        try await withFakeCollector(.zipkinUDP) { collector in
            let sender = try await collector.datagramSender(to: .zipkinUDP)
            try await sender.send(bytes)
            let request = try #require(await collector.requests(atLeast: 1).first)
            #expect(request.refusal == nil)
            #expect(request.spanNumbers.count >= 1)
            #expect(try request.zipkinV1Records().spans.count >= 1)
        }
    }
}
