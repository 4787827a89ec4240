import TraceBytes
import TraceRules

// MARK: gRPC, PROTOCOL-HTTP2.md, Requests: Content-Type, User-Agent, Custom-Metadata

extension Rule<CarriedPayload> {
    static let grpcContentType = Rule(
        "grpc/request/content-type", "OTLPG-003", .must,
        "The content-type is application/grpc, with + and the encoding of messages behind it or nothing.",
        why: "Servers answer 415, or take the call for a request of HTTP.",
        spec: "gRPC over HTTP2, Requests, Content-Type", good: "content-type: application/grpc+proto",
        bad: "content-type: application/x-protobuf"
    ) { carried, check in
        guard let call = carried.call else { return }
        check.expect(
            call.isGRPC,
            else: Violation(
                at: "headers.content-type", expected: "application/grpc",
                actual: call.headers.text("content-type") ?? "nothing"))
    }

    static let grpcUserAgentPresent = Rule(
        "grpc/user-agent/present", "OTLPG-010", .should, "A call says in user-agent who sends it.",
        why: "Whoever runs the collector cannot tell which exporter sends what it complains about.",
        spec: "gRPC over HTTP2, User Agents", good: "user-agent: grpc-go/1.55.0", bad: "a call without user-agent"
    ) { carried, check in
        guard let call = carried.call else { return }
        let agent = call.headers.text("user-agent")
        check.expect(
            agent?.isEmpty == false,
            else: Violation(
                at: "headers.user-agent", expected: "the exporter and the library of gRPC, with their versions",
                actual: agent == nil ? "nothing" : "an empty value"))
    }

    static let otlpCallUserAgent = Rule(
        "otlp-grpc/user-agent/spelling", "OTLPG-010", .should,
        "The user-agent of OTLP has OTel-OTLP-Exporter-, the language, a slash and the version.",
        why: "Statistics of collectors see the library of gRPC alone, and not which exporter calls.",
        spec: "OpenTelemetry Protocol Exporter, User Agent",
        good: "user-agent: OTel-OTLP-Exporter-Python/1.45.2 grpc-python/1.85.1",
        bad: "user-agent: grpc-python/1.85.1 grpc-c/58.0.0 (linux; chttp2)"
    ) { carried, check in
        guard let agent = carried.call?.headers.text("user-agent"), !agent.isEmpty else { return }
        check.expect(
            agent.split(separator: " ").contains(where: isExporterProduct),
            else: Violation(
                at: "headers.user-agent", expected: "OTel-OTLP-Exporter-<language>/<version>", actual: agent))
    }
}
