import TraceModel
import TraceRules

// MARK: B3, Handling B3 when reporting data; OpenTelemetry SDK, Suppressing instrumentation

extension Rule<JudgedSpan> {
    /// Told by the paths of the receivers: a call to one of them is an export wherever the collector is.
    static let exportUntraced = Rule(
        "http/export/untraced", "HTTP-017", .warning, "No CLIENT span stands for an export of spans.",
        why: "Every export makes a span that is exported in turn: the traffic never ends, and hides the application's.",
        owner: .instrumentation,
        spec: "B3, Handling B3 when reporting data; OpenTelemetry SDK, Suppressing instrumentation",
        good: "exports without spans", bad: "a CLIENT span with url.full http://collector:4318/v1/traces"
    ) { judged, check in
        guard judged.span.kind == .client, let call = judged.span.call else { return }
        check.expect(
            !call.isExport,
            else: judged.violation(
                at: "attributes[\"\(call.key)\"]", expected: "no span for an export", actual: call.target))
    }
}

/// Whom a span called, and the attribute that says so.
private struct SpanCall {
    let key: String
    let target: String
    let isExport: Bool
}

extension TraceSpan {
    /// nil when no attribute says it.
    fileprivate var call: SpanCall? {
        var method: String?
        var call: SpanCall?
        for attribute in attributes {
            guard case .string(let text) = attribute.value else { continue }
            switch attribute.key {
            case "http.request.method", "http.method": method = text
            // What was found to be an export stays so, whatever else the span says.
            case _ where call?.isExport == true: continue
            case "url.full", "http.url", "url.path", "http.target", "http.path":
                call = SpanCall(key: attribute.key, target: text, isExport: Self.isExportTarget(text))
            case "rpc.service":
                call = SpanCall(key: attribute.key, target: text, isExport: exportServices.contains(text))
            default: continue
            }
        }
        // Jaeger answers questions at the path that takes its batches.
        guard let found = call, found.isExport, let method, method.uppercased() != "POST" else { return call }
        return SpanCall(key: found.key, target: found.target, isExport: false)
    }

    /// Of a URL or a path: a path of the receivers, before which a prefix may stand where no other API has the same.
    private static func isExportTarget(_ target: String) -> Bool {
        var path = target.prefix { $0 != "?" && $0 != "#" }
        if let authority = path.firstRange(of: "://") { path = path[authority.upperBound...].drop { $0 != "/" } }
        return path == "/api/traces" || exportPaths.contains { path.hasSuffix($0) }
    }
}

private let exportPaths = ["/v1/traces", "/api/v2/spans", "/api/v1/spans"]
private let exportServices = [
    "opentelemetry.proto.collector.trace.v1.TraceService", "jaeger.api_v2.CollectorService",
    "zipkin.proto3.SpanService",
]
