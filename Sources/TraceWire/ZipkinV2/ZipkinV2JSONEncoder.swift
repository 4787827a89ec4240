import TraceBytes
import TraceModel

/// Writes canonical spans as Zipkin v2 JSON, members in the order of the reference writer, absent ones left out.
///
/// What the format cannot say is lost: times below a microsecond, types of attributes, all but the last of repeated keys,
/// links, `tracestate`, flags, and the difference between INTERNAL and no kind.
public enum ZipkinV2JSONEncoder {
    /// As long as spans with a dozen tags are.
    private static let spanBytes = 768

    /// The JSON array of these spans: `[{"traceId":"…",…}]`.
    public static func encode(_ spans: some Sequence<TraceSpan>) -> [UInt8] {
        // A text that grows is moved, and its pages are asked for again and again: half a page for each call of a hop.
        var json = JSONWriter(capacity: 256 + spans.underestimatedCount * spanBytes)
        var tags = ZipkinV2Tags()
        var parts = ZipkinV2RepeatedParts()
        json.beginArray()
        // A batch is mostly an array, whose spans need not be copied to be read: by way of the address, since a buffer
        // gives copies.
        let isArray: Void? = spans.withContiguousStorageIfAvailable { spans in
            guard let first = spans.baseAddress else { return }
            // Unsafe: addresses of spans of the buffer, which does not leave the closure.
            for number in spans.indices { unsafe json.write(at: first + number, &tags, &parts) }
        }
        if isArray == nil {
            for span in spans {
                withUnsafePointer(to: span) { unsafe json.write(at: $0, &tags, &parts) }
            }
        }
        json.endArray()
        return json.bytes
    }
}

extension JSONWriter {
    /// By its address, so that of a span with known parts nothing is copied but what is written.
    fileprivate mutating func write(
        at span: UnsafePointer<TraceSpan>, _ tags: inout ZipkinV2Tags, _ parts: inout ZipkinV2RepeatedParts
    ) {
        beginObject()
        // Unsafe: the callers pass addresses of spans that live.
        unsafe writeIDs(
            span.pointee.traceID, span.pointee.traceIDWidth, parent: span.pointee.parentSpanID, span.pointee.spanID)
        if let kind = unsafe span.pointee.kind.zipkinName { member("kind", kind) }
        if unsafe !span.pointee.name.isEmpty { unsafe member("name", span.pointee.name) }
        unsafe writeTimes(span.pointee.start, durationNanoseconds: span.pointee.durationNanoseconds)
        if let places = unsafe parts.places(of: span) {
            repeatMembers(at: places.endpoints)
            unsafe writeAnnotations(span.pointee.events)
            repeatMembers(at: places.tags)
        } else {
            let span = unsafe span.pointee
            let endpoints = writeEndpoints(of: span)
            writeAnnotations(span.events)
            parts.add(span, at: .init(endpoints: endpoints, tags: writeTags(of: span, &tags)))
        }
        endObject()
    }

    private mutating func writeIDs(_ traceID: TraceID, _ width: TraceIDWidth, parent: SpanID?, _ spanID: SpanID) {
        key(known: "traceId")
        if width == .bits64 {
            write(hex: traceID.low)
        } else {
            write(hex: traceID.high, traceID.low)
        }
        if let parent, parent.isValid {
            key(known: "parentId")
            write(hex: parent.value)
        }
        key(known: "id")
        write(hex: spanID.value)
    }

    /// Says where in the text they stand.
    private mutating func writeEndpoints(of span: TraceSpan) -> Range<Int> {
        let start = position
        writeEndpoint("localEndpoint", span.zipkinLocalEndpoint)
        writeEndpoint("remoteEndpoint", span.zipkinRemoteEndpoint)
        return start..<position
    }

    /// The tags and what is behind them. Says where in the text they stand.
    private mutating func writeTags(of span: TraceSpan, _ tags: inout ZipkinV2Tags) -> Range<Int> {
        let start = position
        tags.fill(from: span)
        writeTags(tags, of: span)
        if span.isDebug { flag("debug") }
        if span.isShared { flag("shared") }
        return start..<position
    }

    private mutating func member(_ name: StaticString, _ text: String) {
        key(known: name)
        write(text)
    }

    private mutating func flag(_ name: StaticString) {
        key(known: name)
        write(true)
    }

    private mutating func writeTimes(_ start: Timestamp?, durationNanoseconds: Int64?) {
        if let timestamp = start?.zipkinTimestamp {
            key(known: "timestamp")
            write(timestamp)
        }
        if let duration = durationNanoseconds.flatMap(zipkinDuration) {
            key(known: "duration")
            write(duration)
        }
    }

    private mutating func writeEndpoint(_ name: StaticString, _ endpoint: Endpoint?) {
        guard let endpoint, endpoint.hasZipkinContent else { return }
        key(known: name)
        beginObject()
        if let service = endpoint.serviceName, !service.isEmpty { member("serviceName", service) }
        if let ipv4 = endpoint.ipv4, !ipv4.isEmpty { member("ipv4", ipv4) }
        if let ipv6 = endpoint.ipv6, !ipv6.isEmpty { member("ipv6", ipv6) }
        if let port = endpoint.port, port > 0 {
            key(known: "port")
            write(port)
        }
        endObject()
    }

    private mutating func writeAnnotations(_ events: [SpanEvent]) {
        guard !events.isEmpty else { return }
        key(known: "annotations")
        beginArray()
        for event in events {
            beginObject()
            key(known: "timestamp")
            write(event.time.microseconds)
            member("value", event.zipkinText)
            endObject()
        }
        endArray()
    }

    private mutating func writeTags(_ tags: ZipkinV2Tags, of span: TraceSpan) {
        guard !tags.list.isEmpty else { return }
        key(known: "tags")
        beginObject()
        for tag in tags.list {
            key(tag.key(in: span))
            write(tag.value(in: span))
        }
        endObject()
    }
}

extension SpanKind {
    /// nil for INTERNAL, which the format says by having no kind.
    fileprivate var zipkinName: String? {
        switch self {
        case .unspecified, .internal: nil
        case .server: "SERVER"
        case .client: "CLIENT"
        case .producer: "PRODUCER"
        case .consumer: "CONSUMER"
        }
    }
}
