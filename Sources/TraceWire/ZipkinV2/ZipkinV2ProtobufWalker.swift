import TraceBytes

/// Walks the protobuf encoding of Zipkin v2 (`zipkin.proto`, ListOfSpans) once and tells a sink what it meets.
///
/// It judges structure only: lengths, UTF-8 of texts, the limits. A field whose number or wire type the specification does
/// not know is told as unknown; groups are refused, as the reference server does. Annotations and tags, which the wire
/// repeats one by one, are told as one container as long as they stand together.
package struct ZipkinV2ProtobufWalker {
    private let limits: DecodingLimits
    private var place = ZipkinV2Place()
    /// The container of repeated fields that is open.
    private var open: ZipkinV2Field?
    private var tagCount = 0
    private var annotationCount = 0

    package static func walk<Sink: ZipkinV2Sink & ~Copyable>(
        _ payload: RawSpan, into sink: inout Sink, limits: DecodingLimits = .default
    ) throws(WireError) {
        var walker = ZipkinV2ProtobufWalker(limits: limits)
        do throws(ReadError) {
            guard payload.byteCount <= limits.payloadBytes else {
                throw ReadError(.limitExceeded("size", limit: limits.payloadBytes), at: limits.payloadBytes)
            }
            var list = ProtobufReader(payload, depthLimit: limits.depth)
            try walker.spans(in: &list, into: &sink)
        } catch {
            throw WireError(format: ZipkinV2.protobuf.name, path: walker.place.path(in: payload), cause: error)
        }
    }

    private init(limits: DecodingLimits) { self.limits = limits }

    private mutating func spans<Sink: ZipkinV2Sink & ~Copyable>(
        in list: inout ProtobufReader, into sink: inout Sink
    ) throws(ReadError) {
        while let tag = try list.nextTag() {
            guard tag.rawValue == ProtobufTag.lengthDelimited(1) else {
                // A list holds nothing else that a record could keep.
                _ = try skip(tag, of: &list)
                continue
            }
            place.span += 1
            guard place.span < limits.spansPerPayload else {
                throw ReadError(.limitExceeded("number of spans", limit: limits.spansPerPayload), at: list.position)
            }
            var span = try list.readMessage()
            try self.span(in: &span, into: &sink)
        }
        place = ZipkinV2Place()
    }

    private mutating func span<Sink: ZipkinV2Sink & ~Copyable>(
        in span: inout ProtobufReader, into sink: inout Sink
    ) throws(ReadError) {
        tagCount = 0
        annotationCount = 0
        try sink.beginSpan(at: span.position)
        while let tag = try span.nextTag() {
            guard let field = ZipkinV2Field(tag) else {
                try close(at: span.position, in: &sink)
                try unknown(tag, of: &span, into: &sink)
                continue
            }
            if open != field { try close(at: span.position, in: &sink) }
            place.field = field
            switch field {
            case .localEndpoint, .remoteEndpoint:
                var message = try span.readMessage()
                try endpoint(field, in: &message, into: &sink)
            case .annotations:
                if open == nil { try sink.beginAnnotations(at: span.position) }
                open = field
                var message = try span.readMessage()
                try annotation(in: &message, into: &sink)
            case .tags:
                if open == nil { try sink.beginTags(at: span.position) }
                open = field
                var message = try span.readMessage()
                try self.tag(in: &message, into: &sink)
            default:
                try sink.member(field, try scalar(tag, isSigned: field == .kind, of: &span, isText: field == .name))
            }
            place.field = nil
        }
        try close(at: span.position, in: &sink)
        try sink.endSpan(at: span.position)
    }

    /// Tells the end of the container that is open.
    private mutating func close<Sink: ZipkinV2Sink & ~Copyable>(at offset: Int, in sink: inout Sink) throws(ReadError) {
        switch open {
        case .tags: try sink.endTags(at: offset)
        case .annotations: try sink.endAnnotations(at: offset)
        default: break
        }
        open = nil
    }

    private mutating func endpoint<Sink: ZipkinV2Sink & ~Copyable>(
        _ field: ZipkinV2Field, in endpoint: inout ProtobufReader, into sink: inout Sink
    ) throws(ReadError) {
        try sink.beginEndpoint(field, at: endpoint.position)
        while let tag = try endpoint.nextTag() {
            guard let part = ZipkinV2EndpointField(tag) else {
                try unknown(tag, of: &endpoint, into: &sink)
                continue
            }
            place.endpointField = part
            try sink.endpointMember(part, try scalar(tag, isSigned: true, of: &endpoint, isText: part == .serviceName))
            place.endpointField = nil
        }
        try sink.endEndpoint(at: endpoint.position)
    }

    private mutating func annotation<Sink: ZipkinV2Sink & ~Copyable>(
        in annotation: inout ProtobufReader, into sink: inout Sink
    ) throws(ReadError) {
        place.annotation = annotationCount
        guard annotationCount < limits.attributesPerSpan else {
            throw ReadError(
                .limitExceeded("number of annotations", limit: limits.attributesPerSpan), at: annotation.position)
        }
        annotationCount += 1
        try sink.beginAnnotation(at: annotation.position)
        while let tag = try annotation.nextTag() {
            guard let part = ZipkinV2AnnotationField(tag) else {
                try unknown(tag, of: &annotation, into: &sink)
                continue
            }
            place.annotationField = part
            try sink.annotationMember(part, try scalar(tag, of: &annotation, isText: part == .value))
            place.annotationField = nil
        }
        try sink.endAnnotation(at: annotation.position)
        place.annotation = -1
    }

    /// An entry of the map: its key is field 1, its value field 2; of repeated ones the last counts, an absent one is empty.
    private mutating func tag<Sink: ZipkinV2Sink & ~Copyable>(
        in entry: inout ProtobufReader, into sink: inout Sink
    ) throws(ReadError) {
        guard tagCount < limits.attributesPerSpan else {
            throw ReadError(.limitExceeded("number of tags", limit: limits.attributesPerSpan), at: entry.position)
        }
        tagCount += 1
        let start = entry.position
        var (key, value) = (start..<start, start..<start)
        while let tag = try entry.nextTag() {
            switch tag.rawValue {
            case ProtobufTag.lengthDelimited(1):
                key = try entry.readText()
                place.key = key
            case ProtobufTag.lengthDelimited(2): value = try entry.readText()
            default: try unknown(tag, of: &entry, into: &sink)
            }
        }
        place.key = key
        try sink.tag(
            ZipkinV2Scalar(.text, entry.bytes(in: key), at: key),
            ZipkinV2Scalar(.text, entry.bytes(in: value), at: value))
        place.key = nil
    }
}
