import TraceBytes
import TraceTransport
import TraceWire

/// From a script to what its sender gets.
extension ScriptedAnswer {
    /// - Parameter normal: what the form's server would say; nil where nobody looked at the payload.
    func answer(to payload: ReceivedPayload, inPlaceOf normal: WireAnswer?) -> ReceiverAnswer {
        var response: HTTPResponse
        switch action {
        case .dropConnection: return .dropConnection
        case .silence: return .silence
        case .resetStream(let code):
            response = .empty(200)
            response.disposition = .resetStream(code)
            return .scripted(response)
        case .normal: response = normal.map { HTTPResponse($0) } ?? .empty(200)
        case .respond(let said):
            response = HTTPResponse(status: said.status, headers: HeaderFields(said.headers), body: said.body)
        case .call(let status): response = status.response(to: payload)
        case .partialSuccess(let rejected, let message):
            response = Self.partialSuccess(rejected, message, payload) ?? normal.map { HTTPResponse($0) } ?? .empty(200)
        }
        switch ending {
        case .keep: break
        case .goAway: response.disposition = .closeAfter
        case .cut(let count): response.disposition = .cutAfter(bytes: count)
        }
        return .scripted(response)
    }

    /// What the record says that the sender was told; nil where it was told nothing.
    func status(for payload: ReceivedPayload) -> Int? {
        switch action {
        case .respond(let response): response.status
        case .call(let status): status.response(to: payload).status
        case .normal, .partialSuccess, .resetStream, .dropConnection, .silence: nil
        }
    }

    private static func partialSuccess(_ rejected: Int, _ message: String, _ payload: ReceivedPayload) -> HTTPResponse?
    {
        let partial = OTLPPartialSuccess(rejectedSpans: rejected, message: message)
        switch OTLP.format(of: payload) {
        case OTLP.grpc: return GRPCAnswer(partial.protobuf).response
        case OTLP.json: return .json(partial.json)
        case OTLP.protobuf:
            return HTTPResponse(
                status: 200, headers: HeaderFields([("content-type", OTLP.protobuf.contentType)]),
                body: partial.protobuf)
        default: return nil
        }
    }
}

extension ScriptedAnswer.CallStatus {
    fileprivate func response(to payload: ReceivedPayload) -> HTTPResponse {
        let code = GRPCStatusCode(UInt32(clamping: self.code))
        guard payload.isGRPC else { return plainResponse(code) }
        guard code != .ok else { return GRPCAnswer([]).response }
        var status = GRPCStatus(code, message, details: details)
        if details.isEmpty, let retryAfter {
            status = GRPCStatus(code, message, retryAfterNanoseconds: retryAfter.nanosecondsClamped)
        }
        return GRPCAnswer(status).response
    }

    /// To a request of HTTP: retryable where the status of gRPC is (OTLP/HTTP, Retryable Response Codes).
    private func plainResponse(_ code: GRPCStatusCode) -> HTTPResponse {
        let status =
            switch code {
            case .ok: 200
            case .invalidArgument: 400
            case .unauthenticated: 401
            case .permissionDenied: 403
            case .unimplemented: 404
            case .resourceExhausted: 429
            case .unavailable: 503
            case .deadlineExceeded: 504
            default: 500
            }
        var response = HTTPResponse.text(message, status: status)
        if let retryAfter {
            // RFC 9110 section 10.2.3: whole seconds.
            response.headers.append(
                "Retry-After", String((retryAfter.nanosecondsClamped + 999_999_999) / 1_000_000_000))
        }
        return response
    }
}
