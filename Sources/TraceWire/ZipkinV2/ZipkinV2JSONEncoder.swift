import TraceBytes
import TraceModel

/// Writes canonical spans as Zipkin v2 JSON, members in the order of the reference writer, absent ones left out.
///
/// What the format cannot say is lost: times below a microsecond, types of attributes, all but the last of repeated keys,
/// links, `tracestate`, flags, and the difference between INTERNAL and no kind.
public enum ZipkinV2JSONEncoder {
    /// The JSON array of these spans: `[{"traceId":"…",…}]`.
    public static func encode(_ spans: some Sequence<TraceSpan>) -> [UInt8] {
        var json = JSONWriter()
        var tags = ZipkinV2Tags()
        json.beginArray()
        // A batch is mostly an array, whose spans need not be copied to be read.
        let isArray: Void? = spans.withContiguousStorageIfAvailable { spans in
            for number in spans.indices {
                tags.fill(from: spans[number])
                json.write(spans[number], tags)
            }
        }
        if isArray == nil {
            for span in spans {
                tags.fill(from: span)
                json.write(span, tags)
            }
        }
        json.endArray()
        return json.bytes
    }
}

extension JSONWriter {
    fileprivate mutating func write(_ span: TraceSpan, _ tags: ZipkinV2Tags) {
        beginObject()
        key(known: "traceId")
        if span.traceIDWidth == .bits64 {
            write(hex: span.traceID.low)
        } else {
            write(hex: span.traceID.high, span.traceID.low)
        }
        if let parent = span.parentSpanID, parent.isValid {
            key(known: "parentId")
            write(hex: parent.value)
        }
        key(known: "id")
        write(hex: span.spanID.value)
        if let kind = span.kind.zipkinName { member("kind", kind) }
        if !span.name.isEmpty { member("name", span.name) }
        writeTimes(of: span)
        writeEndpoint("localEndpoint", span.zipkinLocalEndpoint)
        writeEndpoint("remoteEndpoint", span.zipkinRemoteEndpoint)
        writeAnnotations(span.events)
        writeTags(tags, of: span)
        if span.isDebug { flag("debug") }
        if span.isShared { flag("shared") }
        endObject()
    }

    private mutating func member(_ name: StaticString, _ text: String) {
        key(known: name)
        write(text)
    }

    private mutating func flag(_ name: StaticString) {
        key(known: name)
        write(true)
    }

    private mutating func writeTimes(of span: TraceSpan) {
        if let timestamp = span.zipkinTimestamp {
            key(known: "timestamp")
            write(timestamp)
        }
        if let duration = span.zipkinDuration {
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
