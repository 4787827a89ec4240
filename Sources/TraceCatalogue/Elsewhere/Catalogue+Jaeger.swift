import TraceRules

extension Catalogue {
    static let jaeger: [UnjudgedRule] = jaegerThrift + jaegerGRPC

    private static let jaegerThrift = [
        UnjudgedRule(
            "jaeger/trace-id/as-propagated", "JT-005", .must,
            "The last 8 bytes of the trace id that was propagated are traceIdLow.",
            spec: "OpenTelemetry to Jaeger, Ids",
            place: .verify(claims: ["chain/linkage/one-trace"])),
        UnjudgedRule(
            "jaeger-udp/client/no-reply", "JU-009", .should, "A client does not wait for an answer to a datagram.",
            spec: "agent.thrift, Agent.emitBatch",
            place: .nowhere(needs: "a port at which nothing answers, and the time that the program takes to end")),
        UnjudgedRule(
            "jaeger-udp/batch/split", "JU-010", .should,
            "Spans that one datagram cannot hold are sent in several, and none is dropped.",
            spec: "jaeger.thrift, Batch",
            place: .nowhere(needs: "a program that ends more spans at once than 65,000 bytes hold")),
        UnjudgedRule(
            "jaeger-udp/datagram/fragmentation", "JU-011", .warning,
            "A datagram that crosses hosts is no larger than what their path takes in one piece.",
            spec: "RFC 8085 section 3.2",
            place: .nowhere(needs: "the path between the hosts: within one host nothing is fragmented")),
        UnjudgedRule(
            "jaeger-http/response/heeded", "JTC-005", .should,
            "202 is a success, and spans that a collector refused are reported as lost.",
            spec: "Jaeger collector, http_thrift_handler",
            place: .nowhere(needs: "a collector that answers 400 and 503, and the log of the program")),
    ]

    /// How gRPC carries Jaeger's protobuf; its messages are judged as they are.
    private static let jaegerGRPC: [UnjudgedRule] = [
        grpc("path", "JGR-001", .must, "Batches go to /jaeger.api_v2.CollectorService/PostSpans.", "collector.proto"),
        grpc("framing", "JGR-008", .should, "Requests keep the framing of gRPC.", "gRPC over HTTP/2"),
    ]

    private static func grpc(
        _ id: String, _ number: String, _ level: RequirementLevel, _ statement: String, _ reference: SpecReference
    ) -> UnjudgedRule {
        UnjudgedRule(
            "jaeger-grpc/\(id)", number, level, statement, spec: reference,
            place: .nowhere(needs: "a receiver of gRPC"))
    }
}
