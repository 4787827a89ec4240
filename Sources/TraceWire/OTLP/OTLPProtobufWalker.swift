import TraceBytes

/// Walks the protobuf encoding of OTLP once and tells a sink what it meets.
///
/// It judges structure only: tags, lengths, nesting, UTF-8 and the limits. A declared field with another wire type than its
/// own is told as mistyped; what a value means is the sink's business.
package struct OTLPProtobufWalker {
    let limits: DecodingLimits
    private var spans = 0
    /// Lists and maps that are open.
    private var listDepth = 0
    var path = OTLPPath()

    package static func walk<Sink: OTLPSink & ~Copyable>(
        _ payload: RawSpan, into sink: inout Sink, limits: DecodingLimits = .default
    ) throws(WireError) {
        var walker = OTLPProtobufWalker(limits: limits)
        do throws(ReadError) {
            guard payload.byteCount <= limits.payloadBytes else {
                throw ReadError(.limitExceeded("size", limit: limits.payloadBytes), at: limits.payloadBytes)
            }
            // Three messages for each map in a map, and those around the outermost value.
            var reader = ProtobufReader(payload, depthLimit: min(limits.depth, 1 << 16) * 3 + 8)
            try walker.fields(of: .request, &reader, into: &sink)
        } catch {
            throw WireError(format: OTLP.protobuf.name, path: walker.path.text, cause: error)
        }
    }

    private init(limits: DecodingLimits) { self.limits = limits }

    /// Reads a message to its end.
    private mutating func fields<Sink: OTLPSink & ~Copyable>(
        of message: OTLPMessage, _ reader: inout ProtobufReader, into sink: inout Sink
    ) throws(ReadError) {
        let start = reader.position
        var counts = OTLPCounts()
        let attributes = message.attributes
        while let tag = try reader.nextTag() {
            let offset = reader.position
            if Sink.takesAttributesWhole, tag.rawValue == attributes.tag {
                do throws(ReadError) {
                    if try wholeAttribute(attributes.field, &reader, &counts, into: &sink) { continue }
                } catch {
                    path.append(attributes.field, index: reader.count(of: tag, from: start, before: offset))
                    throw error
                }
            }
            guard let field = message.field(tag.number) else {
                try unknown(tag, &reader, into: &sink)
                continue
            }
            do throws(ReadError) {
                if field.isRepeated { try counts.count(field, at: offset, limits: limits) }
                try self.field(field, tag, &reader, into: &sink)
            } catch {
                path.append(
                    field, index: field.isRepeated ? reader.count(of: tag, from: start, before: offset) : nil)
                throw error
            }
        }
    }

    private mutating func field<Sink: OTLPSink & ~Copyable>(
        _ field: OTLPField, _ tag: ProtobufTag, _ reader: inout ProtobufReader, into sink: inout Sink
    ) throws(ReadError) {
        let type = field.type
        guard tag.wireType == type.wireType else { return try mistyped(field, tag, &reader, into: &sink) }
        guard case .message(let inner) = type else {
            let value = try Self.scalar(type, &reader)
            return try sink.value(field, value)
        }
        if field == .spans {
            spans += 1
            guard spans <= limits.spansPerPayload else {
                throw ReadError(.limitExceeded("number of spans", limit: limits.spansPerPayload), at: reader.position)
            }
        }
        var message = try reader.readMessage()
        if field == .resource { return try resource(&message, into: &sink) }
        try sink.begin(field, at: message.position)
        try enter(inner, at: message.position)
        try fields(of: inner, &message, into: &sink)
        leave(inner)
        try sink.end(field, at: message.end)
    }

    @inline(never)
    private mutating func resource<Sink: OTLPSink & ~Copyable>(
        _ message: inout ProtobufReader, into sink: inout Sink
    ) throws(ReadError) {
        let bytes = message.bytes(in: message.position..<message.end)
        if sink.takesKnown(resource: bytes) { return }
        try sink.begin(.resource, at: message.position)
        try fields(of: .resource, &message, into: &sink)
        try sink.end(.resource, at: message.end)
        sink.remember(resource: bytes)
    }

    // MARK: Nesting

    /// Counts lists and maps inside of each other.
    @inline(__always)
    private mutating func enter(_ message: OTLPMessage, at offset: Int) throws(ReadError) {
        guard message == .arrayValue || message == .keyValueList else { return }
        guard listDepth < limits.depth else {
            throw ReadError(.limitExceeded("nesting", limit: limits.depth), at: offset)
        }
        listDepth += 1
    }

    @inline(__always)
    private mutating func leave(_ message: OTLPMessage) {
        if message == .arrayValue || message == .keyValueList { listDepth -= 1 }
    }
}
