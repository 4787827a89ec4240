import TraceBytes

/// Walks a Jaeger payload once, in either encoding of Thrift, and tells a sink what it meets.
///
/// It judges structure only: the encoding, the limits, and that a known field has the type that the IDL gives it; one of
/// another type is passed over and told as a stray, as readers made from the IDL pass over it. What a value means, and
/// which fields must be there, is the sink's business.
package struct JaegerWalker<Reader: ThriftReader & ~Escapable>: ~Escapable {
    var reader: Reader
    let limits: DecodingLimits
    var place = JaegerPlace()
    /// Spans of all batches of the payload.
    var spans = 0

    @_lifetime(copy reader)
    private init(_ reader: consuming Reader, limits: DecodingLimits) {
        self.reader = reader
        self.limits = limits
    }

    /// Walks a message that calls the method, with the batch, or a list of batches, as its only argument.
    package static func walk<Sink: JaegerSink & ~Copyable>(
        message payload: RawSpan, method: JaegerMethod, format: WireFormat, into sink: inout Sink,
        limits: DecodingLimits
    ) throws(WireError) {
        var walker = JaegerWalker(Reader(payload), limits: limits)
        do throws(ReadError) {
            try walker.checkSize()
            try walker.message(method, into: &sink)
            walker.end(into: &sink)
        } catch {
            throw WireError(format: format.name, path: walker.place.path, cause: error)
        }
    }

    /// Walks a batch without an envelope.
    package static func walk<Sink: JaegerSink & ~Copyable>(
        batch payload: RawSpan, format: WireFormat, into sink: inout Sink, limits: DecodingLimits
    ) throws(WireError) {
        var walker = JaegerWalker(Reader(payload), limits: limits)
        do throws(ReadError) {
            try walker.checkSize()
            try walker.batch(into: &sink)
            walker.end(into: &sink)
        } catch {
            throw WireError(format: format.name, path: walker.place.path, cause: error)
        }
    }

    private func checkSize() throws(ReadError) {
        guard reader.bytes.byteCount <= limits.payloadBytes else {
            throw ReadError(.limitExceeded("size", limit: limits.payloadBytes), at: limits.payloadBytes)
        }
    }

    /// One datagram or body is one value; what stands behind it is told, and refused by nobody.
    private func end<Sink: JaegerSink & ~Copyable>(into sink: inout Sink) {
        if reader.remaining > 0 { sink.trailing(reader.position..<reader.bytes.byteCount) }
    }

    @_lifetime(self: copy self)
    private mutating func message<Sink: JaegerSink & ~Copyable>(
        _ method: JaegerMethod, into sink: inout Sink
    ) throws(ReadError) {
        let message = try reader.readMessage()
        let name = reader.bytes.clamped(to: message.name)
        guard name.equals(method.name) else {
            throw ReadError(
                .invalidValue("unknown method \(name.text()), expected \(method.name)"), at: message.name.lowerBound)
        }
        try sink.message(message, in: reader.bytes)
        try sink.begin(.arguments, at: reader.position)
        var last: Int16 = 0
        var ids = JaegerFieldIDs()
        while let field = try reader.nextField(after: &last) {
            switch (field.id, field.type, method) {
            case (1, .structure, .emitBatch): try batch(into: &sink)
            case (1, .list, .submitBatches):
                guard try batches(field, into: &sink) else { continue }
            default:
                try stray(field, of: .arguments, into: &sink)
                continue
            }
            ids.insert(field.id)
        }
        try sink.end(.arguments, having: ids, at: reader.position - 1, in: reader.bytes)
    }

    @_lifetime(self: copy self)
    private mutating func batches<Sink: JaegerSink & ~Copyable>(
        _ field: ThriftField, into sink: inout Sink
    ) throws(ReadError) -> Bool {
        guard let count = try beginList(.batches, field, of: .arguments, into: &sink) else { return false }
        for index in 0..<count {
            place.batch = index
            try batch(into: &sink)
        }
        place.batch = -1
        try sink.endList(.batches, at: reader.position)
        return true
    }

    /// Reads the head of a list of structs; nil when it is one of something else, which has been told as a stray.
    @_lifetime(self: copy self)
    mutating func beginList<Sink: JaegerSink & ~Copyable>(
        _ name: JaegerField, _ field: ThriftField, of part: JaegerPart, into sink: inout Sink
    ) throws(ReadError) -> Int? {
        let start = reader.position
        let list = try reader.readList()
        guard list.count == 0 || list.elementType == .structure else {
            reader.position = start
            try stray(field, of: part, into: &sink)
            return nil
        }
        try sink.beginList(name, at: start)
        return list.count
    }

    /// Passes over a field that is not known, or has another type than it should.
    @_lifetime(self: copy self)
    mutating func stray<Sink: JaegerSink & ~Copyable>(
        _ field: ThriftField, of part: JaegerPart, into sink: inout Sink
    ) throws(ReadError) {
        let range = try reader.skip(field, depthLimit: limits.depth)
        try sink.stray(field, of: part, at: range, in: reader.bytes)
    }
}

/// What a message calls: `agent.thrift` and `jaeger.thrift`.
package enum JaegerMethod: Sendable {
    /// `Agent.emitBatch(1: Batch batch)`, oneway.
    case emitBatch
    /// `Collector.submitBatches(1: list<Batch> batches)`.
    case submitBatches

    var name: StaticString {
        switch self {
        case .emitBatch: "emitBatch"
        case .submitBatches: "submitBatches"
        }
    }
}
