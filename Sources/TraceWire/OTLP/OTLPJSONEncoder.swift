import TraceBytes
import TraceModel

/// Writes canonical spans as OTLP JSON, members in the order of the fields' numbers, defaults left out.
///
/// Identifiers are hexadecimal digits, enums numbers, 64-bit integers texts (OTLP/HTTP, JSON Protobuf Encoding). What the
/// format cannot say is lost as in ``OTLPProtobufEncoder``.
public enum OTLPJSONEncoder {
    /// `{"resourceSpans":[…]}`; `{}` without spans.
    public static func encode(_ spans: some Sequence<TraceSpan>) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.list("resourceSpans", OTLPGroups(spans).resources) { json, group in
            json.write(group.resource)
            json.list("scopeSpans", group.scopes) { json, group in
                json.write(group.scope)
                json.list("spans", group.spans) { json, span in json.write(span) }
                json.textUnlessEmpty("schemaUrl", group.scope.schemaURL)
            }
            json.textUnlessEmpty("schemaUrl", group.resource.schemaURL)
        }
        json.endObject()
        return json.bytes
    }
}

extension JSONWriter {
    fileprivate mutating func write(_ resource: Resource) {
        guard !resource.attributes.isEmpty || resource.droppedAttributes > 0 else { return }
        key("resource")
        beginObject()
        attributes("attributes", resource.attributes)
        numberUnlessZero("droppedAttributesCount", resource.droppedAttributes)
        endObject()
    }

    fileprivate mutating func write(_ scope: InstrumentationScope) {
        guard
            !scope.name.isEmpty || !scope.version.isEmpty || !scope.attributes.isEmpty || scope.droppedAttributes > 0
        else { return }
        key("scope")
        beginObject()
        textUnlessEmpty("name", scope.name)
        textUnlessEmpty("version", scope.version)
        attributes("attributes", scope.attributes)
        numberUnlessZero("droppedAttributesCount", scope.droppedAttributes)
        endObject()
    }

    /// The members of a span, without the braces.
    fileprivate mutating func write(_ span: TraceSpan) {
        text("traceId", span.traceID.hex)
        text("spanId", span.spanID.hex)
        textUnlessEmpty("traceState", span.traceState)
        if let parent = span.parentSpanID, parent.isValid { text("parentSpanId", parent.hex) }
        textUnlessEmpty("name", span.name)
        numberUnlessZero("kind", UInt32(span.kind.rawValue))
        timeUnlessZero("startTimeUnixNano", span.otlpStart)
        timeUnlessZero("endTimeUnixNano", span.otlpEnd)
        attributes("attributes", span.otlpAttributes)
        numberUnlessZero("droppedAttributesCount", span.dropped.attributes)
        list("events", span.events) { json, event in json.write(event) }
        numberUnlessZero("droppedEventsCount", span.dropped.events)
        list("links", span.links) { json, link in json.write(link) }
        numberUnlessZero("droppedLinksCount", span.dropped.links)
        if span.status != .unset {
            key("status")
            beginObject()
            textUnlessEmpty("message", span.status.message)
            numberUnlessZero("code", UInt32(span.status.code.rawValue))
            endObject()
        }
        numberUnlessZero("flags", span.flags)
    }

    private mutating func write(_ event: SpanEvent) {
        timeUnlessZero("timeUnixNano", UInt64(clamping: event.time.nanoseconds))
        textUnlessEmpty("name", event.name)
        attributes("attributes", event.attributes)
        numberUnlessZero("droppedAttributesCount", event.droppedAttributes)
    }

    private mutating func write(_ link: SpanLink) {
        text("traceId", link.traceID.hex)
        text("spanId", link.spanID.hex)
        textUnlessEmpty("traceState", link.traceState)
        attributes("attributes", link.attributes)
        numberUnlessZero("droppedAttributesCount", link.droppedAttributes)
        numberUnlessZero("flags", link.flags)
    }

    // MARK: Attributes

    private mutating func attributes(_ name: String, _ attributes: [Attribute]) {
        list(name, attributes) { json, attribute in
            json.textUnlessEmpty("key", attribute.key)
            json.key("value")
            json.write(attribute.value)
        }
    }

    /// An `AnyValue`: `{}` is the empty value.
    private mutating func write(_ value: AttributeValue) {
        beginObject()
        switch value {
        case .string(let text): self.text("stringValue", text)
        case .bool(let flag):
            key("boolValue")
            write(flag)
        case .int(let number): text("intValue", String(number))
        case .double(let number):
            key("doubleValue")
            write(number)
        case .array(let values):
            key("arrayValue")
            beginObject()
            if !values.isEmpty {
                key("values")
                beginArray()
                for value in values { write(value) }
                endArray()
            }
            endObject()
        case .map(let entries):
            key("kvlistValue")
            beginObject()
            attributes("values", entries)
            endObject()
        case .bytes(let bytes): text("bytesValue", base64Text(bytes))
        case .empty: break
        }
        endObject()
    }

    // MARK: Members

    fileprivate mutating func list<Element>(
        _ name: String, _ elements: [Element], _ write: (inout JSONWriter, Element) -> Void
    ) {
        guard !elements.isEmpty else { return }
        key(name)
        beginArray()
        for element in elements {
            beginObject()
            write(&self, element)
            endObject()
        }
        endArray()
    }

    private mutating func text(_ name: String, _ text: String) {
        key(name)
        write(text)
    }

    fileprivate mutating func textUnlessEmpty(_ name: String, _ text: String) {
        if !text.isEmpty { self.text(name, text) }
    }

    private mutating func numberUnlessZero(_ name: String, _ number: UInt32) {
        guard number > 0 else { return }
        key(name)
        write(number)
    }

    /// 64-bit integers are decimal texts, which no reader rounds.
    private mutating func timeUnlessZero(_ name: String, _ nanoseconds: UInt64) {
        if nanoseconds > 0 { text(name, String(nanoseconds)) }
    }
}
