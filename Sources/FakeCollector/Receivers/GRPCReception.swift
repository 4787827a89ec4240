import TraceBytes
import TracePlatform
import TraceTransport
import TraceWire

/// What a receiver makes of calls of gRPC before their messages are looked at, and what it tells their senders.
struct GRPCReception: Sendable {
    /// The call that is taken.
    private let path: String
    private let router: GRPCRouter

    static let otlp = GRPCReception(OTLP.grpc)
    static let jaeger = GRPCReception(Jaeger.grpc)

    private init(_ format: WireFormat) {
        path = format.path
        let names = path.split(separator: "/").map(String.init)
        router = GRPCRouter([names.first ?? "": Set(names.dropFirst())])
    }

    /// Whether a payload is a call, or comes where calls come: over HTTP/2, and of another type than theirs.
    func isCall(_ payload: ReceivedPayload) -> Bool {
        payload.isGRPC || payload.http2Fields != nil && payload.target == path
    }

    /// Throws for a call that no method here takes: before its message, so that what does not exist is said first.
    func check(_ payload: ReceivedPayload) throws(PayloadRefusal) {
        // Nearly every call: nothing of it but its deadline can be wrong.
        let timeout = payload.headers.first("grpc-timeout")
        if payload.method == "POST", payload.target == path,
            payload.headers.first("content-type")?.value.elementsEqual("application/grpc".utf8) == true,
            timeout.map({ (try? GRPCTimeout($0.value)) != nil }) ?? true
        {
            return
        }
        do throws(GRPCRefusal) {
            try router.requireServed(
                try GRPCCallHead(
                    HTTPRequestHead(
                        method: payload.method, target: payload.target, version: .http2, headers: payload.headers)))
        } catch {
            throw PayloadRefusal(error)
        }
    }

    /// When the time is up that the sender of a call gives it, counted from the end of its header fields; nil for ever.
    static func deadline(of request: HTTPServerRequest) -> MonotonicInstant? {
        guard let field = request.request.headers.first("grpc-timeout"), let timeout = try? GRPCTimeout(field.value)
        else { return nil }
        let (sum, isNever) = request.firstByte.monotonic.nanoseconds.addingReportingOverflow(timeout.nanoseconds)
        return isNever ? nil : MonotonicInstant(nanoseconds: sum)
    }

    /// The answer to a call whose time is up, in grpc-go's words.
    static let late = WireAnswer.grpc(GRPCAnswer(GRPCStatus(.deadlineExceeded, "context deadline exceeded")))

    /// The answer to a call that is larger than bodies may be; nil for what is none.
    static func tooLarge(_ head: HTTPRequestHead, _ excess: HTTP2Excess, _ collector: Collector) -> HTTPResponse? {
        let payload = ReceivedPayload(
            method: head.method, target: head.target, headers: head.headers, body: [], http2Fields: HeaderFields())
        guard excess == .content, payload.isGRPC else { return nil }
        let text = "message of more than \(collector.limits.maxBodyBytes) bytes"
        return GRPCAnswer(GRPCStatus(.resourceExhausted, text)).response
    }

    /// The answer to a question about health; nil for every other call. It is no payload, and is not recorded.
    func health(_ request: HTTPRequest) -> HTTPResponse? {
        guard request.head.target.utf8.starts(with: "/grpc.health.v1.Health/".utf8) else { return nil }
        guard case .answered(let response) = router.receive(request) else { return nil }
        return response
    }

    /// The answer to a payload that was taken: an empty message, in which nothing was rejected.
    static func accepted(_ payload: ReceivedPayload) -> WireAnswer {
        // Who compresses is told that this was right (compression.md).
        payload.headers.contains("grpc-encoding") ? acceptedCompressed : acceptedPlain
    }

    private static let acceptedCompressed = WireAnswer.plain(GRPCAnswer([], acceptsEncodings: true).response)
    private static let acceptedPlain = WireAnswer.plain(GRPCAnswer([]).response)

    /// Not now, but in a second: OTLP's senders wait as RetryInfo says (OTLP/gRPC Throttling).
    static func overloaded(_ reason: String) -> WireAnswer {
        .grpc(GRPCAnswer(GRPCStatus(.unavailable, reason, retryAfterNanoseconds: 1_000_000_000)))
    }
}

extension PayloadRefusal {
    init(_ refusal: GRPCRefusal, offset: Int? = nil) {
        let answer: WireAnswer
        switch refusal {
        case .method, .contentType: answer = .plain(refusal.response)
        default: answer = .grpc(refusal.answer)
        }
        self.init(reason: "\(refusal)", offset: offset, answer: answer)
    }

    /// A call whose message cannot be had; what is no call has no such error.
    init(_ error: ContentError) {
        if case .message(let error) = error {
            self.init(GRPCRefusal.message(error))
        } else {
            self.init(GRPCRefusal.undecodable("\(error)"))
        }
    }
}
