import Testing
import TraceBytes
import TraceCatalogue
import TraceRules
import TraceTestSupport
import TraceWire

/// What the rules say of whole calls of real exporters, as their connections were captured.
@Suite struct CapturedCallTests {
    /// Of the carrier; what is in the messages is the same as in the captured payloads of OTLP over HTTP.
    @Test(
        arguments: [
            // The exporter's name has spaces.
            ("opentelemetry-go-1.16.0-otlp-grpc-S2", ["otlp-grpc/user-agent/spelling"]),
            ("opentelemetry-go-1.16.0-otlp-grpc-S5", ["otlp-grpc/user-agent/spelling"]),
            // Nothing but gRPC's own name.
            ("opentelemetry-python-1.21.0-otlp-grpc-S2", ["otlp-grpc/user-agent/spelling"]),
            ("opentelemetry-python-1.21.0-otlp-grpc-S5", ["otlp-grpc/user-agent/spelling"]),
            ("opentelemetry-python-1.45.2-otlp-grpc-S2", []), ("opentelemetry-python-1.45.2-otlp-grpc-S5", []),
            ("opentelemetry-python-1.45.2-otlp-grpc-gzip-S2", []),
            ("opentelemetry-python-1.45.2-otlp-grpc-gzip-S5", []),
            ("opentelemetry-python-1.45.2-otlp-grpc-h2default-S2", []),
            ("opentelemetry-python-1.21.0-jaeger-grpc-S2", []), ("opentelemetry-python-1.21.0-jaeger-grpc-S5", []),
        ] as [(String, [String])])
    func theirCarrierIsFound(name: String, broken: [String]) throws {
        var judge = RunJudge(
            CheckSelection(rules: RuleSelection(only: [Glob("grpc"), Glob("otlp-grpc"), Glob("jaeger-grpc")])))
        judge.judge(try SubmittedPayload(fixture: "grpc/calls/\(name).bin"))
        let result = judge.finish()
        #expect(result.account.formats.map(\.format) == [name.contains("jaeger") ? Jaeger.grpc : OTLP.grpc])
        #expect(result.broken.map(\.facts.id) == broken, "\(RuleFixture.lines(of: result))")
        #expect(result.kept.count > 15)
        #expect(result.account.unjudged.count == 0)
        #expect(result.account.spans > 0)
    }

    @Test func everyCapturedCallIsAmongThem() throws {
        #expect(try Fixtures.files(in: "grpc/calls", withExtension: "bin").count == 11)
    }
}
