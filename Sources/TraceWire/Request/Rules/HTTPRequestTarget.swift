import TraceBytes
import TraceRules

// MARK: RFC 9110 section 9, methods; section 7.1, the target

extension Rule<CarriedPayload> {
    static let httpMethod = Rule(
        "http/method/post", "HTTP-001", .must, "Export requests use POST.",
        why: "Collectors answer 405 or 404 to every other method, and the spans are lost.",
        spec: "zipkin2-api.yaml, POST /spans; OTLP/HTTP Request; Jaeger APIs, Thrift over HTTP",
        good: "POST /v1/traces", bad: "PUT /v1/traces"
    ) { carried, check in
        guard let request = carried.export else { return }
        check.expect(
            request.method == "POST", else: Violation(at: "method", expected: "POST", actual: request.method))
    }

    /// Judged where it can be told: a path that has nothing of the default one was configured.
    static let httpPath = Rule(
        "http/path/exact", "HTTP-008", .must, "The path ends in the default path of the format, spelt exactly.",
        why: "Collectors compare paths byte by byte and answer 404: an endpoint and a path were joined with a slash "
            + "too many.",
        spec: "OTLP/HTTP Request; zipkin2-api.yaml, basePath", good: "POST /v1/traces", bad: "POST //v1/traces"
    ) { carried, check in
        guard let request = carried.export else { return }
        let path = request.path.originForm
        let parts = path.split(separator: "/").map { $0.lowercased() }
        let wanted = carried.format.path.split(separator: "/").map(String.init)
        guard parts.suffix(wanted.count) == wanted[...] else { return }
        check.expect(
            path.hasSuffix(carried.format.path) && !path.contains("//"),
            else: Violation(at: "path", expected: carried.format.path, actual: request.path))
    }

    static let httpHost = Rule(
        "http/host/present", "HTTP-014", .warning, "A request names the host that it is for.",
        why: "Proxies and servers of several hosts answer 400, since they cannot tell whom it is for.",
        spec: "RFC 9110 section 7.2", good: "Host: collector:4318", bad: "POST /v1/traces without Host"
    ) { carried, check in
        guard let request = carried.export else { return }
        let host = request.headers.text("host") ?? request.headers.text(":authority")
        check.expect(
            host?.isEmpty == false,
            else: Violation(
                at: "headers.host", expected: "the host and port of the endpoint",
                actual: host == nil ? "nothing" : "an empty value"))
    }
}

extension String {
    /// A path without the scheme and the host that stand before it in a request to a proxy (RFC 9112 section 3.2.2).
    fileprivate var originForm: Substring {
        guard hasPrefix("http://") || hasPrefix("https://"), let start = firstRange(of: "://")?.upperBound else {
            return self[...]
        }
        return self[start...].drop { $0 != "/" }
    }
}
