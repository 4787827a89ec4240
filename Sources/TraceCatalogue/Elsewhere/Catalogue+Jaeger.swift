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

    /// How gRPC carries Jaeger's protobuf: the rules of its carrier are the same for all that it carries.
    private static let jaegerGRPC: [UnjudgedRule] = [
        UnjudgedRule(
            "jaeger-grpc/framing", "JGR-008", .should, "Calls keep to gRPC.", spec: "gRPC over HTTP2",
            place: .forms(numbers: ["OTLPG-003", "OTLPG-004", "OTLPG-005", "OTLPG-006", "OTLPG-009", "OTLPG-011"]))
    ]
}
