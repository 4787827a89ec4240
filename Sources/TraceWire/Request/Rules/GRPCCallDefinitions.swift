import TraceBytes
import TraceRules

// MARK: gRPC, PROTOCOL-HTTP2.md, Requests: Call-Definition; the names of the services

extension Rule<CarriedPayload> {
    static let grpcMethod = Rule(
        "grpc/request/post", "OTLPG-002", .must, "A call is a POST.",
        why: "Servers of gRPC answer 405, and the spans are lost.", spec: "gRPC over HTTP2, Requests, Method",
        good: ":method: POST", bad: ":method: PUT"
    ) { carried, check in
        guard let call = carried.call else { return }
        check.expect(call.method == "POST", else: Violation(at: "method", expected: "POST", actual: call.method))
    }

    static let otlpCallPath = Rule(
        "otlp-grpc/request/path", "OTLPG-002", .must,
        "The path is /opentelemetry.proto.collector.trace.v1.TraceService/Export.",
        why: "Servers answer UNIMPLEMENTED: they know no other method that takes spans.",
        spec: "trace_service.proto; gRPC over HTTP2, Requests, Path",
        good: ":path: /opentelemetry.proto.collector.trace.v1.TraceService/Export",
        bad: ":path: /TraceService/Export"
    ) { carried, check in
        checkPath(carried, &check)
    }

    static let jaegerCallPath = Rule(
        "jaeger-grpc/request/path", "JGR-001", .must, "The path is /jaeger.api_v2.CollectorService/PostSpans.",
        why: "Collectors answer UNIMPLEMENTED: they know no other method that takes spans.",
        spec: "collector.proto; gRPC over HTTP2, Requests, Path",
        good: ":path: /jaeger.api_v2.CollectorService/PostSpans",
        bad: ":path: /jaeger.api_v2.CollectorService/postSpans"
    ) { carried, check in
        checkPath(carried, &check)
    }

    /// Paths are compared letter by letter: "Path is case-sensitive" (gRPC over HTTP2, Requests).
    private static func checkPath(_ carried: CarriedPayload, _ check: inout RuleCheck) {
        guard let call = carried.call else { return }
        check.expect(
            call.target == carried.format.path,
            else: Violation(at: "path", expected: carried.format.path, actual: call.target))
    }

    static let grpcTrailers = Rule(
        "grpc/request/te-trailers", "OTLPG-004", .must, "A call says te: trailers.",
        why: "Servers refuse it, since a proxy that drops trailers would take the status of the call away.",
        spec: "gRPC over HTTP2, Requests, TE; RFC 9113 section 8.2.2", good: "te: trailers", bad: "a call without te"
    ) { carried, check in
        // RFC 9113 section 8.2.2: no other value is allowed, and a server may end the call for it.
        if let broken = carried.brokenRule, broken.rule == "http2/8.2.2/te" {
            return check.breaks(Violation(at: "headers.te", expected: "trailers", actual: "\(broken)"))
        }
        guard let call = carried.call else { return }
        let values = call.headers.all("te")
        check.expect(
            !values.isEmpty && values.allSatisfy { equalsIgnoringASCIICase($0.value, "trailers".utf8) },
            else: Violation(
                at: "headers.te", expected: "trailers",
                actual: values.isEmpty ? "nothing" : values.map(\.valueText).joined(separator: ", ")))
    }
}
