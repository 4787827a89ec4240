import TraceBytes

/// Values without parts, and fields that are not as declared.
extension OTLPProtobufWalker {
    /// Reads the value of a field whose wire type was compared with that of its declared type.
    @inline(__always)
    @_lifetime(copy reader)
    static func scalar(_ type: OTLPFieldType, _ reader: inout ProtobufReader) throws(ReadError) -> OTLPScalar {
        let start = reader.position
        switch type {
        case .text:
            let range = try reader.readText()
            return OTLPScalar(.text, reader.bytes(in: range), at: start..<reader.position)
        case .identifier, .bytes, .message:
            let range = try reader.readLengthDelimited()
            return OTLPScalar(.octets, reader.bytes(in: range), at: start..<reader.position)
        case .bool, .enumeration, .int32, .uint32, .int64:
            let bits = try reader.readVarint()
            return OTLPScalar(
                .varint, reader.bytes(in: start..<reader.position), bits: bits, at: start..<reader.position)
        case .fixed64, .double:
            let bits = try reader.readFixed64()
            return OTLPScalar(
                .fixed64, reader.bytes(in: start..<reader.position), bits: bits, at: start..<reader.position)
        case .fixed32:
            let bits = UInt64(try reader.readFixed32())
            return OTLPScalar(
                .fixed32, reader.bytes(in: start..<reader.position), bits: bits, at: start..<reader.position)
        }
    }

    /// Passes over a declared field with another wire type than its own.
    @inline(never)
    func mistyped<Sink: OTLPSink & ~Copyable>(
        _ field: OTLPField, _ tag: ProtobufTag, _ reader: inout ProtobufReader, into sink: inout Sink
    ) throws(ReadError) {
        let range = try reader.skipValue(of: tag)
        try sink.mistyped(field, value: reader.bytes(in: range), wireType: tag.wireType, at: range)
    }

    /// Passes over a field that is not declared.
    @inline(never)
    mutating func unknown<Sink: OTLPSink & ~Copyable>(
        _ tag: ProtobufTag, _ reader: inout ProtobufReader, into sink: inout Sink
    ) throws(ReadError) {
        do throws(ReadError) {
            let range = try reader.skipValue(of: tag)
            try sink.unknown(
                numbered: tag.number, value: reader.bytes(in: range), wireType: tag.wireType, at: range)
        } catch {
            path.append(unknown: "\(tag.number)")
            throw error
        }
    }
}

extension OTLPFieldType {
    /// How protobuf encodes it.
    @inline(__always)
    var wireType: ProtobufWireType {
        switch self {
        case .text, .identifier, .bytes, .message: .lengthDelimited
        case .bool, .enumeration, .int32, .uint32, .int64: .varint
        case .fixed64, .double: .fixed64
        case .fixed32: .fixed32
        }
    }
}
