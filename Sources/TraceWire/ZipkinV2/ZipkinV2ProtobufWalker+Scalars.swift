import TraceBytes

/// Values without parts, and fields by their tags.
extension ZipkinV2ProtobufWalker {
    /// Reads a value whose tag is that of a known field.
    @_lifetime(copy reader)
    func scalar(
        _ tag: ProtobufTag, isSigned: Bool = false, of reader: inout ProtobufReader, isText: Bool = false
    ) throws(ReadError) -> ZipkinV2Scalar {
        let start = reader.position
        switch tag.wireType {
        case .lengthDelimited:
            let range = isText ? try reader.readText() : try reader.readLengthDelimited()
            return ZipkinV2Scalar(isText ? .text : .bytes, reader.bytes(in: range), at: range)
        case .fixed64:
            let value = try reader.readFixed64()
            let range = start..<reader.position
            return ZipkinV2Scalar(.unsigned, reader.bytes(in: range), at: range, bits: value)
        default:
            let value = try reader.readVarint()
            let range = start..<reader.position
            return ZipkinV2Scalar(isSigned ? .signed : .unsigned, reader.bytes(in: range), at: range, bits: value)
        }
    }

    /// Tells a field that the specification does not know: its number, and its value with any length that stands before it.
    func unknown<Sink: ZipkinV2Sink & ~Copyable>(
        _ tag: ProtobufTag, of reader: inout ProtobufReader, into sink: inout Sink
    ) throws(ReadError) {
        let range = try skip(tag, of: &reader)
        let value = reader.bytes(in: range)
        let name = ZipkinV2Scalar(.unsigned, reader.bytes(in: 0..<0), at: range, bits: UInt64(tag.number))
        try sink.unknown(name, value: value, at: range)
    }

    /// Passes over a field. Groups are no part of the third version of protobuf, and the reference server refuses them.
    func skip(_ tag: ProtobufTag, of reader: inout ProtobufReader) throws(ReadError) -> Range<Int> {
        guard tag.wireType != .startGroup else {
            throw ReadError(.invalidValue("a group, which version 3 of protobuf does not have"), at: reader.position)
        }
        return try reader.skipValue(of: tag)
    }
}

extension ZipkinV2Field {
    /// The field of a span with this number and wire type (`zipkin.proto`, Span).
    init?(_ tag: ProtobufTag) {
        switch tag.rawValue {
        case ProtobufTag.lengthDelimited(1): self = .traceId
        case ProtobufTag.lengthDelimited(2): self = .parentId
        case ProtobufTag.lengthDelimited(3): self = .id
        case ProtobufTag.varint(4): self = .kind
        case ProtobufTag.lengthDelimited(5): self = .name
        case ProtobufTag.fixed64(6): self = .timestamp
        case ProtobufTag.varint(7): self = .duration
        case ProtobufTag.lengthDelimited(8): self = .localEndpoint
        case ProtobufTag.lengthDelimited(9): self = .remoteEndpoint
        case ProtobufTag.lengthDelimited(10): self = .annotations
        case ProtobufTag.lengthDelimited(11): self = .tags
        case ProtobufTag.varint(12): self = .debug
        case ProtobufTag.varint(13): self = .shared
        default: return nil
        }
    }
}

extension ZipkinV2EndpointField {
    /// The field of an endpoint with this number and wire type (`zipkin.proto`, Endpoint).
    init?(_ tag: ProtobufTag) {
        switch tag.rawValue {
        case ProtobufTag.lengthDelimited(1): self = .serviceName
        case ProtobufTag.lengthDelimited(2): self = .ipv4
        case ProtobufTag.lengthDelimited(3): self = .ipv6
        case ProtobufTag.varint(4): self = .port
        default: return nil
        }
    }
}

extension ZipkinV2AnnotationField {
    /// The field of an annotation with this number and wire type (`zipkin.proto`, Annotation).
    init?(_ tag: ProtobufTag) {
        switch tag.rawValue {
        case ProtobufTag.fixed64(1): self = .timestamp
        case ProtobufTag.lengthDelimited(2): self = .value
        default: return nil
        }
    }
}
