import TraceBytes
import TraceModel
import TraceTransport
import TraceWire

/// Posts batches as Zipkin v2 JSON to `tracing.endpoint`.
struct ZipkinPoster: Sendable {
    let endpoint: HTTPURL
    let client: HTTPClient
    /// Milliseconds for one post (`OTEL_EXPORTER_ZIPKIN_TIMEOUT`, at most `OTEL_BSP_EXPORT_TIMEOUT`).
    let timeoutMillis: Int
    let hooks: Hooks
    let log: HopLog

    /// Any 2xx is a delivery. Zipkin names no status to retry on, so everything else drops the batch, with a word.
    func post(_ spans: [TraceSpan]) async -> ExportResult {
        var body = ZipkinV2JSONEncoder.encode(spans)
        for fault in hooks.encoded { fault(&body) }
        // `b3: 0` asks whoever stands between not to trace this post (B3, "Handling B3 when reporting data").
        let headers = HeaderFields([
            ("Host", endpoint.authority), ("User-Agent", "hop-server/\(ProductVersion.text)"),
            ("Content-Type", "application/json"), ("b3", "0"),
        ])
        let request = HTTPRequest("POST", endpoint.requestTarget, headers: headers, body: body)
        do throws(HTTPClientError) {
            let answer = try await client.send(
                request, to: endpoint.host, port: endpoint.port, timeoutNanoseconds: Int64(timeoutMillis) * 1_000_000)
            if (200..<300).contains(answer.status) { return .delivered }
            return dropped(
                spans, "answered \(answer.status): \(String(decoding: answer.response.body.prefix(200), as: UTF8.self))"
            )
        } catch {
            return dropped(spans, error.description)
        }
    }

    private func dropped(_ spans: [TraceSpan], _ reason: String) -> ExportResult {
        log.write("export-failed", [("spans", .number(spans.count)), ("reason", .string(reason))])
        return .dropped
    }
}
