import TraceBytes

/// Reading back: every span as the value that it was.
extension SpanStore {
    /// The span with a number from 0 to ``count`` - 1.
    public func span(at number: Int) -> TraceSpan {
        let stored = spans[number]
        let bits = stored.bits
        let origin = origins[stored.origin] ?? StoredOrigin()
        let statusText = bits.contains(.hasStatusText) ? statusTexts.first(of: number) : nil
        let remote = bits.contains(.hasRemoteEndpoint) ? remoteEndpoints.first(of: number) : nil
        let traceState = bits.contains(.hasTraceState) ? traceStates.first(of: number) : nil
        let dropped = bits.contains(.hasDroppedCounts) ? droppedCounts.first(of: number) : nil
        let wide = bits.contains(.hasWideFlags) ? wideFlags.first(of: number) : nil
        return TraceSpan(
            traceID: TraceID(high: stored.traceHigh, low: stored.traceLow),
            traceIDWidth: bits.contains(.isNarrow) ? .bits64 : .bits128,
            spanID: SpanID(stored.spanID),
            parentSpanID: stored.parentID == 0 ? nil : SpanID(stored.parentID),
            kind: bits.kind,
            name: strings.text(stored.name),
            start: stored.start == 0 ? nil : Timestamp(nanoseconds: stored.start),
            durationNanoseconds: bits.contains(.hasDuration) ? stored.duration : nil,
            status: SpanStatus(bits.status, message: statusText.map { text(of: $0) } ?? ""),
            attributes: attributes(of: stored),
            events: bits.contains(.hasEvents) ? events.values(of: number).map { event($0) } : [],
            links: bits.contains(.hasLinks) ? links.values(of: number).map { link($0) } : [],
            resource: resources[origin.resource] ?? Resource(),
            scope: scopes[origin.scope] ?? InstrumentationScope(),
            localEndpoint: endpoint(origin.localEndpoint),
            remoteEndpoint: remote.flatMap { endpoint($0) },
            isShared: bits.contains(.isShared),
            isDebug: bits.contains(.isDebug),
            traceState: traceState.map { text(of: $0) } ?? "",
            flags: wide ?? UInt32(bits.flags),
            dropped: dropped ?? DroppedCounts())
    }

    /// The identity of a span, without its attributes.
    public func spanID(at number: Int) -> SpanID { SpanID(spans[number].spanID) }

    /// The trace of a span.
    public func traceID(at number: Int) -> TraceID { identity(ofSpan: number) }

    /// Every span in the order in which it was added.
    public func allSpans() -> [TraceSpan] { (0..<count).map { span(at: $0) } }

    private func attributes(of span: StoredSpan) -> [Attribute] {
        shapes.keys(of: span.shape).enumerated().map { place, key in
            Attribute(strings.text(key), value(of: attributes[Int(span.firstAttribute) + place]))
        }
    }

    /// The attributes of an event or a link.
    private func nested(from first: UInt32, count: UInt32) -> [Attribute] {
        (Int(first)..<Int(first) + Int(count)).map { place in
            let attribute = nestedAttributes[place]
            return Attribute(strings.text(attribute.key), value(of: attribute.value))
        }
    }

    private func event(_ stored: StoredEvent) -> SpanEvent {
        SpanEvent(
            time: Timestamp(nanoseconds: stored.time), name: text(of: stored.name),
            attributes: nested(from: stored.firstAttribute, count: stored.attributeCount),
            droppedAttributes: stored.droppedAttributes)
    }

    private func link(_ stored: StoredLink) -> SpanLink {
        SpanLink(
            traceID: TraceID(high: stored.traceHigh, low: stored.traceLow), spanID: SpanID(stored.spanID),
            traceState: text(of: stored.traceState),
            attributes: nested(from: stored.firstAttribute, count: stored.attributeCount),
            flags: stored.flags, kind: stored.kind, droppedAttributes: stored.droppedAttributes)
    }

    private func endpoint(_ number: UInt32) -> Endpoint? {
        endpoints[number].map { stored in
            Endpoint(
                serviceName: part(stored.serviceName), ipv4: part(stored.ipv4), ipv6: part(stored.ipv6),
                port: UInt16(exactly: stored.port))
        }
    }

    /// The text of a part of an endpoint, whose numbers are one higher because 0 is absent.
    private func part(_ number: UInt32) -> String? { number == 0 ? nil : strings.text(number - 1) }

    private func value(of stored: StoredValue) -> AttributeValue {
        switch stored.kind {
        case .internedText, .arenaText: .string(text(of: stored))
        case .arenaBytes: .bytes(texts.withBytes(at: stored.place, count: stored.count) { $0.copied() })
        case .int: .int(stored.int)
        case .wideInt: .int(Int64(bitPattern: wideNumbers[Int(stored.payload)]))
        case .double: .double(Double(bitPattern: wideNumbers[Int(stored.payload)]))
        case .bool: .bool(stored.payload != 0)
        case .empty: .empty
        case .composed: composedValues[Int(stored.payload)]
        }
    }

    private func text(of stored: StoredValue) -> String {
        switch stored.kind {
        case .internedText: strings.text(UInt32(truncatingIfNeeded: stored.payload))
        case .arenaText: texts.withBytes(at: stored.place, count: stored.count) { $0.text() }
        default: value(of: stored).description
        }
    }
}
