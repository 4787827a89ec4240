import TraceModel

/// The tags of a span: its attributes, and what Jaeger has no field for.
///
/// Order: attributes, peer, scope, `tracestate`, dropped counts, kind, status. Attributes that would be read as a kind or
/// a status other than the span's are left out.
struct JaegerTags {
    private(set) var list: [Attribute] = []

    init(of span: TraceSpan) {
        list = span.attributes.filter { !Self.isReadAsKindOrStatus($0) }
        addPeer(span.remoteEndpoint)
        addScope(span.scope)
        if !span.traceState.isEmpty { add("w3c.tracestate", .string(span.traceState)) }
        addDropped(span.dropped.attributes, "otel.dropped_attributes_count")
        addDropped(span.dropped.events, "otel.dropped_events_count")
        addDropped(span.dropped.links, "otel.dropped_links_count")
        if let kind = span.kind.jaegerName { add("span.kind", .string(kind)) }
        addStatus(span.status)
    }

    private static func isReadAsKindOrStatus(_ attribute: Attribute) -> Bool {
        switch attribute.key {
        case "error": attribute.value == .bool(true)
        case "span.kind", "otel.status_code", "otel.status_description": true
        default: false
        }
    }

    /// OpenTracing's names, unless the attributes have them already.
    private mutating func addPeer(_ peer: Endpoint?) {
        guard let peer else { return }
        if let service = peer.serviceName { addIfAbsent("peer.service", .string(service)) }
        if let ipv4 = peer.ipv4 { addIfAbsent("peer.ipv4", .string(ipv4)) }
        if let ipv6 = peer.ipv6 { addIfAbsent("peer.ipv6", .string(ipv6)) }
        if let port = peer.port { addIfAbsent("peer.port", .int(Int64(port))) }
    }

    /// Name and version under their keys and the deprecated ones, which must be equal (OpenTelemetry, Mapping to non-OTLP).
    private mutating func addScope(_ scope: InstrumentationScope) {
        for (key, value) in [
            ("otel.scope.name", scope.name), ("otel.scope.version", scope.version), ("otel.library.name", scope.name),
            ("otel.library.version", scope.version),
        ] where !value.isEmpty {
            addIfAbsent(key, .string(value))
        }
        for attribute in scope.attributes { addIfAbsent(attribute.key, attribute.value) }
    }

    private mutating func addDropped(_ count: UInt32, _ key: String) {
        if count > 0 { add(key, .int(Int64(count))) }
    }

    /// OpenTelemetry to Jaeger, Status; a description belongs to an error only.
    private mutating func addStatus(_ status: SpanStatus) {
        switch status.code {
        case .unset: break
        case .ok: add("otel.status_code", .string("OK"))
        case .error:
            add("error", .bool(true))
            add("otel.status_code", .string("ERROR"))
            if !status.message.isEmpty { add("otel.status_description", .string(status.message)) }
        }
    }

    private mutating func add(_ key: String, _ value: AttributeValue) { list.append(Attribute(key, value)) }

    private mutating func addIfAbsent(_ key: String, _ value: AttributeValue) {
        if list[key] == nil { add(key, value) }
    }

    /// The name as the field `event`, unless an attribute has that key (OpenTelemetry to Jaeger, Events).
    static func fields(of event: SpanEvent) -> [Attribute] {
        var fields = event.attributes
        if fields["event"] == nil { fields.insert(Attribute("event", .string(event.name)), at: 0) }
        if event.droppedAttributes > 0 {
            fields.append(Attribute("otel.dropped_attributes_count", .int(Int64(event.droppedAttributes))))
        }
        return fields
    }
}

/// Who sent a batch: the service, and the rest of the resource as tags.
struct JaegerProcess: Hashable {
    let serviceName: String
    let tags: [Attribute]

    init(of span: TraceSpan) {
        // The IDL requires a name, and the collector one that is not empty (OpenTelemetry, Resource: the default name).
        let name = span.serviceName ?? ""
        serviceName = name.isEmpty ? "unknown_service" : name
        tags = span.resource.attributes.filter { $0.key != "service.name" }
    }
}

extension SpanKind {
    /// The value of `span.kind`; nil for INTERNAL, which is no tag (OpenTelemetry to Jaeger, SpanKind).
    fileprivate var jaegerName: String? {
        switch self {
        case .unspecified, .internal: nil
        case .server: "server"
        case .client: "client"
        case .producer: "producer"
        case .consumer: "consumer"
        }
    }
}
