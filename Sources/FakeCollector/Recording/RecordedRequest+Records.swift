import TraceBytes
import TraceWire

/// What a request said, in its own words and order: decoded again from the kept bytes, for judging. Also of refused
/// requests, as far as their bytes have the right structure.
extension RecordedRequest {
    /// Why there are no records of a request.
    public enum NoRecords: Error, Sendable, Hashable, CustomStringConvertible {
        /// The bytes were given back to make room.
        case evicted
        /// It came in at a receiver of another form.
        case otherForm(ReceiverForm)
        /// It declares a type that is none of the form's.
        case otherType(String?)
        /// The content coding cannot be taken off.
        case content(ContentError)
        /// The bytes do not hold what they should.
        case undecodable(WireError)

        public var description: String {
            switch self {
            case .evicted: "its bytes were evicted"
            case .otherForm(let form): "it came as \(form.rawValue)"
            case .otherType(let type): type.map { "its type is \($0)" } ?? "it declares no type"
            case .content(let error): "\(error)"
            case .undecodable(let error): "\(error)"
            }
        }
    }

    /// Everything that a Zipkin v2 payload said, as JSON or as protobuf; none for an empty body.
    public func zipkinRecords() throws(NoRecords) -> [ZipkinV2Span] {
        let isProtobuf = payload.mediaType == ZipkinV2.protobuf.contentType
        return try records(of: [.zipkin]) { content throws(WireError) in
            if content.isEmpty { return [] }
            return isProtobuf ? try ZipkinV2.records(protobuf: content) : try ZipkinV2.records(json: content)
        }
    }

    /// Everything that a payload of Zipkin's version 1 said, as JSON, as Thrift over HTTP or in a datagram.
    public func zipkinV1Records() throws(NoRecords) -> ZipkinV1Payload {
        let form: ZipkinV1.Form =
            switch receiver.form {
            case .zipkinUDP: .compactDatagram
            default: payload.mediaType == ZipkinV1.thrift.contentType ? .thriftList : .json
            }
        return try records(of: [.zipkin, .zipkinUDP]) { content throws(WireError) in
            content.isEmpty ? ZipkinV1Payload() : try ZipkinV1.records(content, as: form)
        }
    }

    /// Everything that an OTLP payload said, in either encoding: the fields of the request, of which the resource spans are
    /// records in turn.
    public func otlpRecords() throws(NoRecords) -> OTLPRecord {
        guard !receiver.form.isOTLP || OTLP.format(of: payload) != nil || bytes == .evicted else {
            throw .otherType(payload.mediaType)
        }
        let isJSON = OTLP.format(of: payload) == OTLP.json
        return try records(of: [.otlp, .otlpGRPC]) { content throws(WireError) in
            isJSON ? try OTLP.records(json: content) : try OTLP.records(protobuf: content)
        }
    }

    /// Everything that a `PostSpansRequest` of Jaeger said, which comes over gRPC.
    public func jaegerCallRecords() throws(NoRecords) -> JaegerProtobufRecord {
        guard payload.isGRPC || bytes == .evicted else { throw .otherType(payload.mediaType) }
        return try records(of: [.jaegerHTTP, .jaegerGRPC]) { content throws(WireError) in
            try Jaeger.records(protobuf: content)
        }
    }

    /// Everything that a payload of Jaeger in Thrift said, over HTTP or in a datagram.
    public func jaegerRecords() throws(NoRecords) -> JaegerPayload {
        guard !payload.isGRPC else { throw .otherType(payload.mediaType) }
        let form: Jaeger.Form =
            switch receiver.form {
            case .jaegerCompact: .compactDatagram
            case .jaegerBinary: .binaryDatagram
            default: .httpBody
            }
        return try records(of: [.jaegerHTTP, .jaegerGRPC, .jaegerCompact, .jaegerBinary]) { content throws(WireError) in
            try Jaeger.records(content, as: form)
        }
    }

    private func records<Record>(
        of forms: [ReceiverForm], _ decode: ([UInt8]) throws(WireError) -> Record
    ) throws(NoRecords) -> Record {
        guard forms.contains(receiver.form) else { throw .otherForm(receiver.form) }
        guard bytes == .kept else { throw .evicted }
        let content: [UInt8]
        do throws(ContentError) {
            content = try payload.content()
        } catch {
            throw .content(error)
        }
        do throws(WireError) {
            return try decode(content)
        } catch {
            throw .undecodable(error)
        }
    }
}
