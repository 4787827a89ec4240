import TraceRules

extension Catalogue {
    static let otlp: [UnjudgedRule] = [otlpValueLength] + otlpOverGRPC

    private static let otlpValueLength = UnjudgedRule(
        "otlp/attribute/value-length", "OTLP-016", .should, "Texts are no longer than the configured limit.",
        spec: "OpenTelemetry Common, Attribute Limits",
        place: .nowhere(needs: "the limit that the program configured: there is none by default"))

    private static let gRPCReceiver = UnjudgedRule.Place.nowhere(needs: "a receiver of gRPC")

    private static let otlpOverGRPC: [UnjudgedRule] = [
        UnjudgedRule(
            "otlp-grpc/connection/preface", "OTLPG-001", .must,
            "A connection opens with the preface of HTTP/2 and SETTINGS, without Upgrade.",
            spec: "RFC 9113 sections 3.3 and 3.4", place: gRPCReceiver),
        UnjudgedRule(
            "otlp-grpc/request/path", "OTLPG-002", .must,
            "Requests are POSTed to /opentelemetry.proto.collector.trace.v1.TraceService/Export.",
            spec: "trace_service.proto; gRPC over HTTP2", place: gRPCReceiver),
        UnjudgedRule(
            "otlp-grpc/request/content-type", "OTLPG-003", .must, "The content-type begins with application/grpc.",
            spec: "gRPC over HTTP2", place: gRPCReceiver),
        UnjudgedRule(
            "otlp-grpc/request/te-trailers", "OTLPG-004", .must, "Requests say te: trailers.", spec: "gRPC over HTTP2",
            place: gRPCReceiver),
        UnjudgedRule(
            "otlp-grpc/message/framing", "OTLPG-005", .must,
            "A call has one message: a flag, a length equal to the bytes that follow, then END_STREAM.",
            spec: "gRPC over HTTP2, Length-Prefixed-Message", place: gRPCReceiver),
        UnjudgedRule(
            "otlp-grpc/message/compression", "OTLPG-006", .must,
            "A message that is flagged as compressed comes with grpc-encoding, and inflates.",
            spec: "gRPC Compression", place: gRPCReceiver),
        UnjudgedRule(
            "otlp-grpc/request/timeout", "OTLPG-007", .should, "Requests say in grpc-timeout what the exporter waits.",
            spec: "OpenTelemetry Protocol Exporter, Timeout; gRPC over HTTP2", place: gRPCReceiver),
        UnjudgedRule(
            "otlp-grpc/request/timeout-spelling", "OTLPG-008", .must,
            "A grpc-timeout has at most 8 digits and one of the units H, M, S, m, u, n.", spec: "gRPC over HTTP2",
            place: gRPCReceiver),
        UnjudgedRule(
            "otlp-grpc/request/header-form", "OTLPG-009", .must,
            "Names of headers are in lower case, pseudo-headers come first, connection-specific ones are absent.",
            spec: "RFC 9113 sections 8.2 and 8.3", place: gRPCReceiver),
        UnjudgedRule(
            "otlp-grpc/request/user-agent", "OTLPG-010", .should, "The user-agent names exporter and gRPC library.",
            spec: "OpenTelemetry Protocol Exporter, User Agent; gRPC over HTTP2", place: gRPCReceiver),
        UnjudgedRule(
            "otlp-grpc/connection/frames", "OTLPG-011", .must,
            "The client acknowledges SETTINGS, answers PING and keeps to the windows of flow control.",
            spec: "RFC 9113 sections 6.5, 6.7 and 6.9", place: gRPCReceiver),
        UnjudgedRule(
            "otlp-grpc/connection/goaway", "OTLPG-012", .must, "After GOAWAY the client opens streams elsewhere.",
            spec: "RFC 9113 section 6.8", place: gRPCReceiver),
        UnjudgedRule(
            "otlp-grpc/request/metadata", "OTLPG-013", .must,
            "Configured headers arrive as metadata, values of -bin names as base64.", spec: "gRPC over HTTP2",
            place: gRPCReceiver),
        UnjudgedRule(
            "otlp-grpc/connection/re-use", "OTLPG-014", .should, "Many exports share one connection.",
            spec: "OTLP specification, OTLP/gRPC Concurrent Requests", place: gRPCReceiver),
        UnjudgedRule(
            "otlp-grpc/message/size", "OTLPG-015", .should, "A message is below 64 MiB.",
            spec: "OTLP specification, OTLP/gRPC Request", place: gRPCReceiver),
    ]
}
