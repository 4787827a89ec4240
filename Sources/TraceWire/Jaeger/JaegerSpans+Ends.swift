import TraceBytes
import TraceModel

/// What a span, a log and their references amount to when they end.
extension JaegerSpans {
    @inline(never)
    mutating func endSpan(in payload: RawSpan) {
        if draft.traceID.high == 0 { draft.traceIDWidth = .bits64 }
        if let name { draft.name = internRepaired(payload.clamped(to: name)) }
        setParentAndLinks()
        setStatus(in: payload)
        store.append(draft)
    }

    /// The parent is `parentSpanId` or, where that is 0, the first CHILD_OF of the same trace; a CHILD_OF that says the
    /// same again is no link, every other reference is one.
    private mutating func setParentAndLinks() {
        if references.isEmpty { return }
        if !draft.parentSpanID.isValid {
            let parent = references.first { $0.isChildOf && $0.traceID == draft.traceID }
            draft.parentSpanID = parent?.spanID ?? SpanID(0)
        }
        for reference in references {
            let isParent =
                reference.isChildOf && reference.traceID == draft.traceID && reference.spanID == draft.parentSpanID
            if isParent { continue }
            var link = SpanStore.LinkDraft()
            link.traceID = reference.traceID
            link.spanID = reference.spanID
            link.kind = reference.isChildOf ? .childOf : .followsFrom
            store.appendLink(link, attributesFrom: store.nextPart)
        }
    }

    private mutating func setStatus(in payload: RawSpan) {
        draft.status = status.code
        guard let description else { return }
        let text = payload.clamped(to: description)
        if status.code == .error {
            if text.byteCount > 0 { store.appendStatusText(text) }
        } else {
            // Only an error has a description: it stays what it is.
            let key = Array("otel.status_description".utf8)
            store.appendAttribute(key: key.span.bytes, text: text)
        }
    }

    /// The name is the field `event`, or `message`, which older exporters write; the first with a text.
    @inline(never)
    mutating func endLog(in payload: RawSpan) {
        let named =
            logFields.firstIndex { $0.isText && payload.clamped(to: $0.key).equals("event") }
            ?? logFields.firstIndex { $0.isText && payload.clamped(to: $0.key).equals("message") }
        let first = store.nextPart
        for (index, field) in logFields.enumerated() where index != named {
            append(field, key: internRepaired(payload.clamped(to: field.key)), to: .part, in: payload)
        }
        let name = named.map { logFields[$0].text } ?? 0..<0
        store.appendEvent(
            time: time, name: store.store(payload.clamped(to: name)), attributesFrom: first)
    }

    /// The number of a text; what is not UTF-8 in it becomes U+FFFD.
    mutating func internRepaired(_ text: RawSpan) -> SpanStore.StringNumber {
        if text.isUTF8 { return store.intern(text) }
        let repaired = Array(text.text().utf8)
        return store.intern(repaired.span.bytes)
    }
}

/// A reference to another span: `SpanRef`.
struct JaegerReference {
    /// 0 CHILD_OF, 1 FOLLOWS_FROM.
    var type: Int64 = 0
    var traceID = TraceID(high: 0, low: 0)
    var spanID = SpanID(0)

    /// Every other number counts as FOLLOWS_FROM, which promises less.
    var isChildOf: Bool { type == 0 }
}

/// What the tags of a span say about its status.
struct JaegerStatus {
    /// `error` is true.
    var isError = false
    /// `otel.status_code`.
    var said = SpanStatus.Code.unset

    var code: SpanStatus.Code { isError ? .error : said }
}

extension JaegerPart {
    /// The ids of the fields that `jaeger.thrift` requires.
    @inline(__always)
    private var required: JaegerFieldIDs {
        switch self {
        case .arguments, .process: JaegerFieldIDs(bits: 0b10)
        case .batch, .log, .tag: JaegerFieldIDs(bits: 0b110)
        case .stats: JaegerFieldIDs(bits: 0b1110)
        case .span: JaegerFieldIDs(bits: 0b11_1011_1110)
        case .reference: JaegerFieldIDs(bits: 0b1_1110)
        }
    }

    /// Their names, in the order of their ids.
    private var requiredNames: [(Int16, JaegerField)] {
        switch self {
        case .arguments: [(1, .batch)]
        case .batch: [(1, .process), (2, .spans)]
        case .process: [(1, .serviceName)]
        case .stats: [(1, .fullQueueDroppedSpans), (2, .tooLargeDroppedSpans), (3, .failedToEmitSpans)]
        case .span:
            [
                (1, .traceIdLow), (2, .traceIdHigh), (3, .spanId), (4, .parentSpanId), (5, .operationName), (7, .flags),
                (8, .startTime), (9, .duration),
            ]
        case .reference: [(1, .refType), (2, .traceIdLow), (3, .traceIdHigh), (4, .spanId)]
        case .log: [(1, .timestamp), (2, .fields)]
        case .tag: [(1, .key), (2, .vType)]
        }
    }

    @inline(__always)
    func require(_ ids: JaegerFieldIDs, at offset: Int) throws(ReadError) {
        if ids.contains(required) { return }
        throw missing(from: ids, at: offset)
    }

    /// In the words of readers that are made from the IDL.
    @inline(never)
    private func missing(from ids: JaegerFieldIDs, at offset: Int) -> ReadError {
        let field = requiredNames.first { !ids.contains($0.0) }?.1.rawValue ?? rawValue
        return ReadError(.invalidValue("required field \(field) is not set"), at: offset)
    }
}
