import TraceBytes

/// Walks Zipkin v1 as Thrift, in either encoding, and tells a sink what it meets.
///
/// It judges structure only. A field that the IDL does not know, or knows with another type, is passed over and told.
package struct ZipkinV1ThriftWalker<Reader: ThriftReader & ~Escapable>: ~Escapable {
    private var reader: Reader
    private let limits: DecodingLimits
    private var place = ZipkinV1Place()

    @_lifetime(copy reader)
    private init(_ reader: consuming Reader, limits: DecodingLimits) {
        self.reader = reader
        self.limits = limits
    }

    /// Walks a bare list of spans; returns where it ends: nobody reads what stands behind it.
    package static func walk<Sink: ZipkinV1Sink & ~Copyable>(
        list payload: RawSpan, format: WireFormat, into sink: inout Sink, limits: DecodingLimits
    ) throws(WireError) -> ZipkinV1Envelope {
        var walker = ZipkinV1ThriftWalker(Reader(payload), limits: limits)
        do throws(ReadError) {
            try walker.checkSize()
            try walker.spans(into: &sink)
            return ZipkinV1Envelope(message: nil, end: walker.reader.position)
        } catch {
            throw WireError(format: format.name, path: walker.place.path, cause: error)
        }
    }

    /// Walks the message `Agent.emitZipkinBatch(1: list<zipkincore.Span> spans)`, and returns its header.
    package static func walk<Sink: ZipkinV1Sink & ~Copyable>(
        message payload: RawSpan, format: WireFormat, into sink: inout Sink, limits: DecodingLimits
    ) throws(WireError) -> ZipkinV1Envelope {
        var walker = ZipkinV1ThriftWalker(Reader(payload), limits: limits)
        do throws(ReadError) {
            try walker.checkSize()
            let message = try walker.message(into: &sink)
            return ZipkinV1Envelope(message: message, end: walker.reader.position)
        } catch {
            throw WireError(format: format.name, path: walker.place.path, cause: error)
        }
    }

    private func checkSize() throws(ReadError) {
        guard reader.bytes.byteCount <= limits.payloadBytes else {
            throw ReadError(.limitExceeded("size", limit: limits.payloadBytes), at: limits.payloadBytes)
        }
    }

    @_lifetime(self: copy self)
    private mutating func message<Sink: ZipkinV1Sink & ~Copyable>(
        into sink: inout Sink
    ) throws(ReadError) -> ThriftMessage {
        let message = try reader.readMessage()
        let name = reader.bytes.clamped(to: message.name)
        guard name.equals("emitZipkinBatch") else {
            throw ReadError(
                .invalidValue("unknown method \(name.text()), expected emitZipkinBatch"), at: message.name.lowerBound)
        }
        var last: Int16 = 0
        var hasSpans = false
        while let field = try reader.nextField(after: &last) {
            if field.id == 1, field.type == .list {
                hasSpans = true
                try spans(into: &sink)
            } else {
                try unknown(field, into: &sink)
            }
        }
        guard hasSpans else {
            throw ReadError(.invalidValue("required field spans is not set"), at: reader.position - 1)
        }
        return message
    }

    /// The reference reader does not look at the type of the elements: `0b` is taken like `0c`.
    @_lifetime(self: copy self)
    private mutating func spans<Sink: ZipkinV1Sink & ~Copyable>(into sink: inout Sink) throws(ReadError) {
        let start = reader.position
        let list = try reader.readList()
        guard list.count == 0 || list.elementType == .structure || list.elementType == .binary else {
            throw ReadError(.invalidValue("a list of \(list.elementType), expected struct"), at: start)
        }
        for index in 0..<list.count {
            place.span = index
            guard index < limits.spansPerPayload else {
                throw ReadError(.limitExceeded("number of spans", limit: limits.spansPerPayload), at: reader.position)
            }
            try structure(.span, into: &sink)
        }
        place = ZipkinV1Place()
    }

    @_lifetime(self: copy self)
    private mutating func structure<Sink: ZipkinV1Sink & ~Copyable>(
        _ part: ZipkinV1Part, into sink: inout Sink
    ) throws(ReadError) {
        try sink.begin(part, at: reader.position)
        var last: Int16 = 0
        while let head = try reader.nextField(after: &last) {
            guard let (field, type) = part.thriftField(head.id), type == head.type else {
                try unknown(head, into: &sink)
                continue
            }
            // The recursion ends at the endpoint, which has no parts.
            switch field {
            case .annotations: try list(field, head, of: .annotation, into: &sink)
            case .binaryAnnotations: try list(field, head, of: .binaryAnnotation, into: &sink)
            case .endpoint:
                place.isInEndpoint = true
                try structure(.endpoint, into: &sink)
                place.isInEndpoint = false
            default:
                place.field = field
                try sink.member(field, of: part, try scalar(head))
                place.field = nil
            }
        }
        try sink.end(part, at: reader.position - 1)
    }

    @_lifetime(self: copy self)
    private mutating func list<Sink: ZipkinV1Sink & ~Copyable>(
        _ field: ZipkinV1Field, _ head: ThriftField, of part: ZipkinV1Part, into sink: inout Sink
    ) throws(ReadError) {
        place.list = field
        let start = reader.position
        let list = try reader.readList()
        guard list.count == 0 || list.elementType == .structure else {
            reader.position = start
            try unknown(head, into: &sink)
            place.list = nil
            return
        }
        try sink.beginList(field, at: start)
        for index in 0..<list.count {
            place.index = index
            guard index < limits.attributesPerSpan else {
                throw ReadError(
                    .limitExceeded("number of \(field.rawValue)", limit: limits.attributesPerSpan), at: reader.position)
            }
            try structure(part, into: &sink)
        }
        place.index = -1
        try sink.endList(field, at: reader.position)
        place.list = nil
    }

    @_lifetime(self: copy self)
    private mutating func scalar(_ head: ThriftField) throws(ReadError) -> ZipkinV1Scalar {
        let start = reader.position
        switch head.type {
        case .binary:
            let range = try reader.readBinary()
            return ZipkinV1Scalar(.bytes(reader.bytes.clamped(to: range).copied()), at: range)
        case .bool:
            let flag = try reader.readBool(of: head)
            return ZipkinV1Scalar(.bool(flag), at: start..<reader.position)
        case .i16:
            let number = Int64(try reader.readI16())
            return ZipkinV1Scalar(.integer(number), at: start..<reader.position)
        case .i32:
            let number = Int64(try reader.readI32())
            return ZipkinV1Scalar(.integer(number), at: start..<reader.position)
        default:
            let number = try reader.readI64()
            return ZipkinV1Scalar(.integer(number), at: start..<reader.position)
        }
    }

    @_lifetime(self: copy self)
    private mutating func unknown<Sink: ZipkinV1Sink & ~Copyable>(
        _ head: ThriftField, into sink: inout Sink
    ) throws(ReadError) {
        let range = try reader.skip(head, depthLimit: limits.depth)
        try sink.unknown("\(head.id):\(head.type)", value: reader.bytes.clamped(to: range), at: range)
    }
}

