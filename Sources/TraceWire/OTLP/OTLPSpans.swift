import TraceBytes
import TraceModel

/// Reads what a walker tells into canonical spans and adds them to a store.
///
/// It is as lenient as the specification asks receivers to be, and refuses what has no reading. Resource and scope are given
/// to their spans when their group ends, since both may stand behind them: protobuf's writers put the schema URLs there.
package struct OTLPSpans: ~Copyable, OTLPSink {
    package static var takesAttributesWhole: Bool { true }

    var store: SpanStore
    /// JSON: two members of one value are refused; in protobuf the last one counts.
    let isJSON: Bool
    private var group = Group()
    /// What payloads before have left, and what this one leaves.
    package private(set) var knownResource: OTLPKnownResource
    var span = OpenSpan()
    var part = OpenPart()
    var values = OTLPValueStack()

    /// The resource and the scope whose spans are read.
    private struct Group {
        var resource = Resource()
        /// Messages that the resource was read from: two of one field are one, and then none is known by its bytes.
        var resourceMessages = 0
        var scope = InstrumentationScope()
        /// The numbers of the first spans of the resource and of the scope.
        var firstOfResource = 0
        var firstOfScope = 0
    }

    /// What a span's draft does not hold yet.
    struct OpenSpan {
        var draft = SpanDraft()
        var start: UInt64 = 0
        var end: UInt64 = 0
        var statusMessage = SpanStore.StoredText.empty
        var traceState = SpanStore.StoredText.empty
    }

    /// The event or the link that is open.
    struct OpenPart {
        var first = SpanStore.PartPosition.start
        var time: UInt64 = 0
        var name = SpanStore.StoredText.empty
        var link = SpanStore.LinkDraft()
    }

    package init(
        store: consuming SpanStore, isJSON: Bool, knownResource: OTLPKnownResource = OTLPKnownResource()
    ) {
        self.knownResource = knownResource
        self.store = store
        self.isJSON = isJSON
    }

    /// Gives the store back.
    package consuming func finish() -> SpanStore { store }

    // MARK: Messages

    package mutating func begin(_ field: OTLPField, at offset: Int) throws(ReadError) {
        switch field {
        case .spans:
            span = OpenSpan()
        case .spanEvents, .spanLinks:
            part = OpenPart()
            part.first = store.nextPart
        case .resource: group.resourceMessages += 1
        case .resourceSpans:
            group.resource = Resource()
            group.resourceMessages = 0
            group.firstOfResource = store.count
        case .scopeSpans:
            group.scope = InstrumentationScope()
            group.firstOfScope = store.count
        case .arrayValue, .kvlistValue:
            try values.countMember(at: offset, isJSON: isJSON)
            values.open()
        case .spanAttributes, .eventAttributes, .linkAttributes, .resourceAttributes, .scopeAttributes, .arrayValues,
            .listValues:
            values.open()
        case .attributeValue: values.beginValue()
        default: break
        }
    }

    package mutating func end(_ field: OTLPField, at offset: Int) throws(ReadError) {
        switch field {
        case .spans: endSpan()
        case .spanEvents:
            store.appendEvent(
                time: Timestamp(nanoseconds: Int64(clamping: part.time)), name: part.name, attributesFrom: part.first,
                droppedAttributes: part.link.droppedAttributes)
        case .spanLinks: store.appendLink(part.link, attributesFrom: part.first)
        case .resourceSpans: store.setResource(group.resource, ofSpansFrom: group.firstOfResource)
        case .scopeSpans: store.setScope(group.scope, ofSpansFrom: group.firstOfScope)
        case .arrayValue: values.closeArray()
        case .kvlistValue: values.closeMap()
        case .arrayValues: values.closeElement()
        case .listValues: values.closeEntry()
        case .spanAttributes, .eventAttributes, .linkAttributes, .resourceAttributes, .scopeAttributes:
            let entry = values.close()
            add(Attribute(entry.key, entry.value), to: field)
        default: break
        }
    }

    package mutating func takesKnown(resource message: borrowing RawSpan) -> Bool {
        guard group.resourceMessages == 0, group.resource.schemaURL.isEmpty,
            let known = knownResource.resource(of: message)
        else { return false }
        group.resource = known
        group.resourceMessages = 1
        return true
    }

    package mutating func remember(resource message: borrowing RawSpan) {
        guard group.resourceMessages == 1, group.resource.schemaURL.isEmpty else { return }
        knownResource.remember(group.resource, of: message)
    }

    package mutating func beginList(_ field: OTLPField, at offset: Int) {}

    package mutating func endList(_ field: OTLPField, at offset: Int) {}

    private mutating func endSpan() {
        span.draft.start = span.start == 0 ? nil : Timestamp(nanoseconds: Int64(clamping: span.start))
        if span.start != 0, span.end != 0 {
            // The difference of two numbers without sign, clamped at the ends of those with one.
            span.draft.durationNanoseconds =
                span.end >= span.start
                ? Int64(clamping: span.end - span.start) : -Int64(clamping: span.start - span.end)
        }
        if !span.statusMessage.isEmpty { store.appendStatusText(span.statusMessage) }
        if !span.traceState.isEmpty { store.appendTraceState(span.traceState) }
        store.append(span.draft)
    }

    // MARK: Fields

    package mutating func value(_ field: OTLPField, _ value: borrowing OTLPScalar) throws(ReadError) {
        if value.form == .null { return }
        switch field {
        case .spanTraceId: span.draft.traceID = try value.traceID()
        case .spanSpanId: span.draft.spanID = try value.spanID()
        case .spanParentSpanId: span.draft.parentSpanID = try value.spanID()
        case .spanTraceState: span.traceState = store.store(try value.text())
        case .spanName: span.draft.name = store.intern(try value.text())
        case .spanKind:
            // A number that the enum does not have is none (protobuf, enums are open).
            span.draft.kind = UInt8(exactly: try value.enumeration()).flatMap(SpanKind.init(rawValue:)) ?? .unspecified
        case .spanStartTimeUnixNano: span.start = try value.unsigned64()
        case .spanEndTimeUnixNano: span.end = try value.unsigned64()
        case .spanFlags: span.draft.flags = try value.unsigned32()
        case .spanDroppedAttributesCount: span.draft.dropped.attributes = try value.unsigned32()
        case .spanDroppedEventsCount: span.draft.dropped.events = try value.unsigned32()
        case .spanDroppedLinksCount: span.draft.dropped.links = try value.unsigned32()
        case .statusCode:
            span.draft.status =
                UInt8(exactly: try value.enumeration()).flatMap(SpanStatus.Code.init(rawValue:)) ?? .unset
        case .statusMessage: span.statusMessage = store.store(try value.text())
        case .eventTimeUnixNano: part.time = try value.unsigned64()
        case .eventName: part.name = store.store(try value.text())
        case .linkTraceId: part.link.traceID = try value.traceID()
        case .linkSpanId: part.link.spanID = try value.spanID()
        case .linkTraceState: part.link.traceState = store.store(try value.text())
        case .linkFlags: part.link.flags = try value.unsigned32()
        case .eventDroppedAttributesCount, .linkDroppedAttributesCount:
            part.link.droppedAttributes = try value.unsigned32()
        case .resourceSchemaUrl: group.resource.schemaURL = try value.text().text()
        case .resourceDroppedAttributesCount: group.resource.droppedAttributes = try value.unsigned32()
        case .scopeName: group.scope.name = try value.text().text()
        case .scopeVersion: group.scope.version = try value.text().text()
        case .scopeSchemaUrl: group.scope.schemaURL = try value.text().text()
        case .scopeDroppedAttributesCount: group.scope.droppedAttributes = try value.unsigned32()
        case .attributeKey: values.setKey(try value.text().text())
        case .stringValue, .boolValue, .intValue, .doubleValue, .bytesValue, .stringValueStrindex:
            try values.countMember(at: value.offset, isJSON: isJSON)
            values.set(try value.attributeValue(field))
        // Only profiles use indexes into a table of strings; entities have no place in a span.
        case .attributeKeyStrindex: _ = try value.enumeration()
        case .entitySchemaUrl, .entityType, .entityIdKeys, .entityDescriptionKeys: _ = try value.text()
        // Fields that are messages come here as null alone.
        case .resourceSpans, .resource, .scopeSpans, .resourceAttributes, .resourceEntityRefs, .scope, .spans,
            .scopeAttributes, .spanAttributes, .spanEvents, .spanLinks, .spanStatus, .eventAttributes,
            .linkAttributes, .attributeValue, .arrayValue, .kvlistValue, .arrayValues, .listValues:
            break
        }
    }

    // MARK: Attributes

    package mutating func attribute(
        _ field: OTLPField, key: borrowing RawSpan, _ member: OTLPField, _ value: borrowing OTLPScalar
    ) throws(ReadError) {
        let owner: SpanStore.AttributeOwner
        switch field {
        case .spanAttributes: owner = .span
        case .eventAttributes, .linkAttributes: owner = .part
        default:
            let attribute = Attribute(key.text(), try value.attributeValue(member))
            return add(attribute, to: field)
        }
        if member == .stringValue, value.form == .text {
            return store.appendAttribute(key: key, text: value.bytes, to: owner)
        }
        try addRarer(member, value, key: store.internKey(key, of: owner), to: owner)
    }

    /// Everything but texts.
    private mutating func addRarer(
        _ member: OTLPField, _ value: borrowing OTLPScalar, key: SpanStore.StringNumber,
        to owner: SpanStore.AttributeOwner
    ) throws(ReadError) {
        let scalar: AttributeScalar
        switch member {
        case _ where value.form == .null: scalar = .empty
        case .boolValue: scalar = .bool(try value.flag())
        case .intValue: scalar = .int(try value.signed64())
        case .doubleValue: scalar = .double(try value.double())
        default: return store.appendAttribute(key: key, value: try value.attributeValue(member), to: owner)
        }
        store.appendAttribute(key: key, scalar: scalar, to: owner)
    }

    private mutating func add(_ attribute: Attribute, to field: OTLPField) {
        switch field {
        case .resourceAttributes: group.resource.attributes.append(attribute)
        case .scopeAttributes: group.scope.attributes.append(attribute)
        default:
            let key = Array(attribute.key.utf8)
            store.appendAttribute(
                key: key.span.bytes, value: attribute.value, to: field == .spanAttributes ? .span : .part)
        }
    }

    // MARK: What is not as declared

    package mutating func mistyped(
        _ field: OTLPField, value: borrowing RawSpan, wireType: ProtobufWireType?, at range: Range<Int>
    ) throws(ReadError) {
        throw OTLPScalar.mistyped(field, wireType: wireType, at: range)
    }

    package mutating func unknown(named name: borrowing RawSpan, value: borrowing RawSpan, at range: Range<Int>) {}

    package mutating func unknown(
        numbered number: UInt32, value: borrowing RawSpan, wireType: ProtobufWireType?, at range: Range<Int>
    ) {}
}
