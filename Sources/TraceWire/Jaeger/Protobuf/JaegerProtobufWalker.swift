import TraceBytes

/// Walks a `PostSpansRequest` once and tells a sink what it meets.
///
/// It judges structure only: tags, lengths, nesting, UTF-8 and the limits. What a value means, and that a declared field has
/// its own wire type, is the sink's business.
package struct JaegerProtobufWalker {
    private let limits: DecodingLimits
    private var spans = 0
    /// Where something was wrong, from the inside to the outside; empty as long as nothing is.
    private var path: [String] = []

    package static func walk<Sink: JaegerProtobufSink & ~Copyable>(
        _ payload: RawSpan, into sink: inout Sink, limits: DecodingLimits = .default
    ) throws(WireError) {
        var walker = JaegerProtobufWalker(limits: limits)
        do throws(ReadError) {
            guard payload.byteCount <= limits.payloadBytes else {
                throw ReadError(.limitExceeded("size", limit: limits.payloadBytes), at: limits.payloadBytes)
            }
            var reader = ProtobufReader(payload, depthLimit: limits.depth)
            try walker.fields(of: .request, &reader, into: &sink)
            try sink.endPayload(in: payload)
        } catch {
            throw WireError(
                format: Jaeger.grpc.name, path: walker.path.reversed().joined(separator: "."), cause: error)
        }
    }

    private init(limits: DecodingLimits) { self.limits = limits }

    /// Reads a message to its end.
    private mutating func fields<Sink: JaegerProtobufSink & ~Copyable>(
        of message: JaegerProtobufMessage, _ reader: inout ProtobufReader, into sink: inout Sink
    ) throws(ReadError) {
        let start = reader.position
        var counts = JaegerProtobufCounts()
        while let tag = try reader.nextTag() {
            let offset = reader.position
            guard let declaration = message.declaration(tag.number) else {
                try undeclared(tag, &reader, into: &sink)
                continue
            }
            do throws(ReadError) {
                if declaration.isRepeated { try count(declaration.field, &counts, at: offset) }
                try field(declaration, of: message, tag, &reader, into: &sink)
            } catch {
                let name = declaration.field.rawValue
                let earlier = declaration.isRepeated ? reader.count(of: tag, from: start, before: offset) : nil
                path.append(earlier.map { "\(name)[\($0)]" } ?? name)
                throw error
            }
        }
    }

    private mutating func field<Sink: JaegerProtobufSink & ~Copyable>(
        _ declaration: JaegerProtobufDeclaration, of message: JaegerProtobufMessage, _ tag: ProtobufTag,
        _ reader: inout ProtobufReader, into sink: inout Sink
    ) throws(ReadError) {
        let field = declaration.field
        let offset = reader.position
        guard tag.wireType == declaration.wireType else {
            let range = try reader.skipValue(of: tag)
            return try sink.mistyped(field, of: message, tag, at: range, in: reader.payload)
        }
        switch declaration.type {
        case .varint: try sink.number(field, of: message, try reader.readVarint(), at: offset)
        case .double:
            try sink.double(field, of: message, Double(bitPattern: try reader.readFixed64()), at: offset)
        case .bytes:
            try sink.bytes(field, of: message, at: try reader.readLengthDelimited(), in: reader.payload)
        case .text: try sink.bytes(field, of: message, at: try reader.readText(), in: reader.payload)
        case .message(let inner):
            var part = try reader.readMessage()
            try sink.begin(field, inner, at: part.position)
            try fields(of: inner, &part, into: &sink)
            try sink.end(field, inner, at: part.end, in: reader.payload)
        }
    }

    /// Passes over a field that is not declared.
    private mutating func undeclared<Sink: JaegerProtobufSink & ~Copyable>(
        _ tag: ProtobufTag, _ reader: inout ProtobufReader, into sink: inout Sink
    ) throws(ReadError) {
        do throws(ReadError) {
            let range = try reader.skipValue(of: tag)
            try sink.undeclared(tag, at: range, in: reader.payload)
        } catch {
            path.append("\(tag.number)")
            throw error
        }
    }

    // MARK: Limits

    private mutating func count(
        _ field: JaegerProtobufField, _ counts: inout JaegerProtobufCounts, at offset: Int
    ) throws(ReadError) {
        guard field == .spans else { return try counts.count(field, at: offset, limits: limits) }
        guard spans < limits.spansPerPayload else {
            throw ReadError(.limitExceeded("number of spans", limit: limits.spansPerPayload), at: offset)
        }
        spans += 1
    }
}

/// How many elements the lists of one message have, each list by itself.
private struct JaegerProtobufCounts {
    private var tags = 0
    private var logs = 0
    private var references = 0
    private var warnings = 0

    /// Counts one more element of a repeated field.
    ///
    /// - Throws: at `offset` when it is one too many (``DecodingLimits/attributesPerSpan``).
    mutating func count(_ field: JaegerProtobufField, at offset: Int, limits: DecodingLimits) throws(ReadError) {
        // An element has at least one byte, so that no count overflows.
        let count: Int
        switch field {
        case .logs:
            logs &+= 1
            count = logs
        case .references:
            references &+= 1
            count = references
        case .warnings:
            warnings &+= 1
            count = warnings
        default:
            tags &+= 1
            count = tags
        }
        guard count <= limits.attributesPerSpan else {
            throw ReadError(.limitExceeded("number of \(field.rawValue)", limit: limits.attributesPerSpan), at: offset)
        }
    }
}
