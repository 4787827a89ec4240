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
        json.beginArray()
        for span in spans { json.write(span) }
        json.endArray()
        return json.bytes
    }
}

extension JSONWriter {
    fileprivate mutating func write(_ span: TraceSpan) {
        beginObject()
        member("traceId", span.traceIDWidth == .bits64 ? span.traceID.lowHex : span.traceID.hex)
        if let parent = span.parentSpanID, parent.isValid { member("parentId", parent.hex) }
        member("id", span.spanID.hex)
        if let kind = span.kind.zipkinName { member("kind", kind) }
        if !span.name.isEmpty { member("name", span.name) }
        writeTimes(of: span)
        writeEndpoint("localEndpoint", localEndpoint(of: span))
        writeEndpoint("remoteEndpoint", span.remoteEndpoint ?? Endpoint(peerOf: span))
        writeAnnotations(span.events)
        writeTags(ZipkinV2Tags(of: span))
        if span.isDebug { flag("debug") }
        if span.isShared { flag("shared") }
        endObject()
    }

    private mutating func member(_ name: String, _ text: String) {
        key(name)
        write(text)
    }

    private mutating func flag(_ name: String) {
        key(name)
        write(true)
    }

    /// Whole microseconds, truncated; a duration below one becomes one (zipkin2-api.yaml, Span.duration). Values that the
    /// format calls invalid, a start at or before 1970 and a negative duration, are absent.
    private mutating func writeTimes(of span: TraceSpan) {
        if let start = span.start, start.microseconds > 0 {
            key("timestamp")
            write(start.microseconds)
        }
        if let duration = span.durationNanoseconds, duration > 0 {
            key("duration")
            write(max(1, duration / 1000))
        }
    }

    /// The service is the resource's where the span has no endpoint of its own (OpenTelemetry to Zipkin, Service name).
    private func localEndpoint(of span: TraceSpan) -> Endpoint? {
        span.localEndpoint ?? span.serviceName.map { Endpoint(serviceName: $0) }
    }

    private mutating func writeEndpoint(_ name: String, _ endpoint: Endpoint?) {
        guard let endpoint, endpoint.hasContent else { return }
        key(name)
        beginObject()
        if let service = endpoint.serviceName, !service.isEmpty { member("serviceName", service) }
        if let ipv4 = endpoint.ipv4, !ipv4.isEmpty { member("ipv4", ipv4) }
        if let ipv6 = endpoint.ipv6, !ipv6.isEmpty { member("ipv6", ipv6) }
        if let port = endpoint.port, port > 0 {
            key("port")
            write(port)
        }
        endObject()
    }

    private mutating func writeAnnotations(_ events: [SpanEvent]) {
        guard !events.isEmpty else { return }
        key("annotations")
        beginArray()
        for event in events {
            beginObject()
            key("timestamp")
            write(event.time.microseconds)
            member("value", event.zipkinText)
            endObject()
        }
        endArray()
    }

    private mutating func writeTags(_ tags: ZipkinV2Tags) {
        guard !tags.list.isEmpty else { return }
        key("tags")
        beginObject()
        for tag in tags.list { member(tag.key, tag.value) }
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

extension Endpoint {
    fileprivate var hasContent: Bool {
        serviceName?.isEmpty == false || ipv4?.isEmpty == false || ipv6?.isEmpty == false || (port ?? 0) > 0
    }
}

extension SpanEvent {
    /// The name, or with attributes `"name":{"key":"value"}` (OpenTelemetry to Zipkin, Events).
    fileprivate var zipkinText: String {
        guard !attributes.isEmpty else { return name }
        var text: [UInt8] = []
        appendJSONString(name, to: &text)
        text.append(0x3a)
        text.append(contentsOf: AttributeValue.map(attributes).jsonText.utf8)
        return String(decoding: text, as: UTF8.self)
    }
}
