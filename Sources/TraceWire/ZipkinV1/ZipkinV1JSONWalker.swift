import TraceBytes

/// Walks the JSON encoding of Zipkin v1 once and tells a sink what it meets.
///
/// It judges structure only: the grammar, the limits, and that a member which has parts by the specification has them and
/// one which has none has none.
package struct ZipkinV1JSONWalker: ~Escapable {
    private var reader: JSONReader
    private let limits: DecodingLimits
    private var place = ZipkinV1Place()

    @_lifetime(copy payload)
    private init(_ payload: RawSpan, limits: DecodingLimits) {
        reader = JSONReader(payload, depthLimit: limits.depth)
        self.limits = limits
    }

    package static func walk<Sink: ZipkinV1Sink & ~Copyable>(
        _ payload: RawSpan, into sink: inout Sink, limits: DecodingLimits
    ) throws(WireError) {
        var walker = ZipkinV1JSONWalker(payload, limits: limits)
        do throws(ReadError) {
            guard payload.byteCount <= limits.payloadBytes else {
                throw ReadError(.limitExceeded("size", limit: limits.payloadBytes), at: limits.payloadBytes)
            }
            try walker.spans(into: &sink)
        } catch {
            throw WireError(format: ZipkinV1.json.name, path: walker.place.path, cause: error)
        }
    }

    @_lifetime(self: copy self)
    private mutating func spans<Sink: ZipkinV1Sink & ~Copyable>(into sink: inout Sink) throws(ReadError) {
        try reader.beginArray()
        while try reader.nextElement() {
            place.span += 1
            guard place.span < limits.spansPerPayload else {
                throw ReadError(.limitExceeded("number of spans", limit: limits.spansPerPayload), at: reader.position)
            }
            try object(.span, into: &sink)
        }
        place = ZipkinV1Place()
        try reader.finish()
    }

    @_lifetime(self: copy self)
    private mutating func object<Sink: ZipkinV1Sink & ~Copyable>(
        _ part: ZipkinV1Part, into sink: inout Sink
    ) throws(ReadError) {
        try reader.beginObject()
        try sink.begin(part, at: reader.position - 1)
        while let key = try reader.nextKey() {
            let name = reader.string(key)
            guard let field = ZipkinV1Field(json: name, of: part) else {
                let range = try reader.skipValue()
                try sink.unknown(name, value: reader.bytes.clamped(to: range), at: range)
                continue
            }
            // The recursion ends at the endpoint, which has no parts.
            switch field {
            case .annotations: try list(field, of: .annotation, into: &sink)
            case .binaryAnnotations: try list(field, of: .binaryAnnotation, into: &sink)
            case .endpoint: try endpoint(of: part, into: &sink)
            default:
                place.field = field
                try sink.member(field, of: part, try scalar())
                place.field = nil
            }
        }
        try sink.end(part, at: reader.position - 1)
    }

    @_lifetime(self: copy self)
    private mutating func list<Sink: ZipkinV1Sink & ~Copyable>(
        _ field: ZipkinV1Field, of part: ZipkinV1Part, into sink: inout Sink
    ) throws(ReadError) {
        place.list = field
        if try reader.peekKind() == .null {
            try sink.member(field, of: .span, try scalar())
        } else {
            try reader.beginArray()
            try sink.beginList(field, at: reader.position - 1)
            while try reader.nextElement() {
                place.index += 1
                guard place.index < limits.attributesPerSpan else {
                    throw ReadError(
                        .limitExceeded("number of \(field.rawValue)", limit: limits.attributesPerSpan),
                        at: reader.position)
                }
                try object(part, into: &sink)
            }
            place.index = -1
            try sink.endList(field, at: reader.position - 1)
        }
        place.list = nil
    }

    @_lifetime(self: copy self)
    private mutating func endpoint<Sink: ZipkinV1Sink & ~Copyable>(
        of part: ZipkinV1Part, into sink: inout Sink
    ) throws(ReadError) {
        place.isInEndpoint = true
        if try reader.peekKind() == .null {
            try sink.member(.endpoint, of: part, try scalar())
        } else {
            try object(.endpoint, into: &sink)
        }
        place.isInEndpoint = false
    }

    @_lifetime(self: copy self)
    private mutating func scalar() throws(ReadError) -> ZipkinV1Scalar {
        let kind = try reader.peekKind()
        let start = reader.position
        switch kind {
        case .string:
            let text = try reader.readString()
            var bytes: [UInt8] = []
            reader.appendText(of: text, to: &bytes)
            return ZipkinV1Scalar(.bytes(bytes), at: text.quotedRange)
        case .number:
            let number = try reader.readNumber()
            return ZipkinV1Scalar(.number(reader.spelling(of: number).copied()), at: number.range)
        case .bool:
            let flag = try reader.readBool()
            return ZipkinV1Scalar(.bool(flag), at: start..<reader.position)
        case .null:
            try reader.readNull()
            return ZipkinV1Scalar(.null, at: start..<reader.position)
        case .array, .object:
            throw reader.unexpected("a text, a number, a boolean or null")
        }
    }
}
