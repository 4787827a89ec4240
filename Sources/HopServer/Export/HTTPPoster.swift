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
    private let client: HTTPClient
    /// Milliseconds for one batch, all attempts and pauses included.
    private let timeoutMillis: Int
    private let hooks: Hooks
    private let log: HopLog
    private let pauses: RetryPauses

    /// - Parameter url: without a path it gets that of the form, as `OTEL_EXPORTER_OTLP_ENDPOINT` does.
    init(_ form: HTTPExportForm, to url: HTTPURL, client: HTTPClient, timeoutMillis: Int, hooks: Hooks, log: HopLog) {
        self.form = form
        self.url = url
        target = url.path.isEmpty ? form.format.path : url.requestTarget
        self.client = client
        self.timeoutMillis = timeoutMillis
        self.hooks = hooks
        self.log = log
        pauses = RetryPauses(on: client.loop)
    }

    func post(_ spans: [TraceSpan]) async -> ExportResult {
        var result = ExportResult()
        for var post in form.posts(of: spans) {
            for fault in hooks.encoded { fault(&post.body) }
            result += await deliver(post)
        }
        return result
    }

    func stopWaiting() { pauses.end() }

    /// Sends until the other end takes the body, refuses it for good, or the time is over.
    private func deliver(_ post: HTTPExportForm.Post) async -> ExportResult {
        var retries = ExportRetries(deadline: client.loop.now() + Int64(timeoutMillis) * 1_000_000)
        while true {
            let reason: String
            let isTriedAgain: Bool
            do throws(HTTPClientError) {
                let now = client.loop.now()
                let answer = try await client.send(
                    request(post.body), to: url.host, port: url.port,
                    timeoutNanoseconds: max(0, retries.deadline - now))
                if (200..<300).contains(answer.status) { return taken(post, answer.response, retries.count) }
                let text = String(decoding: answer.response.body.prefix(200), as: UTF8.self)
                reason = "answered \(answer.status): \(text)"
                isTriedAgain = await waits(after: answer.response, retries)
            } catch {
                reason = error.description
                isTriedAgain = await waits(after: error, retries, spans: post.spanCount)
            }
            guard isTriedAgain else { return dropped(post.spanCount, reason, retries.count) }
            retries.count += 1
        }
    }

    /// Waits as a collector asks that answers, also when the hop ends; says whether there is another attempt.
    private func waits(after answer: HTTPResponse, _ retries: ExportRetries) async -> Bool {
        guard form.isOTLP, let pause = retries.pause(after: answer, now: client.loop.now()) else { return false }
        return (try? await client.loop.sleep(forNanoseconds: pause)) != nil
    }

    /// Waits for a collector that cannot be reached, unless the hop ends; says whether there is another attempt.
    private func waits(after error: HTTPClientError, _ retries: ExportRetries, spans: Int) async -> Bool {
        guard form.isOTLP, !pauses.areOver,
            let pause = retries.pause(after: error.reason, now: client.loop.now())
        else { return false }
        write("export-delayed", spans, error.description)
        return await pauses.pass(nanoseconds: pause)
    }

    private func request(_ body: [UInt8]) -> HTTPRequest {
        // `b3: 0` asks whoever stands between not to trace this post (B3, "Handling B3 when reporting data").
        let headers = HeaderFields([
            ("Host", url.authority), ("User-Agent", form.userAgent),
            ("Content-Type", form.format.contentType), ("b3", "0"),
        ])
        return HTTPRequest("POST", target, headers: headers, body: body)
    }

    /// Any 2xx is a delivery, less what OTLP's answer says was rejected.
    private func taken(_ post: HTTPExportForm.Post, _ answer: HTTPResponse, _ retries: Int) -> ExportResult {
        let partial = form.isOTLP ? OTLPPartialSuccess(answer.body, isJSON: form == .otlpJSON) : nil
        guard let partial, partial.rejectedSpans > 0 else {
            return ExportResult(delivered: post.spanCount, dropped: 0, retries: retries)
        }
        let rejected = min(post.spanCount, partial.rejectedSpans)
        _ = dropped(rejected, "rejected by the collector: \(partial.message)", retries)
        return ExportResult(delivered: post.spanCount - rejected, dropped: rejected, retries: retries)
    }

    private func dropped(_ spans: Int, _ reason: String, _ retries: Int) -> ExportResult {
        write("export-failed", spans, reason)
        return ExportResult(delivered: 0, dropped: spans, retries: retries)
    }

    private func write(_ event: String, _ spans: Int, _ reason: String) {
        log.write(
            event, [("form", .string(form.format.name)), ("spans", .number(spans)), ("reason", .string(reason))])
    }
}