/// What stood around the spans of a Thrift payload.
package struct ZipkinV1Envelope: Sendable, Hashable {
    /// nil for a bare list.
    package let message: ThriftMessage?
    /// Where the value ends.
    package let end: Int
}

extension ZipkinV1Part {
    /// The field of an id, and its type (`zipkinCore.thrift`); only types that the walker reads appear here.
    fileprivate func thriftField(_ id: Int16) -> (ZipkinV1Field, ThriftType)? {
        switch (self, id) {
        case (.span, 1): (.traceId, .i64)
        case (.span, 3): (.name, .binary)
        case (.span, 4): (.id, .i64)
        case (.span, 5): (.parentId, .i64)
        case (.span, 6): (.annotations, .list)
        case (.span, 8): (.binaryAnnotations, .list)
        case (.span, 9): (.debug, .bool)
        case (.span, 10): (.timestamp, .i64)
        case (.span, 11): (.duration, .i64)
        case (.span, 12): (.traceIdHigh, .i64)
        case (.annotation, 1): (.timestamp, .i64)
        case (.annotation, 2): (.value, .binary)
        case (.annotation, 3): (.endpoint, .structure)
        case (.binaryAnnotation, 1): (.key, .binary)
        case (.binaryAnnotation, 2): (.value, .binary)
        case (.binaryAnnotation, 3): (.annotationType, .i32)
        case (.binaryAnnotation, 4): (.endpoint, .structure)
        case (.endpoint, 1): (.ipv4, .i32)
        case (.endpoint, 2): (.port, .i16)
        case (.endpoint, 3): (.serviceName, .binary)
        case (.endpoint, 4): (.ipv6, .binary)
        default: nil
        }
    }
}
