import TraceBytes

/// Adding: the attributes, events and links of the span that is being built first, then its draft.
extension SpanStore {
    private static var distinctValuesPerKey: UInt16 { 1024 }
    /// Longer texts are rarely repeated, and hashing them costs more than it saves.
    private static var longestInternedValue: Int { 256 }

    /// Adds the span whose attributes, events and links were added since the last one; returns its number.
    @discardableResult
    package mutating func append(_ draft: SpanDraft, attributesFrom firstAttribute: AttributePosition) -> Int {
        let number = spans.count
        var bits = StoredSpan.Bits()
        bits.kind = draft.kind
        bits.status = draft.status
        bits.flags = UInt16(truncatingIfNeeded: draft.flags)
        if draft.durationNanoseconds != nil { bits.insert(.hasDuration) }
        if draft.traceIDWidth == .bits64 { bits.insert(.isNarrow) }
        if draft.isShared { bits.insert(.isShared) }
        if draft.isDebug { bits.insert(.isDebug) }
        if events.count > openRows.events { bits.insert(.hasEvents) }
        if links.count > openRows.links { bits.insert(.hasLinks) }
        if statusTexts.count > openRows.statusTexts { bits.insert(.hasStatusText) }
        if traceStates.count > openRows.traceStates { bits.insert(.hasTraceState) }
        if draft.remoteEndpoint != .none {
            remoteEndpoints.append(draft.remoteEndpoint.number, span: number)
            bits.insert(.hasRemoteEndpoint)
        }
        if draft.flags > UInt32(UInt16.max) {
            wideFlags.append(draft.flags, span: number)
            bits.insert(.hasWideFlags)
        }
        let origin = origins.number(
            of: StoredOrigin(
                localEndpoint: draft.localEndpoint.number, resource: draft.resource.number, scope: draft.scope.number))
        // Numbers of spans and attributes fit into 32 bits: 2^32 attributes would take 64 GB.
        spans.append(
            StoredSpan(
                traceHigh: draft.traceID.high, traceLow: draft.traceID.low, spanID: draft.spanID.value,
                parentID: draft.parentSpanID.value, start: draft.start?.nanoseconds ?? 0,
                duration: draft.durationNanoseconds ?? 0, name: draft.name.number, origin: origin,
                firstAttribute: UInt32(firstAttribute.index),
                attributeCount: UInt32(attributes.count - firstAttribute.index), previous: 0, bits: bits))
        enter(number, into: draft.traceID)
        openRows = rows
        return number
    }

    private mutating func enter(_ number: Int, into traceID: TraceID) {
        let entered = UInt32(number) + 1
        if let trace = find(traceID) {
            spans[number].previous = traces[trace].last
            traces[trace].last = entered
            traces[trace].count += 1
            return
        }
        traces.append(
            TraceTable.Entry(first: UInt32(number), last: entered, count: 1, hash: traces.hash(of: traceID)))
    }

    // MARK: Texts

    /// The number of a text; a new one is added.
    package mutating func intern(_ text: borrowing RawSpan) -> StringNumber {
        StringNumber(number: strings.intern(text))
    }

    /// A text that may or may not repeat, as a value of a key.
    mutating func store(_ text: borrowing RawSpan, valueOf key: UInt32) -> StoredValue {
        guard text.byteCount <= Self.longestInternedValue else { return storeInArena(text) }
        if text.byteCount == 0 { return StoredValue(.internedText, 0) }
        let hash = strings.hash(of: text)
        if let known = strings.find(text, hash: hash) { return StoredValue(.internedText, UInt64(known)) }
        let place = Int(key)
        if place >= distinctValues.count {
            distinctValues.append(contentsOf: repeatElement(0, count: place + 1 - distinctValues.count))
        }
        guard distinctValues[place] < Self.distinctValuesPerKey else { return storeInArena(text) }
        distinctValues[place] += 1
        keysOfInternedValues.append(key)
        return StoredValue(.internedText, UInt64(strings.add(text, hash: hash)))
    }

    private mutating func storeInArena(_ text: borrowing RawSpan) -> StoredValue {
        guard text.byteCount <= StoredValue.longestText else { return compose(.string(text.text())) }
        return StoredValue(.arenaText, texts.append(text), count: text.byteCount)
    }

    mutating func compose(_ value: AttributeValue) -> StoredValue {
        composedValues.append(value)
        return StoredValue(.composed, UInt64(composedValues.count - 1))
    }

