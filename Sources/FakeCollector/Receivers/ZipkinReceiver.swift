import TraceBytes
import TraceModel
import TraceWire

extension WireForm {
    /// Zipkin over HTTP, both versions on one port, answered as the reference server does.
    static let zipkin = WireForm(
        receive: { payload, store, limits throws(PayloadRefusal) in
            do throws(ZipkinRefusal) {
                try Zipkin.receive(payload, into: &store, limits: limits)
                return .http(.zipkinAccepted)
            } catch {
                throw PayloadRefusal(error)
            }
        },
        overloaded: { _, reason in .http(.overloaded(reason)) })

    /// Zipkin version 1 in datagrams, as Jaeger's agent took it on its oldest port.
    static let zipkinAgent = WireForm.datagram { payload, store, limits throws(WireError) in
        try ZipkinV1.receive(datagram: payload.body, into: &store, limits: limits)
    }
}

extension PayloadRefusal {
    fileprivate init(_ refusal: ZipkinRefusal) {
        var offset: Int?
        if case .undecodable(let error) = refusal { offset = error.cause.offset }
        self.init(reason: "\(refusal)", offset: offset, answer: .http(.zipkin(refusing: refusal)))
    }
}
