import Testing
import TraceBytes
import TraceCatalogue
import TraceRules
import TraceTestSupport
import TraceWire

/// What is told of a call of gRPC by how it came, and what is left alone.
@Suite struct CallJudgingTests {
    private static let path = "/opentelemetry.proto.collector.trace.v1.TraceService/Export"

    private func fields(
        path: String = path, type: String = "application/grpc", adding more: [(String, String)] = []
    ) -> HeaderFields {
        HeaderFields(
            [
                (":method", "POST"), (":scheme", "http"), (":path", path), (":authority", "collector"),
                ("content-type", type), ("te", "trailers"),
            ] + more)
    }

    private func judged(_ request: ReceivedPayload, port: UInt16? = nil) -> CheckResult {
        var judge = RunJudge()
        judge.judge(SubmittedPayload(request.body, source: "request 0", request: request, port: port))
        return judge.finish()
    }

    /// All DATA of a call that an exporter sent.
    private func sent() throws -> [UInt8] {
        try Fixtures.bytes("grpc/calls/opentelemetry-python-1.45.2-otlp-grpc-S2.bin")
    }

    @Test(arguments: [
        path, "/TraceService/Export", path.lowercased(), "/prefix\(path)", "/v1/traces",
        "/opentelemetry.proto.collector.trace.v1.TraceService/export",
    ])
    func aCallThatMeansSpansIsOne(path: String) throws {
        let result = judged(ReceivedPayload(http2: fields(path: path), body: try sent()))
        #expect(result.account.formats.map(\.format) == [OTLP.grpc])
        let isExact = path == Self.path
        #expect(result.broken.contains { $0.facts.id == "otlp-grpc/request/path" } == !isExact)
    }

    /// They go to the same port.
    @Test(arguments: [
        "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export",
        "/opentelemetry.proto.collector.logs.v1.LogsService/Export", "/grpc.health.v1.Health/Check", "/Export",
    ])
    func aCallOfSomethingElseIsNotJudged(path: String) throws {
        let result = judged(ReceivedPayload(http2: fields(path: path), body: try sent()), port: 4317)
        #expect(result.broken.map(\.facts.id) == [])
        #expect(result.account.unjudged.first.map(\.reason) == ["a call of \(path), which takes no spans"])
    }

    @Test func aRequestOfHTTPThatCameByHTTP2IsNoCall() throws {
        let body = try Fixtures.bytes("wire/otlp-protobuf/captured/opentelemetry-python-1.45.2/S2/001.bin")
        let result = judged(
            ReceivedPayload(http2: fields(path: "/v1/traces", type: "application/x-protobuf"), body: body))
        #expect(result.account.formats.map(\.format) == [OTLP.protobuf])
        #expect(result.broken.filter { $0.facts.id.contains("grpc") }.map(\.facts.id) == [])
    }

    @Test func whatBrokeHTTP2BeforeItHadFieldsIsOfThePortItCameTo() {
        let broken = BrokenHTTP2Rule("http2/6.9.1/connection-window", found: "DATA beyond the window")
        for port: UInt16 in [4317, 4318, 14250, 14268] {
            let result = judged(
                ReceivedPayload(http2: HeaderFields(), body: [], brokenRule: broken), port: port)
            #expect(result.broken.map(\.facts.id) == ["grpc/connection/windows-kept"])
            #expect(result.account.formats.map(\.format) == [port < 5000 ? OTLP.grpc : Jaeger.grpc])
            #expect(result.account.unjudged.count == 0)
        }
    }

    /// What a server does to save itself, and what is not said any more, is no fault of a sender.
    @Test(arguments: [
        "http2/10.5/rapid-reset", "http2/10.5/ping-flood", "http2/5.1.2/concurrent-streams",
        "http2/5.3.1/self-dependency",
    ])
    func whatNoSenderMustKeepToIsNotJudged(rule: String) {
        let broken = BrokenHTTP2Rule(rule, found: "too much")
        let result = judged(ReceivedPayload(http2: fields(), body: [], brokenRule: broken))
        #expect(result.broken.map(\.facts.id) == [])
        #expect(result.account.unjudged.first.map(\.reason) == ["it is no request: too much"])
    }

    @Test func whatBrokeHTTP2AtAServerOfZipkinIsNotJudged() {
        let broken = BrokenHTTP2Rule("http2/8.2.1/field-name", found: "field name: A")
        let result = judged(
            ReceivedPayload(
                http2: fields(path: "/api/v2/spans", type: "application/json"), body: [], brokenRule: broken),
            port: 9411)
        #expect(result.broken.map(\.facts.id) == [])
        #expect(result.account.unjudged.first.map(\.reason) == ["it is no request: field name: A"])
    }

    /// Every way in which a call does not say what it should breaks one MUST, whatever its message is.
    @Test(
        arguments: [
            (HeaderFields([]), "grpc/message/one"),
            (HeaderFields([("grpc-encoding", "gzip")]), "grpc/message/one"),
        ] as [(HeaderFields, String)])
    func aCallWithoutMessageBreaksOneRule(more: HeaderFields, id: String) {
        let request = ReceivedPayload(
            http2: fields(adding: more.map { ($0.nameText, $0.valueText) }), body: [])
        #expect(judged(request).broken.filter { $0.level == .must }.map(\.facts.id) == [id])
    }

    @Test func aMessageThatIsNoProtobufIsRefusedByTheGrammarOfOTLP() {
        let request = ReceivedPayload(http2: fields(), body: [0, 0, 0, 0, 2, 0x0a, 0x05])
        #expect(judged(request).broken.filter { $0.level == .must }.map(\.facts.id) == ["otlp-protobuf/body/protobuf"])
        // The prefix twice.
        let twice = ReceivedPayload(http2: fields(), body: [0, 0, 0, 0, 7, 0, 0, 0, 0, 2, 0x0a, 0x00])
        #expect(judged(twice).broken.filter { $0.level == .must }.map(\.facts.id) == ["otlp-protobuf/body/protobuf"])
    }
}
