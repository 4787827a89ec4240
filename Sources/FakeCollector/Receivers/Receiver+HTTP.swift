import TraceBytes
import TracePlatform
import TraceTransport
import TraceWire

/// What all receivers over HTTP share: from its requests and incidents to records, from answers to its responses.
extension Arrival {
    init(_ request: HTTPServerRequest, at receiver: ReceiverAddress) {
        self.init(
            receiver: receiver,
            payload: ReceivedPayload(
                method: request.request.method, target: request.request.target, headers: request.request.headers,
                body: request.request.body, arrival: request.complete.wallNanoseconds,
                connection: request.connection - 1, http2Fields: request.http2Fields),
            monotonicNanoseconds: request.complete.monotonic.nanoseconds, headBytes: request.rawHead.count)
        if payload.isGRPC { deadline = GRPCReception.deadline(of: request) }
        if !request.request.target.hasPrefix("/") { path = String(request.request.path) }
    }

    init(_ incident: HTTPServerIncident, at receiver: ReceiverAddress) {
        var payload = ReceivedPayload(
            method: incident.head?.method ?? "", target: incident.head?.target ?? "",
            headers: incident.head?.headers ?? HeaderFields(), body: incident.received,
            arrival: incident.moment.wallNanoseconds, connection: incident.connection - 1,
            http2Fields: incident.http2Fields)
        if case .violation(let violation) = incident.kind {
            // Whatever had come: the pseudo-header fields may stand anywhere.
            payload = ReceivedPayload(
                http2: incident.http2Fields ?? HeaderFields(), body: payload.body, arrival: payload.arrival,
                connection: payload.connection,
                brokenRule: BrokenHTTP2Rule(violation.rule.rawValue, found: violation.found))
        }
        self.init(
            receiver: receiver, payload: payload, monotonicNanoseconds: incident.moment.monotonic.nanoseconds,
            headBytes: 0)
    }
}

extension HTTPResponse {
    init(_ answer: ReceiverAnswer) {
        switch answer {
        case .answer(let answer): self.init(answer)
        case .scripted(let response): self = response
        case .dropConnection: self = .abort
        case .silence: self = .hang
        }
    }
}

extension HTTPResponse {
    init(_ response: ReceiverResponse) {
        self.init(status: response.status, headers: response.fields, body: response.body)
    }
}

extension Collector {
    /// Records what did not become a request. Runs on the loop.
    func observe(_ incident: HTTPServerIncident, at receiver: ReceiverAddress) {
        let outcome: RecordedRequest.Outcome
        switch incident.kind {
        case .malformed(let error):
            outcome = .malformed(
                .init(reason: error.reason.rawValue, offset: error.offset, status: error.status))
        case .violation(let violation):
            outcome = .malformed(.init(reason: "\(violation)", offset: nil, status: 0))
        case .excessive(let excess):
            let isCall = incident.head.map { GRPCReception.tooLarge($0, excess, self) != nil } ?? false
            outcome = .malformed(
                .init(
                    reason: "\(excess)", offset: nil, status: isCall ? 200 : excess.status,
                    grpcStatus: isCall ? Int(GRPCStatusCode.resourceExhausted.number) : nil))
        case .cancelled(let code): outcome = .incomplete("reset by its sender: \(code)")
        case .overloaded: return drop(Arrival(incident, at: receiver))
        case .timedOut(.idle), .refused: return  // no request had begun
        case .timedOut(.write), .unwritable: return  // recorded when it came; its sender's loss is not the record's
        case .broken(let error) where error.operation == .write: return
        case .timedOut(let timeout): outcome = .incomplete(timeout.rawValue)
        case .broken(let error): outcome = .incomplete("\(error)")
        }
        record(Arrival(incident, at: receiver), outcome)
    }
}
