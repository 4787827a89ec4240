import TraceBytes

/// A span as the members of one JSON object, with everything that the model has: what kept runs and `fake-collector`
/// write, described in `docs/REPORT-FORMAT.md`.
///
/// Names are in snake case, times in nanoseconds as integers, and what is not there is null.
extension JSONWriter {
    /// Adds the members to the object that is open.
    package mutating func writeMembers(of span: TraceSpan) {
        member("trace_id") { $0.write(hex: span.traceID.high, span.traceID.low) }
        member("trace_id_bits") { $0.write(span.traceIDWidth.rawValue) }
        member("span_id") { $0.write(hex: span.spanID.value) }
        member("parent_span_id", span.parentSpanID) { $0.write(hex: $1.value) }
        member("kind") { $0.write(span.kind.description) }
        member("name") { $0.write(span.name) }
        member("service", span.serviceName) { $0.write($1) }
        member("start_unix_nanos", span.start) { $0.write($1.nanoseconds) }
        member("duration_nanos", span.durationNanoseconds) { $0.write($1) }
        member("status") { $0.write("\(span.status.code)") }
        member("status_message") { $0.write(span.status.message) }
        member("attributes") { $0.write(span.attributes) }
        list("events", span.events) { $0.write($1) }
        list("links", span.links) { $0.write($1) }
        object("resource") { $0.writeMembers(of: span.resource) }
        object("scope") { $0.writeMembers(of: span.scope) }
        member("local_endpoint", span.localEndpoint) { $0.write($1) }
        member("remote_endpoint", span.remoteEndpoint) { $0.write($1) }
        member("shared") { $0.write(span.isShared) }
        member("debug") { $0.write(span.isDebug) }
        member("trace_state") { $0.write(span.traceState) }
        member("flags") { $0.write(span.flags) }
        object("dropped") { json in
            json.member("attributes") { $0.write(span.dropped.attributes) }
            json.member("events") { $0.write(span.dropped.events) }
            json.member("links") { $0.write(span.dropped.links) }
        }
    }

    // MARK: Parts

    private mutating func write(_ event: SpanEvent) {
        beginObject()
        member("time_unix_nanos") { $0.write(event.time.nanoseconds) }
        member("name") { $0.write(event.name) }
        writeAttributes(event.attributes, dropped: event.droppedAttributes)
        endObject()
    }

    private mutating func write(_ link: SpanLink) {
        beginObject()
        member("trace_id") { $0.write(hex: link.traceID.high, link.traceID.low) }
        member("span_id") { $0.write(hex: link.spanID.value) }
        member("kind") { json in
            switch link.kind {
            case .link: json.write("link")
            case .followsFrom: json.write("follows_from")
            case .childOf: json.write("child_of")
            }
        }
        member("trace_state") { $0.write(link.traceState) }
        member("flags") { $0.write(link.flags) }
        writeAttributes(link.attributes, dropped: link.droppedAttributes)
        endObject()
    }

    private mutating func writeMembers(of resource: Resource) {
        writeAttributes(resource.attributes, dropped: resource.droppedAttributes)
        member("schema_url") { $0.write(resource.schemaURL) }
    }

    private mutating func writeMembers(of scope: InstrumentationScope) {
        member("name") { $0.write(scope.name) }
        member("version") { $0.write(scope.version) }
        writeAttributes(scope.attributes, dropped: scope.droppedAttributes)
        member("schema_url") { $0.write(scope.schemaURL) }
    }

    private mutating func write(_ endpoint: Endpoint) {
        beginObject()
        member("service_name", endpoint.serviceName) { $0.write($1) }
        member("ipv4", endpoint.ipv4) { $0.write($1) }
        member("ipv6", endpoint.ipv6) { $0.write($1) }
        member("port", endpoint.port) { $0.write($1) }
        endObject()
    }

    // MARK: Attributes

    private mutating func writeAttributes(_ attributes: [Attribute], dropped: UInt32) {
        member("attributes") { $0.write(attributes) }
        member("dropped_attributes") { $0.write(dropped) }
    }

    /// Pairs, since keys may repeat.
    private mutating func write(_ attributes: [Attribute]) {
        beginArray()
        for attribute in attributes {
            beginArray()
            write(attribute.key)
            write(attribute.value)
            endArray()
        }
        endArray()
    }

    /// Texts, flags, lists and nothing are JSON's own; every other type is named: `{"int": 42}`, `{"double": 0.5}`,
    /// `{"bytes": "ff00"}`, `{"map": [["key", "value"]]}`. So 42 and 42.0 stay apart in readers that know one kind of
    /// number.
    private mutating func write(_ value: AttributeValue) {
        switch value {
        case .string(let text): write(text)
        case .bool(let flag): write(flag)
        case .int(let number): object { json in json.member("int") { $0.write(number) } }
        case .double(let number): object { json in json.member("double") { $0.write(number) } }
        case .bytes(let bytes): object { json in json.member("bytes") { $0.write(hexDigits(bytes)) } }
        case .array(let values):
            beginArray()
            for value in values { write(value) }
            endArray()
        case .map(let entries): object { json in json.member("map") { $0.write(entries) } }
        case .empty: writeNull()
        }
    }

    // MARK: Structure

    private mutating func member(_ name: StaticString, _ value: (inout JSONWriter) -> Void) {
        key(known: name)
        value(&self)
    }

    private mutating func member<Value>(
        _ name: StaticString, _ value: Value?, _ write: (inout JSONWriter, Value) -> Void
    ) {
        key(known: name)
        if let value { write(&self, value) } else { writeNull() }
    }

    private mutating func list<Element>(
        _ name: StaticString, _ elements: [Element], _ write: (inout JSONWriter, Element) -> Void
    ) {
        key(known: name)
        beginArray()
        for element in elements { write(&self, element) }
        endArray()
    }

    private mutating func object(_ name: StaticString, _ members: (inout JSONWriter) -> Void) {
        key(known: name)
        object(members)
    }

    private mutating func object(_ members: (inout JSONWriter) -> Void) {
        beginObject()
        members(&self)
        endObject()
    }
}
