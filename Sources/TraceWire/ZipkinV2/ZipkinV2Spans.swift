import TraceBytes
import TraceModel

/// Reads what a walker tells into canonical spans and adds them to a store.
///
/// It is as lenient as the reference server, and refuses what that server answers with 400. Three things it does not
/// copy: names keep their case, addresses their text, and repeated tags are all kept. The tags `error` and
/// `otel.status_code` become the status (OpenTelemetry's mapping to Zipkin) and are no attributes; where they
/// contradict each other `error` wins, since its mere presence marks a failed span.
package struct ZipkinV2Spans: ~Copyable, ZipkinV2Sink {
    private var store: SpanStore
    private let limits: DecodingLimits
    private let dropsIncompleteAnnotations: Bool
    private var draft = SpanDraft()
    private var hasTraceID = false
    private var hasSpanID = false
    private var endpoint = OpenEndpoint()
    private var annotation = OpenAnnotation()
    /// The text of the tag `error`; nil without one.
    private var errorText: [UInt8]?

    private struct OpenEndpoint {
        var field = ZipkinV2Field.localEndpoint
        var serviceName: SpanStore.StringNumber?
        var ipv4: SpanStore.StringNumber?
        var ipv6: SpanStore.StringNumber?
        var port: UInt16?

        var isEmpty: Bool { serviceName == nil && ipv4 == nil && ipv6 == nil && port == nil }
    }

    private struct OpenAnnotation {
        var micros: Int64?
        var value: [UInt8] = []
        var hasValue = false
    }

    /// - Parameter dropsIncompleteAnnotations: whether an annotation without time or value is passed over, as the reference
    ///   server does in protobuf, where 0 and the empty text are absent. It refuses them in JSON.
    package init(store: consuming SpanStore, limits: DecodingLimits, dropsIncompleteAnnotations: Bool = false) {
        self.dropsIncompleteAnnotations = dropsIncompleteAnnotations
        self.limits = limits
        self.store = store
    }

    /// Gives the store back.
    package consuming func finish() -> SpanStore { store }

    package mutating func beginSpan(at offset: Int) {
        draft = SpanDraft()
        hasTraceID = false
        hasSpanID = false
        errorText = nil
    }

    package mutating func member(_ field: ZipkinV2Field, _ value: borrowing ZipkinV2Scalar) throws(ReadError) {
        switch field {
        case .traceId:
            let (id, width) = try value.traceID()
            draft.traceID = id
            draft.traceIDWidth = width
            hasTraceID = true
            return
        case .id:
            let id = try value.spanID()
            guard id.isValid else { throw value.refused("all zeros is no id") }
            draft.spanID = id
            hasSpanID = true
            return
        default:
            if value.kind == .null { return }
        }
        switch field {
        case .parentId: draft.parentSpanID = try value.spanID()
        case .kind: draft.kind = try value.spanKind()
        case .name: draft.name = store.intern(try value.textLike())
        case .timestamp:
            let micros = try value.integer()
            draft.start = micros > 0 ? Timestamp(microseconds: micros) : nil
        case .duration:
            let micros = try value.integer()
            draft.durationNanoseconds = micros > 0 ? nanosecondsClamped(microseconds: micros) : nil
        case .debug: draft.isDebug = try value.flag() || draft.isDebug
        case .shared: draft.isShared = try value.flag() || draft.isShared
        case .traceId, .id, .localEndpoint, .remoteEndpoint, .annotations, .tags: break
        }
    }

    // MARK: Endpoints

    package mutating func beginEndpoint(_ field: ZipkinV2Field, at offset: Int) {
        endpoint = OpenEndpoint(field: field)
    }

    package mutating func endpointMember(
        _ field: ZipkinV2EndpointField, _ value: borrowing ZipkinV2Scalar
    ) throws(ReadError) {
        if value.kind == .null { return }
        switch field {
        case .serviceName: endpoint.serviceName = try internUnlessEmpty(value)
        case .ipv4 where value.kind == .bytes, .ipv6 where value.kind == .bytes: internAddress(value.bytes)
        case .ipv4: endpoint.ipv4 = try internUnlessEmpty(value)
        case .ipv6: endpoint.ipv6 = try internUnlessEmpty(value)
        case .port:
            let port = try value.integer()
            guard port <= UInt16.max else { throw value.refused("\(port) is not a port") }
            endpoint.port = port > 0 ? UInt16(exactly: port) : nil
        }
    }

    /// The length tells the kind of address, whatever the field says; others are no address (the reference server).
    private mutating func internAddress(_ bytes: RawSpan) {
        guard let text = IPAddressText.text(of: bytes) else { return }
        let number = store.intern(Array(text.utf8).span.bytes)
        if bytes.byteCount == 4 { endpoint.ipv4 = number } else { endpoint.ipv6 = number }
    }

    private mutating func internUnlessEmpty(
        _ value: borrowing ZipkinV2Scalar
    ) throws(ReadError) -> SpanStore.StringNumber? {
        let text = try value.textLike()
        return text.byteCount == 0 ? nil : store.intern(text)
    }

    package mutating func endEndpoint(at offset: Int) {
        let number =
            endpoint.isEmpty
            ? .none
            : store.intern(
                serviceName: endpoint.serviceName, ipv4: endpoint.ipv4, ipv6: endpoint.ipv6, port: endpoint.port)
        if endpoint.field == .localEndpoint { draft.localEndpoint = number } else { draft.remoteEndpoint = number }
    }

    // MARK: Annotations

    package mutating func beginAnnotations(at offset: Int) {}

    package mutating func beginAnnotation(at offset: Int) {
        annotation.micros = nil
        annotation.hasValue = false
        annotation.value.removeAll(keepingCapacity: true)
    }

    package mutating func annotationMember(
        _ field: ZipkinV2AnnotationField, _ value: borrowing ZipkinV2Scalar
    ) throws(ReadError) {
        switch field {
        case .timestamp: annotation.micros = try value.integer()
        case .value:
            annotation.value.removeAll(keepingCapacity: true)
            annotation.value.append(contentsOf: try value.textLike())
            annotation.hasValue = true
        }
    }

    package mutating func endAnnotation(at offset: Int) throws(ReadError) {
        if dropsIncompleteAnnotations, annotation.micros ?? 0 == 0 || annotation.value.isEmpty { return }
        guard let micros = annotation.micros, annotation.hasValue else {
            let missing = annotation.hasValue ? "timestamp" : "value"
            throw ReadError(.invalidValue("an annotation without \(missing)"), at: offset)
        }
        let value = annotation.value
        store.appendEvent(time: Timestamp(microseconds: micros), name: value.span.bytes)
    }

    package mutating func endAnnotations(at offset: Int) {}

    // MARK: Tags

    package mutating func beginTags(at offset: Int) {}

    package mutating func tag(
        _ key: borrowing ZipkinV2Scalar, _ value: borrowing ZipkinV2Scalar
    ) throws(ReadError) {
        guard value.kind != .null else { throw value.refused("a tag without a value") }
        let text = try value.textLike()
        switch key.bytes.byteCount {
        case 5 where key.bytes.equals("error"): errorText = text.copied()
        case 16 where key.bytes.equals("otel.status_code") && text.equals("OK"): draft.status = .ok
        case 16 where key.bytes.equals("otel.status_code") && text.equals("ERROR"): draft.status = .error
        default: store.appendAttribute(key: key.bytes, text: text)
        }
    }

    package mutating func endTags(at offset: Int) {}

    package mutating func unknown(_ name: borrowing ZipkinV2Scalar, value: RawSpan, at range: Range<Int>) {}

    // MARK: The end

    package mutating func endSpan(at offset: Int) throws(ReadError) {
        guard hasTraceID, hasSpanID else {
            let missing = hasSpanID ? "traceId" : hasTraceID ? "id" : "traceId and id"
            throw ReadError(.invalidValue("a span without \(missing)"), at: offset)
        }
        if draft.parentSpanID == draft.spanID { draft.parentSpanID = SpanID(0) }
        // `shared` says that a server continues a client's span: a client cannot.
        if draft.kind == .client { draft.isShared = false }
        if let errorText {
            draft.status = .error
            if !errorText.isEmpty { store.appendStatusText(errorText.span.bytes) }
        }
        store.append(draft)
    }
}
