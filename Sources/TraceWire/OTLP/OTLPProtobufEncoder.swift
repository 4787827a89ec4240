import TraceBytes
import TraceModel

/// Writes canonical spans as OTLP protobuf, fields in the order of their numbers, defaults left out.
///
/// What the format cannot say is lost: Zipkin's endpoints but for the names of their services, its `shared` and `debug`, the
/// kind of a link, and the difference between 64-bit identifiers and those with a high half of zeros.
public enum OTLPProtobufEncoder {
    /// The bytes of an `ExportTraceServiceRequest`; none without spans.
    public static func encode(_ spans: some Sequence<TraceSpan>) -> [UInt8] {
        var writer = ProtobufWriter()
        for group in OTLPGroups(spans).resources {
            let message = writer.beginMessage(1)
            writer.write(group.resource)
            for scope in group.scopes { writer.write(scope) }
            writer.writeUnlessEmpty(3, group.resource.schemaURL)
            writer.endMessage(message)
        }
        return writer.bytes
    }
}

extension ProtobufWriter {
    fileprivate mutating func write(_ resource: Resource) {
        guard !resource.attributes.isEmpty || resource.droppedAttributes > 0 else { return }
        let message = beginMessage(1)
        write(1, resource.attributes)
        writeUnlessZero(2, resource.droppedAttributes)
        endMessage(message)
    }

    fileprivate mutating func write(_ group: OTLPGroups.ScopeGroup) {
        let message = beginMessage(2)
        write(group.scope)
        for span in group.spans { write(span) }
        writeUnlessEmpty(3, group.scope.schemaURL)
        endMessage(message)
    }

    private mutating func write(_ scope: InstrumentationScope) {
        guard
            !scope.name.isEmpty || !scope.version.isEmpty || !scope.attributes.isEmpty || scope.droppedAttributes > 0
        else { return }
        let message = beginMessage(1)
        writeUnlessEmpty(1, scope.name)
        writeUnlessEmpty(2, scope.version)
        write(3, scope.attributes)
        writeUnlessZero(4, scope.droppedAttributes)
        endMessage(message)
    }

    private mutating func write(_ span: TraceSpan) {
        let message = beginMessage(2)
        write(1, bigEndianBytes: span.traceID.high, span.traceID.low)
        write(2, bigEndianBytes: span.spanID.value)
        writeUnlessEmpty(3, span.traceState)
        // A root has no parent, not one of zeros (trace.proto, Span.parent_span_id).
        if let parent = span.parentSpanID, parent.isValid { write(4, bigEndianBytes: parent.value) }
        writeUnlessEmpty(5, span.name)
        writeUnlessZero(6, UInt32(span.kind.rawValue))
        if span.otlpStart > 0 { write(7, fixed64: span.otlpStart) }
        if span.otlpEnd > 0 { write(8, fixed64: span.otlpEnd) }
        write(9, span.otlpAttributes)
        writeUnlessZero(10, span.dropped.attributes)
        for event in span.events { write(event) }
        writeUnlessZero(12, span.dropped.events)
        for link in span.links { write(link) }
        writeUnlessZero(14, span.dropped.links)
        write(span.status)
        if span.flags > 0 { write(16, fixed32: span.flags) }
        endMessage(message)
    }

    private mutating func write(_ event: SpanEvent) {
        let message = beginMessage(11)
        let time = UInt64(clamping: event.time.nanoseconds)
        if time > 0 { write(1, fixed64: time) }
        writeUnlessEmpty(2, event.name)
        write(3, event.attributes)
        writeUnlessZero(4, event.droppedAttributes)
        endMessage(message)
    }

    private mutating func write(_ link: SpanLink) {
        let message = beginMessage(13)
        write(1, bigEndianBytes: link.traceID.high, link.traceID.low)
        write(2, bigEndianBytes: link.spanID.value)
        writeUnlessEmpty(3, link.traceState)
        write(4, link.attributes)
        writeUnlessZero(5, link.droppedAttributes)
        if link.flags > 0 { write(6, fixed32: link.flags) }
        endMessage(message)
    }

    private mutating func write(_ status: SpanStatus) {
        guard status != .unset else { return }
        let message = beginMessage(15)
        writeUnlessEmpty(2, status.message)
        writeUnlessZero(3, UInt32(status.code.rawValue))
        endMessage(message)
    }

    // MARK: Attributes

    private mutating func write(_ number: UInt32, _ attributes: [Attribute]) {
        for attribute in attributes {
            let message = beginMessage(number)
            writeUnlessEmpty(1, attribute.key)
            let value = beginMessage(2)
            write(attribute.value)
            endMessage(value)
            endMessage(message)
        }
    }

    /// The member of an `AnyValue`: written also when it is zero or empty, since a `oneof` knows which member is set.
    private mutating func write(_ value: AttributeValue) {
        switch value {
        case .string(let text): write(1, text: text)
        case .bool(let flag): write(2, bool: flag)
        case .int(let number): write(3, int: number)
        case .double(let number): write(4, double: number)
        case .array(let values):
            let list = beginMessage(5)
            for value in values {
                let element = beginMessage(1)
                write(value)
                endMessage(element)
            }
            endMessage(list)
        case .map(let entries):
            let list = beginMessage(6)
            write(1, entries)
            endMessage(list)
        case .bytes(let bytes): write(7, bytes: bytes)
        case .empty: break
        }
    }

    // MARK: Defaults

    private mutating func writeUnlessZero(_ number: UInt32, _ value: UInt32) {
        if value > 0 { write(number, varint: UInt64(value)) }
    }
}
