import TraceBytes
import TraceModel
import TracePlatform
import TraceTransport
import TraceWire

/// POSTs batches to `tracing.endpoint`, in any form over HTTP.
struct HTTPPoster: SpanPoster {
    let form: ExportForm
    private let format: WireFormat
    private let url: HTTPURL
    private let target: String
    private let client: HTTPClient
    /// Milliseconds for one batch, all attempts and pauses included.
    private let timeoutMillis: Int
    private let hooks: Hooks
    private let log: HopLog

    /// - Parameter url: without a path it gets that of the form, as `OTEL_EXPORTER_OTLP_ENDPOINT` does.
    init(
        _ form: ExportForm, _ format: WireFormat, to url: HTTPURL, client: HTTPClient, timeoutMillis: Int,
        hooks: Hooks, log: HopLog
    ) {
        self.form = form
        self.format = format
        self.url = url
        target = url.path.isEmpty ? format.path : url.requestTarget
        self.client = client
        self.timeoutMillis = timeoutMillis
        self.hooks = hooks
        self.log = log
    }

    func post(_ spans: [TraceSpan]) async -> ExportResult {
        var result = ExportResult()
        for part in Self.parts(of: spans, in: form) {
            var body = encoded(part)
            for fault in hooks.encoded { fault(&body) }
            result += await deliver(body, spans: part.count)
        }
        return result
    }

    /// A Jaeger batch has one process, told by service and resource; every other form takes the spans of several senders
    /// at once.
    static func parts(of spans: [TraceSpan], in form: ExportForm) -> [ArraySlice<TraceSpan>] {
        guard form == .jaegerHTTP else { return [spans[...]] }
        var parts: [ArraySlice<TraceSpan>] = []
        var start = 0
        for index in spans.indices.dropFirst() {
            let (first, span) = (spans[start], spans[index])
            if span.serviceName == first.serviceName, span.resource == first.resource { continue }
            parts.append(spans[start..<index])
            start = index
        }
        return parts + [spans[start...]]
    }

    private func encoded(_ spans: ArraySlice<TraceSpan>) -> [UInt8] {
        switch form {
        case .zipkinV2, .console: ZipkinV2JSONEncoder.encode(spans)
        case .zipkinV2Protobuf: ZipkinV2ProtobufEncoder.encode(spans)
        case .otlpJSON: OTLPJSONEncoder.encode(spans)
        case .otlpProtobuf: OTLPProtobufEncoder.encode(spans)
        case .jaegerHTTP, .jaegerCompact, .jaegerBinary: JaegerEncoder.bodies(of: spans).first ?? []
        }
    }

    /// Sends until the other end takes the body, refuses it for good, or the time is over.
    private func deliver(_ body: [UInt8], spans: Int) async -> ExportResult {
        var retries = ExportRetries(deadline: client.loop.now() + Int64(timeoutMillis) * 1_000_000)
        while true {
            do throws(HTTPClientError) {
                let now = client.loop.now()
                let answer = try await client.send(
                    request(body), to: url.host, port: url.port, timeoutNanoseconds: max(0, retries.deadline - now))
                if (200..<300).contains(answer.status) { return taken(spans, answer.response, retries.count) }
                let pause = isOTLP ? retries.pause(after: answer.response, now: client.loop.now()) : nil
                guard let pause, (try? await client.loop.sleep(forNanoseconds: pause)) != nil else {
                    let text = String(decoding: answer.response.body.prefix(200), as: UTF8.self)
                    return dropped(spans, "answered \(answer.status): \(text)", retries.count)
                }
                retries.count += 1
            } catch {
                return dropped(spans, error.description, retries.count)
            }
        }
    }

    private var isOTLP: Bool { form == .otlpJSON || form == .otlpProtobuf }

    private func request(_ body: [UInt8]) -> HTTPRequest {
        // `b3: 0` asks whoever stands between not to trace this post (B3, "Handling B3 when reporting data").
        let headers = HeaderFields([
            ("Host", url.authority), ("User-Agent", "hop-server/\(ProductVersion.text)"),
            ("Content-Type", format.contentType), ("b3", "0"),
        ])
        return HTTPRequest("POST", target, headers: headers, body: body)
    }

    /// Any 2xx is a delivery, less what OTLP's answer says was rejected.
    private func taken(_ spans: Int, _ answer: HTTPResponse, _ retries: Int) -> ExportResult {
        let partial = isOTLP ? OTLPPartialSuccess(answer.body, isJSON: form == .otlpJSON) : nil
        guard let partial, partial.rejectedSpans > 0 else {
            return ExportResult(delivered: spans, dropped: 0, retries: retries)
        }
        let rejected = min(spans, partial.rejectedSpans)
        _ = dropped(rejected, "rejected by the collector: \(partial.message)", retries)
        return ExportResult(delivered: spans - rejected, dropped: rejected, retries: retries)
    }

    private func dropped(_ spans: Int, _ reason: String, _ retries: Int) -> ExportResult {
        log.write(
            "export-failed",
            [("form", .string(form.rawValue)), ("spans", .number(spans)), ("reason", .string(reason))])
        return ExportResult(delivered: 0, dropped: spans, retries: retries)
    }
}
