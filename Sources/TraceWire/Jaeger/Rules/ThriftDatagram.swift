import TraceBytes

/// What rules ask of a datagram before its records: the first byte, the header of the message, the heads of its arguments.
///
/// ```
/// 82 81 00 09 "emitBatch" 1c … 00
/// └┬─┘  │  └─────┬──────┘ └─ arguments ─┘
///  version and type, sequence id, method
/// ```
struct ThriftDatagram {
    let content: [UInt8]
    /// The encoding by which it is read.
    let encoding: ThriftEncoding
    /// Where the server of the port expects another one: that.
    let portEncoding: ThriftEncoding
    /// The method that the server of the port, or else the format, knows.
    let method: String

    init(_ carried: CarriedPayload) {
        content = carried.content
        encoding = carried.format == Jaeger.binary ? .binary : .compact
        switch carried.port {
        case Jaeger.compact.defaultPort: (portEncoding, method) = (.compact, "emitBatch")
        case Jaeger.binary.defaultPort: (portEncoding, method) = (.binary, "emitBatch")
        case ZipkinV1.udp.defaultPort: (portEncoding, method) = (.compact, "emitZipkinBatch")
        default:
            portEncoding = encoding
            method = carried.format == ZipkinV1.udp ? "emitZipkinBatch" : "emitBatch"
        }
    }

    /// Whether the first byte is one with which a message of the encoding begins; of the binary one also the first byte of
    /// a length, which an old header has in place of a version.
    func opens(as encoding: ThriftEncoding) -> Bool {
        switch encoding {
        case .compact: content.first == 0x82
        case .binary: content.first == 0x80 || content.first == 0
        }
    }

    /// Whether it is version 1 of its encoding; nil where no version is said.
    var isVersion1: Bool? {
        guard content.count > 1 else { return nil }
        switch content[0] {
        case 0x82: return content[1] & 0x1f == 1
        case 0x80: return content[1] == 1
        default: return nil
        }
    }

    /// Whether the bytes are those of a message by which they can be read on.
    var isMessage: Bool { opens(as: encoding) && isVersion1 != false }

    /// nil when it cannot be read.
    var header: JaegerMessage? {
        switch encoding {
        case .compact: header(ThriftCompactReader.self)
        case .binary: header(ThriftBinaryReader.self)
        }
    }

    /// The heads of the arguments, and where the message ends; nil when it cannot be read so far.
    var arguments: (heads: [ThriftField], end: Int)? {
        switch encoding {
        case .compact: arguments(ThriftCompactReader.self)
        case .binary: arguments(ThriftBinaryReader.self)
        }
    }

    /// Whether a field is the argument of the method that the format knows.
    func isArgument(_ head: ThriftField) -> Bool {
        head.id == 1 && head.type == (method == "emitBatch" ? .structure : .list)
    }

    private func header<Reader: ThriftReader & ~Escapable>(_: Reader.Type) -> JaegerMessage? {
        var reader = Reader(content.span.bytes)
        guard let message = try? reader.readMessage() else { return nil }
        return JaegerMessage(
            method: reader.bytes.clamped(to: message.name).text(), type: message.type, sequence: message.sequence,
            isStrict: message.isStrict)
    }

    private func arguments<Reader: ThriftReader & ~Escapable>(_: Reader.Type) -> (heads: [ThriftField], end: Int)? {
        var reader = Reader(content.span.bytes)
        var heads: [ThriftField] = []
        do throws(ReadError) {
            _ = try reader.readMessage()
            var last: Int16 = 0
            while let field = try reader.nextField(after: &last) {
                try reader.skip(field, depthLimit: DecodingLimits.default.depth)
                heads.append(field)
            }
        } catch {
            return nil
        }
        return (heads, reader.position)
    }
}
