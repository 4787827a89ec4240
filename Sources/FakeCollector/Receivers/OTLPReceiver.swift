import TraceBytes
import TraceModel
import TraceWire

extension WireForm {
    /// OTLP over HTTP in both encodings, answered in the encoding of the request.
    static let otlp = WireForm(
        receive: { payload, store, limits throws(PayloadRefusal) in
            do throws(OTLPRefusal) {
                try OTLP.receive(payload, into: &store, limits: limits)
                return .otlpAccepted(OTLP.format(of: payload) ?? OTLP.protobuf)
            } catch {
                throw PayloadRefusal(error)
            }
        },
        overloaded: { payload, reason in
            OTLP.format(of: payload).map { .otlpOverloaded(reason, $0) } ?? .overloaded(reason)
        })
}

extension PayloadRefusal {
    fileprivate init(_ refusal: OTLPRefusal) {
        var offset: Int?
        if case .undecodable(let error, _) = refusal { offset = error.cause.offset }
        self.init(reason: "\(refusal)", offset: offset, response: .otlp(refusing: refusal))
    }
}
