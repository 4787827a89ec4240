import TraceBytes
import TraceModel
import TracePlatform
import TraceTransport
import TraceWire

extension WireForm {
    /// OTLP over HTTP in both encodings and over gRPC, answered as it came: who knows one endpoint only names the same for
    /// all. For one receiver, which remembers the resource that it met last.
    static func otlp() -> WireForm {
        // Large payloads are decoded on a thread of their own, meanwhile others.
        let known = Locked(OTLPKnownResource())
        return WireForm(
            receive: { payload, store, limits throws(PayloadRefusal) in
                if GRPCReception.otlp.isCall(payload) { try GRPCReception.otlp.check(payload) }
                var resource = known.withLock { $0 }
                defer { if resource.isNew { known.withLock { $0 = resource.known } } }
                do throws(OTLPRefusal) {
                    try OTLP.receive(payload, into: &store, limits: limits, knowing: &resource)
                } catch {
                    throw PayloadRefusal(error)
                }
                if payload.isGRPC { return GRPCReception.accepted(payload) }
                return .http(.otlpAccepted(OTLP.format(of: payload) ?? OTLP.protobuf))
            },
            overloaded: { payload, reason in
                if payload.isGRPC { return GRPCReception.overloaded(reason) }
                return .http(OTLP.format(of: payload).map { .otlpOverloaded(reason, $0) } ?? .overloaded(reason))
            }, grpc: .otlp)
    }
}

extension PayloadRefusal {
    fileprivate init(_ refusal: OTLPRefusal) {
        switch refusal {
        case .content(.message(let error), OTLP.grpc): self.init(GRPCRefusal.message(error))
        case .undecodable(let error, OTLP.grpc):
            self.init(GRPCRefusal.undecodable("\(error)"), offset: error.cause.offset)
        case .undecodable(let error, _):
            self.init(
                reason: "\(refusal)", offset: error.cause.offset, answer: .http(.otlp(refusing: refusal)))
        default: self.init(reason: "\(refusal)", offset: nil, answer: .http(.otlp(refusing: refusal)))
        }
    }
}
