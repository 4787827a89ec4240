import TraceBytes

/// Walks the JSON encoding of Zipkin v2 once and tells a sink what it meets.
///
/// It judges structure only: the grammar, the limits, and that a member which has parts by the specification has them and
/// one which has none has none. What a value means is the sink's business.
package struct ZipkinV2JSONWalker: ~Escapable {
    var reader: JSONReader
    private let spansPerPayload: Int
    private let attributesPerSpan: Int
    var place = ZipkinV2Place()
    /// The text of a key and of a value that were spelt with escapes.
    var keyText: [UInt8] = []
    var valueText: [UInt8] = []

    @_lifetime(copy payload)
    private init(_ payload: RawSpan, limits: DecodingLimits) {
        reader = JSONReader(payload, depthLimit: limits.depth)
        spansPerPayload = limits.spansPerPayload
        attributesPerSpan = limits.attributesPerSpan
    }

    package static func walk<Sink: ZipkinV2Sink & ~Copyable>(
        _ payload: RawSpan, into sink: inout Sink, limits: DecodingLimits = .default
    ) throws(WireError) {
        var walker = ZipkinV2JSONWalker(payload, limits: limits)
        do throws(ReadError) {
            guard payload.byteCount <= limits.payloadBytes else {
                throw ReadError(.limitExceeded("size", limit: limits.payloadBytes), at: limits.payloadBytes)
            }
            try walker.spans(into: &sink)
        } catch {
            throw WireError(format: ZipkinV2.json.name, path: walker.place.path(in: payload), cause: error)
        }
    }

    @_lifetime(self: copy self)
    private mutating func spans<Sink: ZipkinV2Sink & ~Copyable>(into sink: inout Sink) throws(ReadError) {
        try reader.beginArray()
        while try reader.nextElement() {
            place.span += 1
            guard place.span < spansPerPayload else {
                throw ReadError(.limitExceeded("number of spans", limit: spansPerPayload), at: reader.position)
            }
            try span(into: &sink)
        }
        place = ZipkinV2Place()
        try reader.finish()
    }

    @_lifetime(self: copy self)
    private mutating func span<Sink: ZipkinV2Sink & ~Copyable>(into sink: inout Sink) throws(ReadError) {
        try reader.beginObject()
        try sink.beginSpan(at: reader.position - 1)
        while let key = try reader.nextKey() {
            guard let field = spanField(key) else {
                try unknown(key, into: &sink)
                continue
            }
            place.field = field
            switch field {
            case .localEndpoint, .remoteEndpoint: try endpoint(field, into: &sink)
            case .annotations: try annotations(into: &sink)
            case .tags: try tags(into: &sink)
            default:
                let value = try readScalar()
                if value.isResolved {
                    try sink.member(field, ZipkinV2Scalar(.text, valueText.span.bytes, at: value.range))
                } else {
                    try sink.member(field, ZipkinV2Scalar(value.kind, plainBytes(of: value), at: value.range))
                }
            }
            place.field = nil
        }
        try sink.endSpan(at: reader.position - 1)
    }

    @_lifetime(self: copy self)
    private mutating func endpoint<Sink: ZipkinV2Sink & ~Copyable>(
        _ field: ZipkinV2Field, into sink: inout Sink
    ) throws(ReadError) {
        if try isNull(field, told: &sink) { return }
        try reader.beginObject()
        try sink.beginEndpoint(field, at: reader.position - 1)
        while let key = try reader.nextKey() {
            guard let part = endpointField(key) else {
                try unknown(key, into: &sink)
                continue
            }
            place.endpointField = part
            let value = try readScalar()
            if value.isResolved {
                try sink.endpointMember(part, ZipkinV2Scalar(.text, valueText.span.bytes, at: value.range))
            } else {
                try sink.endpointMember(part, ZipkinV2Scalar(value.kind, plainBytes(of: value), at: value.range))
            }
            place.endpointField = nil
        }
        try sink.endEndpoint(at: reader.position - 1)
    }

    @_lifetime(self: copy self)
    private mutating func annotations<Sink: ZipkinV2Sink & ~Copyable>(into sink: inout Sink) throws(ReadError) {
        if try isNull(.annotations, told: &sink) { return }
        try reader.beginArray()
        try sink.beginAnnotations(at: reader.position - 1)
        while try reader.nextElement() {
            place.annotation += 1
            guard place.annotation < attributesPerSpan else {
                throw ReadError(
                    .limitExceeded("number of annotations", limit: attributesPerSpan), at: reader.position)
            }
            try annotation(into: &sink)
        }
        place.annotation = -1
        try sink.endAnnotations(at: reader.position - 1)
    }

    @_lifetime(self: copy self)
    private mutating func annotation<Sink: ZipkinV2Sink & ~Copyable>(into sink: inout Sink) throws(ReadError) {
        try reader.beginObject()
        try sink.beginAnnotation(at: reader.position - 1)
        while let key = try reader.nextKey() {
            guard let part = annotationField(key) else {
                try unknown(key, into: &sink)
                continue
            }
            place.annotationField = part
            let value = try readScalar()
            if value.isResolved {
                try sink.annotationMember(part, ZipkinV2Scalar(.text, valueText.span.bytes, at: value.range))
            } else {
                try sink.annotationMember(part, ZipkinV2Scalar(value.kind, plainBytes(of: value), at: value.range))
            }
            place.annotationField = nil
        }
        try sink.endAnnotation(at: reader.position - 1)
    }

    @_lifetime(self: copy self)
    private mutating func tags<Sink: ZipkinV2Sink & ~Copyable>(into sink: inout Sink) throws(ReadError) {
        if try isNull(.tags, told: &sink) { return }
        try reader.beginObject()
        try sink.beginTags(at: reader.position - 1)
        var count = 0
        while let key = try reader.nextKey() {
            guard count < attributesPerSpan else {
                throw ReadError(.limitExceeded("number of tags", limit: attributesPerSpan), at: key.offset)
            }
            count += 1
            place.key = key.range
            let name = unescape(key)
            let value = try readScalar()
            if name.isResolved {
                try tag(ZipkinV2Scalar(.text, keyText.span.bytes, at: name.range), value, into: &sink)
            } else {
                try tag(ZipkinV2Scalar(.text, plainBytes(of: name), at: name.range), value, into: &sink)
            }
        }
        place.key = nil
        try sink.endTags(at: reader.position - 1)
    }

    @inline(__always)
    private func tag<Sink: ZipkinV2Sink & ~Copyable>(
        _ key: borrowing ZipkinV2Scalar, _ value: Token, into sink: inout Sink
    ) throws(ReadError) {
        if value.isResolved {
            try sink.tag(key, ZipkinV2Scalar(.text, valueText.span.bytes, at: value.range))
        } else {
            try sink.tag(key, ZipkinV2Scalar(value.kind, plainBytes(of: value), at: value.range))
        }
    }
}