    mutating func store(_ value: AttributeValue, of key: UInt32) -> StoredValue {
        switch value {
        case .string(let text):
            let bytes = Array(text.utf8)
            return store(bytes.span.bytes, valueOf: key)
        case .bool(let flag): return StoredValue(.bool, flag ? 1 : 0)
        case .int(let number): return StoredValue(.int, UInt64(bitPattern: number))
        case .double(let number): return StoredValue(.double, number.bitPattern)
        case .bytes(let bytes):
            guard bytes.count <= StoredValue.longestText else { return compose(value) }
            return StoredValue(.arenaBytes, texts.append(bytes.span.bytes), count: bytes.count)
        case .empty: return StoredValue(.empty, 0)
        case .array, .map: return compose(value)
        }
    }

    // MARK: Attributes

    /// Where the attributes of the next span begin.
    package struct AttributePosition: Sendable {
        let index: Int
    }

    package var nextAttribute: AttributePosition { AttributePosition(index: attributes.count) }

    /// Adds an attribute with a text as its value to the span that is being built.
    package mutating func appendAttribute(key: borrowing RawSpan, text: borrowing RawSpan) {
        let key = strings.intern(key)
        attributes.append(StoredAttribute(value: store(text, valueOf: key), key: key))
    }

    /// Adds an attribute of any type to the span that is being built.
    package mutating func appendAttribute(key: borrowing RawSpan, value: AttributeValue) {
        let key = strings.intern(key)
        attributes.append(StoredAttribute(value: store(value, of: key), key: key))
    }

    /// Adds the attributes of an event or a link; returns where they are.
    mutating func appendNested(_ list: [Attribute]) -> (first: UInt32, count: UInt32) {
        let first = nestedAttributes.count
        for attribute in list {
            let bytes = Array(attribute.key.utf8)
            let key = strings.intern(bytes.span.bytes)
            nestedAttributes.append(StoredAttribute(value: store(attribute.value, of: key), key: key))
        }
        return (UInt32(first), UInt32(list.count))
    }

    // MARK: Rare parts

    /// Adds an event without attributes to the span that is being built.
    package mutating func appendEvent(time: Timestamp, name: borrowing RawSpan) {
        // Texts of events share the limit of key 0, the empty one.
        events.append(
            StoredEvent(name: store(name, valueOf: 0), firstAttribute: 0, time: time.nanoseconds, attributeCount: 0),
            span: spans.count)
    }

    package mutating func appendEvent(_ event: SpanEvent) {
        let name = Array(event.name.utf8)
        let nested = appendNested(event.attributes)
        events.append(
            StoredEvent(
                name: store(name.span.bytes, valueOf: 0), firstAttribute: nested.first, time: event.time.nanoseconds,
                attributeCount: nested.count), span: spans.count)
    }

    package mutating func appendLink(_ link: SpanLink) {
        let nested = appendNested(link.attributes)
        let state = Array(link.traceState.utf8)
        links.append(
            StoredLink(
                traceHigh: link.traceID.high, traceLow: link.traceID.low, spanID: link.spanID.value,
                traceState: store(state.span.bytes, valueOf: 0), firstAttribute: nested.first,
                attributeCount: nested.count), span: spans.count)
    }

    /// Says why the span that is being built failed; at most once a span.
    package mutating func appendStatusText(_ text: borrowing RawSpan) {
        statusTexts.append(store(text, valueOf: 0), span: spans.count)
    }

    /// Adds the `tracestate` of the span that is being built; at most once a span.
    package mutating func appendTraceState(_ text: borrowing RawSpan) {
        traceStates.append(store(text, valueOf: 0), span: spans.count)
    }

    // MARK: What senders share

    /// The number of an endpoint whose texts are in the table of strings; nil where a part is absent.
    package mutating func intern(
        serviceName: StringNumber?, ipv4: StringNumber?, ipv6: StringNumber?, port: UInt16?
    ) -> EndpointNumber {
        EndpointNumber(
            number: endpoints.number(
                of: StoredEndpoint(
                    serviceName: serviceName.map { $0.number + 1 } ?? 0, ipv4: ipv4.map { $0.number + 1 } ?? 0,
                    ipv6: ipv6.map { $0.number + 1 } ?? 0, port: port.map { Int32($0) } ?? -1)))
    }

    package mutating func intern(_ resource: Resource) -> ResourceNumber {
        resource.attributes.isEmpty ? .none : ResourceNumber(number: resources.number(of: resource))
    }

    package mutating func intern(_ scope: InstrumentationScope) -> ScopeNumber {
        scope == InstrumentationScope() ? .none : ScopeNumber(number: scopes.number(of: scope))
    }
}
