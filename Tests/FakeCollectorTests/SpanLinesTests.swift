import Testing
import TraceBytes
import TraceModel
import TraceTransport

@testable import FakeCollector

/// `GET /spans` of `fake-collector --stats`: what is held, and where it came from.
@Suite(.timeLimit(.minutes(1)))
struct SpanLinesTests {
    private static func get(
        _ target: String, of collector: Collector, method: String = "GET"
    ) async throws -> HTTPResponse {
        let server = try await StatsServer.start(for: collector, host: "127.0.0.1", port: 0)
        let answer = try await HTTPClient(on: collector.loop).send(
            HTTPRequest(method, target), to: "127.0.0.1", port: server.port
        ).response
        await server.stop(withinNanoseconds: 0)
        return answer
    }

    private static func lines(of collector: Collector) async throws -> [JSONValue] {
        let answer = try await get("/spans", of: collector)
        #expect(answer.status == 200)
        #expect(answer.headers.text("content-type") == "application/x-ndjson")
        #expect(answer.body.last ?? 0x0a == 0x0a)
        return try answer.body.split(separator: 0x0a).map { try JSONValue(parsing: Array($0)) }
    }

    private static func origins(_ lines: [JSONValue]) -> [String] {
        lines.map { line in
            let members = ["number", "receiver", "request", "form"].map { key in
                line[key].map { String(decoding: $0.serialized(), as: UTF8.self) } ?? "absent"
            }
            return members.joined(separator: " ")
        }
    }

    @Test func everySpanIsALineWithItsFormAndItsRequest() async throws {
        try await withFakeCollector(CollectorOptions(receivers: [.zipkin, .otlp, .jaegerHTTP])) { collector in
            try await collector.post(Sent.list(Sent.span(1), Sent.span(2, name: "list")))
            try await collector.send(Sent.otlpJSON, "/v1/traces", "application/json", to: .otlp)
            try await collector.post("[]")
            try await collector.post("{")
            try await collector.send(Sent.otlpProtobuf, "/v1/traces", "application/x-protobuf", to: .otlp)
            try await collector.send(
                Sent.jaegerBatch, "/api/traces?format=jaeger.thrift", "application/x-thrift", to: .jaegerHTTP)
            try await collector.post(Sent.list(Sent.span(3)), "POST", "/api/v1/spans")
            let lines = try await Self.lines(of: collector)
            #expect(
                Self.origins(lines) == [
                    #"0 "zipkin" 0 "zipkin-v2""#, #"1 "zipkin" 0 "zipkin-v2""#, #"2 "otlp" 1 "otlp-json""#,
                    #"3 "otlp" 4 "otlp-protobuf""#, #"4 "jaeger-http" 5 "jaeger-http""#,
                    #"5 "zipkin" 6 "zipkin-v1""#,
                ])
            #expect(lines.map { $0["name"]?.text } == ["get", "list", "get", "get", "get", "get"])
            // OTLP's payload, member by member.
            let span = lines[2]
            #expect(span["trace_id"]?.text == "4bf92f3577b34da6a3ce929d0e0e4736")
            #expect(span["kind"]?.text == "SERVER")
            #expect(span["start_unix_nanos"]?.integer == 1_700_000_000_000_000_000)
            #expect(span["duration_nanos"]?.integer == 1_500_000)
            #expect(span["status"]?.text == "error")
            #expect(span["flags"]?.integer == 257)
            #expect(span["scope"]?["name"]?.text == "lib")
            #expect(span["resource"]?["attributes"] == .array([.array([.string("service.name"), .string("svc")])]))
        }
    }

    @Test func withoutRequestsTheReceiverIsToldAlone() async throws {
        let limits = CollectorLimits(keepsRequests: false)
        try await withFakeCollector(CollectorOptions(receivers: [.zipkin, .otlp], limits: limits)) { collector in
            try await collector.post(Sent.list(Sent.span(1)))
            try await collector.send(Sent.otlpJSON, "/v1/traces", "application/json", to: .otlp)
            let origins = Self.origins(try await Self.lines(of: collector))
            #expect(origins == [#"0 "zipkin" null null"#, #"1 "otlp" null null"#])
        }
    }

    /// More than is written in one go, from several payloads.
    @Test func manySpansAreThereInTheirOrder() async throws {
        try await withFakeCollector(CollectorOptions(receivers: [.zipkin])) { collector in
            for payload in 0..<3 {
                try await collector.post(
                    "[\((1...300).map { Sent.span($0, trace: payload + 1) }.joined(separator: ","))]")
            }
            let lines = try await Self.lines(of: collector)
            #expect(lines.map { $0["number"]?.integer } == (0..<900).map { $0 })
            #expect(lines.map { $0["request"]?.integer } == (0..<900).map { $0 / 300 })
            #expect(await collector.spans.map(\.spanID.hex) == lines.map { $0["span_id"]?.text })
        }
    }

    @Test func evictedSpansAreNotThere() async throws {
        let limits = CollectorLimits(maxSpans: 8, evictsOldest: true)
        try await withFakeCollector(CollectorOptions(receivers: [.zipkin], limits: limits)) { collector in
            for number in 1...20 { try await collector.post(Sent.list(Sent.span(number, trace: number))) }
            let lines = try await Self.lines(of: collector)
            #expect(lines.count == 8)
            #expect(Self.origins(lines) == (12..<20).map { #"\#($0) "zipkin" \#($0) "zipkin-v2""# })
        }
    }

    @Test func nothingIsAnEmptyAnswer() async throws {
        try await withFakeCollector(CollectorOptions(receivers: [.zipkin])) { collector in
            let lines = try await Self.lines(of: collector)
            #expect(lines.isEmpty)
        }
    }

    @Test(arguments: [("/span", "GET", 404), ("/spans", "POST", 405), ("/stats", "DELETE", 405)])
    func otherRequestsAreToldWhatThereIs(target: String, method: String, status: Int) async throws {
        try await withFakeCollector(CollectorOptions(receivers: [.zipkin])) { collector in
            let answer = try await Self.get(target, of: collector, method: method)
            #expect(answer.status == status)
            #expect(answer.headers.text("allow") == (status == 405 ? "GET" : nil))
        }
    }
}
