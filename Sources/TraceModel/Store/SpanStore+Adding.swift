import TraceBytes

/// Adding: the attributes, events and links of the span that is being built first, then its draft.
extension SpanStore {
    /// Adds the span whose attributes, events and links were added since the last one; returns its number. It is in its
    /// trace after `commit(since:)`.
    @discardableResult
    package mutating func append(_ draft: SpanDraft) -> Int {
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
        if !draft.dropped.isZero {
            droppedCounts.append(draft.dropped, span: number)
            bits.insert(.hasDroppedCounts)
        }
        let origin = origins.number(
            of: StoredOrigin(
                localEndpoint: draft.localEndpoint.number, resource: draft.resource.number, scope: draft.scope.number))
        // Numbers of spans and attributes fit into 32 bits: 2^32 attributes would take 32 GB.
        spans.append(
            StoredSpan(
                traceHigh: draft.traceID.high, traceLow: draft.traceID.low, spanID: draft.spanID.value,
                parentID: draft.parentSpanID.value, start: draft.start?.nanoseconds ?? 0,
                duration: draft.durationNanoseconds ?? 0, name: draft.name.number, origin: origin,
                firstAttribute: UInt32(attributes.count - shapes.keyCount(of: openShape)), shape: openShape,
                previous: 0, bits: bits))
        openShape = AttributeShapes.empty
        openRows = rows
        return number
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
        resource == Resource() ? .none : ResourceNumber(number: resources.number(of: resource))
    }

    package mutating func intern(_ scope: InstrumentationScope) -> ScopeNumber {
        scope == InstrumentationScope() ? .none : ScopeNumber(number: scopes.number(of: scope))
    }

    /// Says who sent spans that were added without, from a number up to the last one: formats that name the sender behind
    /// its spans are read in one pass all the same.
    package mutating func setResource(_ resource: Resource, ofSpansFrom first: Int) {
        // A sender without spans leaves nothing behind: a payload of such would cost more here than on the wire.
        guard first < spans.count else { return }
        setResource(intern(resource), ofSpans: first..<spans.count)
    }

    /// The same for spans between others that have a sender of their own. Numbers that no span has are passed over.
    package mutating func setResource(_ number: ResourceNumber, ofSpans range: Range<Int>) {
        if number != .none { changeOrigins(ofSpans: range) { $0.resource = number.number } }
    }

    /// Says which library made spans that were added without.
    package mutating func setScope(_ scope: InstrumentationScope, ofSpansFrom first: Int) {
        guard first < spans.count else { return }
        let number = intern(scope)
        if number != .none { changeOrigins(ofSpans: first..<spans.count) { $0.scope = number.number } }
    }

    private mutating func changeOrigins(ofSpans range: Range<Int>, _ change: (inout StoredOrigin) -> Void) {
        // Neighbours mostly have the same origin.
        var last: (before: UInt32, after: UInt32) = (0, 0)
        for number in range.clamped(to: 0..<spans.count) {
            let before = spans[number].origin
            if before != last.before {
                var origin = origins[before] ?? StoredOrigin()
                change(&origin)
                last = (before, origins.number(of: origin))
            }
            spans[number].origin = last.after
        }
    }
}
