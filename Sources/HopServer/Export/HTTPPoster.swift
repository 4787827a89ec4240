import TraceBytes
import TraceModel
import TracePlatform
import TraceTransport
import TraceWire

/// POSTs batches to `tracing.endpoint`, in any form over HTTP.
struct HTTPPoster: SpanPoster {
    private let form: HTTPExportForm
    private let url: HTTPURL
    private let target: String
    private let compresses: Bool
    private let client: HTTPClient
    private let hooks: Hooks
    private let delivery: BatchDelivery

    /// - Parameters:
    ///   - url: without a path it gets that of the form, as `OTEL_EXPORTER_OTLP_ENDPOINT` does.
    ///   - compresses: with gzip.
    ///   - timeoutMillis: for one batch, all attempts and pauses included.
    init(
        _ form: HTTPExportForm, to url: HTTPURL, compresses: Bool = false, client: HTTPClient, timeoutMillis: Int,
        hooks: Hooks, log: HopLog
    ) {
        self.form = form
        self.url = url
        self.compresses = compresses
        target = url.path.isEmpty ? form.format.path : url.requestTarget
        self.client = client
        self.hooks = hooks
        delivery = BatchDelivery(
            form: form.format.name, loop: client.loop, timeoutMillis: timeoutMillis,
            pauses: RetryPauses(on: client.loop), log: log)
    }

    func post(_ spans: [TraceSpan]) async -> ExportResult {
        var result = ExportResult()
        for var post in form.posts(of: spans) {
            for fault in hooks.encoded { fault(&post.body) }
            let request = request(post.body)
            result += await delivery.deliver(post.spanCount) { retries in await attempt(request, retries) }
        }
        return result
    }

    func stopWaiting() { delivery.pauses.end() }

    private func attempt(_ request: HTTPRequest, _ retries: ExportRetries) async -> BatchDelivery.Attempt {
        do throws(HTTPClientError) {
            let answer = try await client.send(
                request, to: url.host, port: url.port,
                timeoutNanoseconds: max(0, retries.deadline - client.loop.now()))
            // Any 2xx is a delivery, less what OTLP's answer says was rejected.
            if (200..<300).contains(answer.status) { return taken(answer.response) }
            let text = String(decoding: answer.response.body.prefix(200), as: UTF8.self)
            let pause = form.isOTLP ? retries.pause(after: answer.response, now: client.loop.now()) : nil
            return .failed(reason: "answered \(answer.status): \(text)", .init(pause, isAsked: true))
        } catch {
            let pause = form.isOTLP ? retries.pause(after: error.reason, now: client.loop.now()) : nil
            return .failed(reason: error.description, .init(pause, isAsked: false))
        }
    }

    private func request(_ body: [UInt8]) -> HTTPRequest {
        // `b3: 0` asks whoever stands between not to trace this post (B3, "Handling B3 when reporting data").
        var headers = HeaderFields([
            ("Host", url.authority), ("User-Agent", form.userAgent),
            ("Content-Type", form.format.contentType), ("b3", "0"),
        ])
        if compresses { headers.append("Content-Encoding", "gzip") }
        return HTTPRequest(
            "POST", target, headers: headers, body: compresses ? Gzip.compress(body.span.bytes) : body)
    }

    private func taken(_ answer: HTTPResponse) -> BatchDelivery.Attempt {
        let partial = form.isOTLP ? OTLPPartialSuccess(answer.body, isJSON: form == .otlpJSON) : nil
        return .taken(rejectedSpans: partial?.rejectedSpans ?? 0, message: partial?.message ?? "")
    }
}
