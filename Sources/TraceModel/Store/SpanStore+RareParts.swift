import TraceBytes

/// Adding: what few spans have.
extension SpanStore {
    // MARK: Events

    /// Where the attributes of the next event or link begin.
    package struct PartPosition: Sendable {
        let index: Int
        package static let start = PartPosition(index: 0)
    }

    package var nextPart: PartPosition { PartPosition(index: nestedAttributes.count) }

    /// Adds an event without attributes to the span that is being built.
    package mutating func appendEvent(time: Timestamp, name: borrowing RawSpan) {
        appendEvent(time: time, name: store(name), attributesFrom: nextPart)
    }

    /// Adds an event, whose attributes were added before, to the span that is being built.
    package mutating func appendEvent(
        time: Timestamp, name: StoredText, attributesFrom first: PartPosition, droppedAttributes: UInt32 = 0
    ) {
        events.append(
            StoredEvent(
                name: name.value, firstAttribute: UInt32(first.index), time: time.nanoseconds,
                attributeCount: UInt32(nestedAttributes.count - first.index), droppedAttributes: droppedAttributes),
            span: spans.count)
    }

    package mutating func appendEvent(_ event: SpanEvent) {
        let first = nextPart
        appendPart(event.attributes)
        let name = Array(event.name.utf8)
        appendEvent(
            time: event.time, name: store(name.span.bytes), attributesFrom: first,
            droppedAttributes: event.droppedAttributes)
    }

    // MARK: Links

    /// The fixed part of a link while a decoder fills it.
    package struct LinkDraft: Sendable {
        package var traceID = TraceID(high: 0, low: 0)
        package var spanID = SpanID(0)
        package var traceState = StoredText.empty
        package var flags: UInt32 = 0
        package var kind = SpanLink.Kind.link
        package var droppedAttributes: UInt32 = 0

        package init() {}
    }

    /// Adds a link, whose attributes were added before, to the span that is being built.
    package mutating func appendLink(_ link: LinkDraft, attributesFrom first: PartPosition) {
        links.append(
            StoredLink(
                traceHigh: link.traceID.high, traceLow: link.traceID.low, spanID: link.spanID.value,
                traceState: link.traceState.value, firstAttribute: UInt32(first.index),
                attributeCount: UInt32(nestedAttributes.count - first.index),
                droppedAttributes: link.droppedAttributes, flags: link.flags, kind: link.kind), span: spans.count)
    }

    package mutating func appendLink(_ link: SpanLink) {
        let first = nextPart
        appendPart(link.attributes)
        var draft = LinkDraft()
        draft.traceID = link.traceID
        draft.spanID = link.spanID
        let state = Array(link.traceState.utf8)
        draft.traceState = store(state.span.bytes)
        draft.flags = link.flags
        draft.kind = link.kind
        draft.droppedAttributes = link.droppedAttributes
        appendLink(draft, attributesFrom: first)
    }

    private mutating func appendPart(_ attributes: [Attribute]) {
        for attribute in attributes {
            let key = Array(attribute.key.utf8)
            appendAttribute(key: key.span.bytes, value: attribute.value, to: .part)
        }
    }

    // MARK: Texts of the span

    /// Says why the span that is being built failed; at most once a span.
    package mutating func appendStatusText(_ text: borrowing RawSpan) { appendStatusText(store(text)) }

    package mutating func appendStatusText(_ text: StoredText) { statusTexts.append(text.value, span: spans.count) }

    /// Adds the `tracestate` of the span that is being built; at most once a span.
    package mutating func appendTraceState(_ text: borrowing RawSpan) { appendTraceState(store(text)) }

    package mutating func appendTraceState(_ text: StoredText) { traceStates.append(text.value, span: spans.count) }
}
