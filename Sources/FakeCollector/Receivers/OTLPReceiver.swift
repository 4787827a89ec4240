import TraceBytes
import TraceModel
import TracePlatform
import TraceWire

extension WireForm {
    /// OTLP over HTTP in both encodings, answered in the encoding of the request; for one receiver, which remembers the
    /// resource that it met last.
    static func otlp() -> WireForm {
        // Large payloads are decoded on a thread of their own, meanwhile others.
        let known = Locked(OTLPKnownResource())
        return WireForm(
            receive: { payload, store, limits throws(PayloadRefusal) in
                var resource = known.withLock { $0 }
                defer { if resource.isNew { known.withLock { $0 = resource.known } } }
                do throws(OTLPRefusal) {
                    try OTLP.receive(payload, into: &store, limits: limits, knowing: &resource)
                    return .otlpAccepted(OTLP.format(of: payload) ?? OTLP.protobuf)
                } catch {
                    throw PayloadRefusal(error)
                }
            },
            overloaded: { payload, reason in
                OTLP.format(of: payload).map { .otlpOverloaded(reason, $0) } ?? .overloaded(reason)
            })
    }
}

extension PayloadRefusal {
    fileprivate init(_ refusal: OTLPRefusal) {
        var offset: Int?
        if case .undecodable(let error, _) = refusal { offset = error.cause.offset }
        self.init(reason: "\(refusal)", offset: offset, response: .otlp(refusing: refusal))
    }
}
