import TraceWire

extension RecordedRequest {
    /// The format as which a payload was read: what came, in which a sender may differ from what it was asked for. Nil
    /// when its header fields, which tell it, were evicted.
    public var wireFormat: WireFormat? {
        switch receiver.form {
        case .jaegerHTTP, .jaegerGRPC:
            bytes == .kept ? (payload.isGRPC ? Jaeger.grpc : Jaeger.http) : nil
        case .jaegerCompact: Jaeger.compact
        case .jaegerBinary: Jaeger.binary
        case .zipkinUDP: ZipkinV1.udp
        case .zipkin, .otlp, .otlpGRPC: bytes == .kept ? declaredFormat : nil
        }
    }

    private var declaredFormat: WireFormat {
        if receiver.form.isOTLP { return OTLP.format(of: payload) ?? OTLP.protobuf }
        // A suffix, since a target may be in absolute form (RFC 9112 section 3.2.2).
        if payload.path.hasSuffix(ZipkinV1.json.path) {
            return payload.mediaType == ZipkinV1.thrift.contentType ? ZipkinV1.thrift : ZipkinV1.json
        }
        return payload.mediaType == ZipkinV2.protobuf.contentType ? ZipkinV2.protobuf : ZipkinV2.json
    }
}
