import TraceBytes
import TraceModel
import TracePlatform
import TraceTransport
import TraceWire

/// Calls `TraceService/Export` with batches, all on one connection (OTLP/gRPC).
struct GRPCPoster: SpanPoster {
    private let client: HTTP2Client
    private let compresses: Bool
    private let hooks: Hooks
    private let delivery: BatchDelivery

    /// - Parameters:
    ///   - compresses: with gzip.
    ///   - timeoutMillis: for one batch, all attempts and pauses included.
    init(to client: HTTP2Client, compresses: Bool, timeoutMillis: Int, hooks: Hooks, log: HopLog) {
        self.client = client
        self.compresses = compresses
        self.hooks = hooks
        delivery = BatchDelivery(
            form: OTLP.grpc.name, loop: client.loop, timeoutMillis: timeoutMillis,
            pauses: RetryPauses(on: client.loop), log: log)
    }

    func post(_ spans: [TraceSpan]) async -> ExportResult {
        var content = OTLPProtobufEncoder.encode(spans)
        for fault in hooks.encoded { fault(&content) }
        let message = compresses ? GRPCMessage.gzip(content) : GRPCMessage(content)
        return await delivery.deliver(spans.count) { retries in await attempt(message, retries) }
    }

    func stopWaiting() { delivery.pauses.end() }

    func close() { client.close() }

    private func attempt(_ message: GRPCMessage, _ retries: ExportRetries) async -> BatchDelivery.Attempt {
        let remaining = max(0, retries.deadline - client.loop.now())
        // `b3: 0` asks whoever stands between not to trace this call (B3, "Handling B3 when reporting data").
        let request = GRPCRequest(
            to: OTLP.grpc.path, at: client.peer, message, timeout: GRPCTimeout(nanoseconds: remaining),
            userAgent: Self.userAgent, metadata: GRPCMetadata(received: HeaderFields([("b3", "0")])))
        let status: GRPCStatus
        let isAnswered: Bool
        do throws(HTTP2ClientError) {
            let response = GRPCResponse(try await client.send(request.request, timeoutNanoseconds: remaining))
            if response.status.code == .ok { return taken(response) }
            (status, isAnswered) = (response.status, true)
        } catch {
            guard let told = Self.status(of: error.reason) else {
                let pause = retries.pause(after: error.reason, now: client.loop.now())
                return .failed(reason: error.description, .init(pause, isAsked: false))
            }
            (status, isAnswered) = (told, false)
        }
        let pause = retries.pause(after: status, now: client.loop.now())
        return .failed(reason: "\(client.peer): answered \(status)", .init(pause, isAsked: isAnswered))
    }

    private func taken(_ response: GRPCResponse) -> BatchDelivery.Attempt {
        let partial = response.content.flatMap { OTLPPartialSuccess($0, isJSON: false) }
        return .taken(rejectedSpans: partial?.rejectedSpans ?? 0, message: partial?.message ?? "")
    }

    /// What a stream that was reset says in gRPC's words; nil for what ended otherwise.
    private static func status(of failure: HTTP2ClientError.Reason) -> GRPCStatus? {
        if case .reset(let code) = failure { GRPCStatus(resetCode: code.rawValue) } else { nil }
    }

    /// gRPC's own part stands last (PROTOCOL-HTTP2.md, User Agents).
    private static let userAgent = "\(HTTPExportForm.otlpUserAgent) grpc-swift-harness/\(ProductVersion.text)"
}
