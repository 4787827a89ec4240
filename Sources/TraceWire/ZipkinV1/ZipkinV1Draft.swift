import TraceModel

/// A span of version 1 while a sink fills it: events and addresses that are still to be made into one or more spans.
struct ZipkinV1Draft {
    var traceID = TraceID(high: 0, low: 0)
    var traceIDWidth = TraceIDWidth.bits64
    var spanID = SpanID(0)
    var parentSpanID: SpanID?
    var name = ""
    var isDebug = false
    /// Microseconds; 0 when absent.
    var timestamp: Int64 = 0
    /// Microseconds; 0 when absent.
    var duration: Int64 = 0
    var annotations: [ZipkinV1Annotation] = []
    var binaryAnnotations: [ZipkinV1BinaryAnnotation] = []
}

/// Something that happened, and who saw it.
struct ZipkinV1Annotation: Hashable {
    /// Microseconds; nil before it is told.
    var time: Int64?
    var value: String?
    /// nil when it has no part.
    var endpoint: Endpoint?
}

/// A tag, or the address of a peer.
struct ZipkinV1BinaryAnnotation: Hashable {
    var key: String?
    var value: ZipkinV1Scalar?
    /// Thrift: the number of the type of the value.
    var type: Int64?
    var endpoint: Endpoint?
}

extension ZipkinV1BinaryAnnotation {
    /// The keys whose value says nothing and whose endpoint is the peer (`zipkinCore.thrift`, CLIENT_ADDR and others).
    private static let addressKeys = ["sa", "ca", "ma"]

    /// An address is `true` in JSON, and the byte 1 of type BOOL in Thrift.
    var isAddress: Bool {
        guard let key, Self.addressKeys.contains(key), endpoint != nil else { return false }
        return tagValue == .bool(true)
    }

    /// What stands in the canonical attribute; nil for what is no value, or one that its type contradicts.
    ///
    /// The reference server keeps texts only. The other types are kept as what they are: they are rare, and it is better
    /// to see them.
    var tagValue: AttributeValue? {
        switch value?.content {
        case .bytes(let bytes): thriftOrText(bytes)
        case .number(let spelling):
            Int64(String(decoding: spelling, as: UTF8.self)).map { .int($0) }
                ?? Double(String(decoding: spelling, as: UTF8.self)).map { .double($0) }
        case .bool(let flag): .bool(flag)
        case .integer, .null, nil: nil
        }
    }

    /// The bytes of a value by its type (`zipkinCore.thrift`, AnnotationType); numbers are big-endian.
    private func thriftOrText(_ bytes: [UInt8]) -> AttributeValue? {
        let bits = bytes.count <= 8 ? bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } : 0
        switch (type, bytes.count) {
        case (nil, _), (6, _): return .string(String(decoding: bytes, as: UTF8.self))
        case (0, 1): return .bool(bits == 1)
        case (1, _): return .bytes(bytes)
        case (2, 2): return .int(Int64(Int16(truncatingIfNeeded: bits)))
        case (3, 4): return .int(Int64(Int32(truncatingIfNeeded: bits)))
        case (4, 8): return .int(Int64(bitPattern: bits))
        case (5, 8): return .double(Double(bitPattern: bits))
        default: return nil
        }
    }
}
