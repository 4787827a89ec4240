import TraceBytes
import TraceModel
import TraceTransport
import TraceWire

extension WireForm {
    /// Thrift over HTTP and protobuf over gRPC, answered as Jaeger's collector does.
    static let jaegerHTTP = WireForm(
        receive: { payload, store, limits throws(PayloadRefusal) in
            if GRPCReception.jaeger.isCall(payload) {
                try GRPCReception.jaeger.check(payload)
                return try receiveCall(payload, &store, limits)
            }
            do throws(JaegerRefusal) {
                try Jaeger.receive(payload, into: &store, limits: limits)
                return .http(.jaegerAccepted)
            } catch {
                throw PayloadRefusal(error)
            }
        },
        overloaded: { payload, reason in
            // Jaeger's collector says so when its queue is full.
            payload.isGRPC
                ? .grpc(GRPCAnswer(GRPCStatus(.resourceExhausted, reason))) : .http(.overloaded(reason))
        }, grpc: .jaeger)

    private static func receiveCall(
        _ payload: ReceivedPayload, _ store: inout SpanStore, _ limits: DecodingLimits
    ) throws(PayloadRefusal) -> WireAnswer {
        let content: [UInt8]
        do throws(ContentError) {
            content = try payload.content(limits: limits)
        } catch {
            throw PayloadRefusal(error)
        }
        do throws(WireError) {
            try Jaeger.decode(protobuf: content, into: &store, limits: limits)
        } catch {
            throw PayloadRefusal(GRPCRefusal.undecodable("\(error)"), offset: error.cause.offset)
        }
        return GRPCReception.accepted(payload)
    }

    /// Thrift in datagrams, as Jaeger's agent takes it; 6831 speaks the compact encoding, 6832 the binary one.
    static func jaegerAgent(_ encoding: ThriftEncoding) -> WireForm {
        .datagram { payload, store, limits throws(WireError) in
            try Jaeger.receive(datagram: payload.body, encoding: encoding, into: &store, limits: limits)
        }
    }

    /// A form whose senders are never answered.
    static func datagram(
        _ decode:
            @escaping @Sendable (ReceivedPayload, inout SpanStore, DecodingLimits) throws(WireError) -> Int
    ) -> WireForm {
        WireForm(
            receive: { payload, store, limits throws(PayloadRefusal) in
                do throws(WireError) {
                    _ = try decode(payload, &store, limits)
                    return nil
                } catch {
                    throw PayloadRefusal(reason: "\(error)", offset: error.cause.offset, answer: nil)
                }
            },
            overloaded: { _, reason in .http(.overloaded(reason)) })
    }
}

extension PayloadRefusal {
    fileprivate init(_ refusal: JaegerRefusal) {
        var offset: Int?
        if case .undecodable(let error) = refusal { offset = error.cause.offset }
        self.init(reason: "\(refusal)", offset: offset, answer: .http(.jaeger(refusing: refusal)))
    }
}
