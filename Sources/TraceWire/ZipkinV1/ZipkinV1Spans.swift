import TraceBytes
import TraceModel

/// Reads what a walker tells into canonical spans and adds them to a store.
///
/// It is as lenient as the reference server, and refuses what that server answers with 400: JSON's ids as in version 2,
/// annotations without a time or a value, binary annotations without a key. In Thrift such annotations are passed over.
/// Names keep their case, which the reference server folds.
package struct ZipkinV1Spans: ~Copyable, ZipkinV1Sink {
    private var store: SpanStore
    private let isThrift: Bool
    private var draft = ZipkinV1Draft()
    private var hasTraceID = false
    private var hasSpanID = false
    private var annotation = ZipkinV1Annotation()
    private var binaryAnnotation = ZipkinV1BinaryAnnotation()
    private var endpoint = Endpoint()
    /// The annotation that the endpoint belongs to.
    private var owner = ZipkinV1Part.annotation

    package init(store: consuming SpanStore, isThrift: Bool) {
        self.store = store
        self.isThrift = isThrift
    }

    /// Gives the store back.
    package consuming func finish() -> SpanStore { store }

    package mutating func begin(_ part: ZipkinV1Part, at offset: Int) {
        switch part {
        case .span:
            draft = ZipkinV1Draft()
            hasTraceID = false
            hasSpanID = false
        case .annotation:
            annotation = ZipkinV1Annotation()
            owner = part
        case .binaryAnnotation:
            binaryAnnotation = ZipkinV1BinaryAnnotation()
            owner = part
        case .endpoint: endpoint = Endpoint()
        }
    }

    package mutating func beginList(_ field: ZipkinV1Field, at offset: Int) {}
    package mutating func endList(_ field: ZipkinV1Field, at offset: Int) {}
    package mutating func unknown(_ name: String, value: RawSpan, at range: Range<Int>) {}

    package mutating func member(
        _ field: ZipkinV1Field, of part: ZipkinV1Part, _ value: ZipkinV1Scalar
    ) throws(ReadError) {
        if part == .span, field == .traceId || field == .id { return try takeID(field, value) }
        if value.content == .null { return }
        switch part {
        case .span: try takeSpanMember(field, value)
        case .annotation:
            if field == .timestamp {
                annotation.time = try value.integer()
            } else {
                annotation.value = try value.text()
            }
        case .binaryAnnotation:
            switch field {
            case .key: binaryAnnotation.key = try value.text()
            case .annotationType: binaryAnnotation.type = try value.integer()
            default: binaryAnnotation.value = value
            }
        case .endpoint: try takeEndpointMember(field, value)
        }
    }

    private mutating func takeID(_ field: ZipkinV1Field, _ value: ZipkinV1Scalar) throws(ReadError) {
        if field == .id {
            let id = try value.spanID()
            guard id.isValid else { throw value.refused("all zeros is no id") }
            draft.spanID = id
            hasSpanID = true
            return
        }
        if case .integer(let low) = value.content {
            // The other half may stand before or behind it.
            draft.traceID.low = UInt64(bitPattern: low)
        } else {
            (draft.traceID, draft.traceIDWidth) = try value.traceID()
        }
        hasTraceID = true
    }

    private mutating func takeSpanMember(_ field: ZipkinV1Field, _ value: ZipkinV1Scalar) throws(ReadError) {
        switch field {
        case .traceIdHigh:
            draft.traceID.high = UInt64(bitPattern: try value.integer())
            draft.traceIDWidth = draft.traceID.high == 0 ? .bits64 : .bits128
        case .parentId: draft.parentSpanID = try value.spanID()
        case .name: draft.name = try value.text()
        case .timestamp: draft.timestamp = max(0, try value.integer())
        case .duration: draft.duration = max(0, try value.integer())
        case .debug: draft.isDebug = try value.flag() || draft.isDebug
        default: break  // lists are told by their elements
        }
    }

    private mutating func takeEndpointMember(_ field: ZipkinV1Field, _ value: ZipkinV1Scalar) throws(ReadError) {
        switch field {
        case .serviceName:
            let name = try value.text()
            endpoint.serviceName = name.isEmpty ? nil : name
        case .ipv4: endpoint.ipv4 = try value.ipv4()
        case .ipv6: endpoint.ipv6 = try value.ipv6(isThrift: isThrift)
        default:
            var port = try value.integer()
            // An i16 that is read as unsigned (zipkinCore.thrift, Endpoint.port).
            if isThrift { port &= 0xffff }
            guard port <= UInt16.max else { throw value.refused("\(port) is not a port") }
            endpoint.port = port > 0 ? UInt16(exactly: port) : nil
        }
    }

    // MARK: Ends

    package mutating func end(_ part: ZipkinV1Part, at offset: Int) throws(ReadError) {
        switch part {
        case .span: try endSpan(at: offset)
        case .annotation: try endAnnotation(at: offset)
        case .binaryAnnotation:
            guard isThrift || binaryAnnotation.key != nil else {
                throw ReadError(.invalidValue("a binary annotation without key"), at: offset)
            }
            draft.binaryAnnotations.append(binaryAnnotation)
        case .endpoint:
            let told = endpoint == Endpoint() ? nil : endpoint
            if owner == .annotation { annotation.endpoint = told } else { binaryAnnotation.endpoint = told }
        }
    }

    private mutating func endAnnotation(at offset: Int) throws(ReadError) {
        if isThrift {
            if annotation.time != 0 { draft.annotations.append(annotation) }
            return
        }
        guard annotation.time != nil, annotation.value != nil else {
            let missing = annotation.value == nil ? "value" : "timestamp"
            throw ReadError(.invalidValue("an annotation without \(missing)"), at: offset)
        }
        draft.annotations.append(annotation)
    }

    private mutating func endSpan(at offset: Int) throws(ReadError) {
        guard hasTraceID, hasSpanID else {
            let missing = hasSpanID ? "traceId" : hasTraceID ? "id" : "traceId and id"
            throw ReadError(.invalidValue("a span without \(missing)"), at: offset)
        }
        guard draft.traceID.isValid else { throw ReadError(.invalidValue("all zeros is no trace id"), at: offset) }
        for span in ZipkinV1Conversion.spans(of: draft) { store.append(span) }
    }
}
