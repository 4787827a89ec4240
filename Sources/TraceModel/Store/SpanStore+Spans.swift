import TraceBytes

/// Adding whole spans, for those who have them as values already.
extension SpanStore {
    /// Adds a span; returns its number.
    @discardableResult
    public mutating func append(_ span: TraceSpan) -> Int {
        for attribute in span.attributes {
            let key = Array(attribute.key.utf8)
            appendAttribute(key: key.span.bytes, value: attribute.value)
        }
        for event in span.events { appendEvent(event) }
        for link in span.links { appendLink(link) }
        if !span.status.message.isEmpty {
            let message = Array(span.status.message.utf8)
            appendStatusText(message.span.bytes)
        }
        if !span.traceState.isEmpty {
            let state = Array(span.traceState.utf8)
            appendTraceState(state.span.bytes)
        }
        let number = append(draft(of: span))
        enterTraces()
        return number
    }

    private mutating func draft(of span: TraceSpan) -> SpanDraft {
        var draft = SpanDraft()
        draft.traceID = span.traceID
        draft.traceIDWidth = span.traceIDWidth
        draft.spanID = span.spanID
        draft.parentSpanID = span.parentSpanID ?? SpanID(0)
        draft.kind = span.kind
        draft.status = span.status.code
        draft.name = intern(span.name)
        draft.start = span.start
        draft.durationNanoseconds = span.durationNanoseconds
        draft.isShared = span.isShared
        draft.isDebug = span.isDebug
        draft.flags = span.flags
        draft.dropped = span.dropped
        draft.localEndpoint = intern(span.localEndpoint)
        draft.remoteEndpoint = intern(span.remoteEndpoint)
        draft.resource = intern(span.resource)
        draft.scope = intern(span.scope)
        return draft
    }

    private mutating func intern(_ text: String) -> StringNumber {
        let bytes = Array(text.utf8)
        return intern(bytes.span.bytes)
    }

    private mutating func intern(_ endpoint: Endpoint?) -> EndpointNumber {
        guard let endpoint else { return .none }
        return intern(
            serviceName: endpoint.serviceName.map { intern($0) }, ipv4: endpoint.ipv4.map { intern($0) },
            ipv6: endpoint.ipv6.map { intern($0) }, port: endpoint.port)
    }
}
