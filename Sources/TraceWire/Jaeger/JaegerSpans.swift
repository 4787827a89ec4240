import TraceBytes
import TraceModel

/// Reads what a walker tells into canonical spans and adds them to a store.
///
/// The process becomes the resource: its service name as `service.name`, then its tags. The tag `span.kind` becomes the
/// kind; `error`, when it is true, `otel.status_code` and `otel.status_description` become the status, `error` winning
/// as it does in Jaeger (OpenTelemetry to Jaeger, Status); what became one of these is no attribute. A status is read
/// from nothing else: the status code of HTTP stays the attribute that it is.
///
/// A text that is not UTF-8 is taken, as Jaeger takes it: as a value it is kept as bytes, as a name it is repaired.
///
/// What spans, tags, logs and references amount to is the same in Thrift and in protobuf, which a second conformance to a
/// sink hears: ``JaegerProtobufSink``.
package struct JaegerSpans: ~Copyable, JaegerSink {
    var store: SpanStore
    var draft = SpanDraft()
    var name: Range<Int>?
    var references: [JaegerReference] = []
    var reference = JaegerReference()
    /// The tag that is open.
    var tag = JaegerOpenTag()
    /// The list that tags belong to, which the process or a log have beside the span.
    var tagOwner = JaegerPart.span
    var keys = JaegerKeys()
    /// The place of the tag among those of its span: where senders write the same keys in the same order.
    var tagIndex = 0
    /// Where the text of `otel.status_description` stands.
    var description: Range<Int>?
    var status = JaegerStatus()
    // Of the process.
    var serviceName: Range<Int>?
    var resource: [Attribute] = []
    private var resourceNumber = SpanStore.ResourceNumber.none
    private var firstSpanOfBatch = 0
    // Of a log.
    var time = Timestamp(nanoseconds: 0)
    var logFields: [JaegerOpenTag] = []
    /// What only protobuf has.
    var protobuf = JaegerProtobufParts()

    package init(store: consuming SpanStore) {
        self.store = store
    }

    /// Gives the store back.
    package consuming func finish() -> SpanStore { store }

    package mutating func message(_ message: ThriftMessage, in payload: RawSpan) {}

    @inline(__always)
    package mutating func begin(_ part: JaegerPart, at offset: Int) {
        switch part {
        case .batch:
            resourceNumber = .none
            firstSpanOfBatch = store.count
        case .process:
            tagOwner = .process
            serviceName = nil
            resource.removeAll(keepingCapacity: true)
        case .span: beginSpan()
        case .reference: reference = JaegerReference()
        case .log: beginLog()
        // Which of its fields a tag has is said at its end.
        case .tag, .arguments, .stats: break
        }
    }

    @inline(never)
    mutating func beginSpan() {
        draft = SpanDraft()
        draft.resource = resourceNumber
        tagOwner = .span
        tagIndex = 0
        name = nil
        description = nil
        status = JaegerStatus()
        references.removeAll(keepingCapacity: true)
    }

    mutating func beginLog() {
        tagOwner = .log
        time = Timestamp(nanoseconds: 0)
        logFields.removeAll(keepingCapacity: true)
    }

    package mutating func beginList(_ field: JaegerField, at offset: Int) {
        // The last of a repeated list would count; tags are in the store already and are all kept.
        if field == .references { references.removeAll(keepingCapacity: true) }
    }

    package mutating func endList(_ field: JaegerField, at offset: Int) {}

    @inline(__always)
    package mutating func number(_ field: JaegerField, of part: JaegerPart, _ value: Int64, at offset: Int) {
        let bits = UInt64(bitPattern: value)
        switch (part, field) {
        case (.tag, .vType): tag.type = value
        case (.tag, .vLong): tag.number = value
        case (.span, .traceIdLow): draft.traceID.low = bits
        case (.span, .traceIdHigh): draft.traceID.high = bits
        case (.span, .spanId): draft.spanID = SpanID(bits)
        case (.span, .parentSpanId): draft.parentSpanID = SpanID(bits)
        case (.span, .flags):
            draft.flags = UInt32(bits & 1)
            draft.isDebug = bits & 2 != 0
        case (.span, .startTime): draft.start = value == 0 ? nil : Timestamp(microseconds: value)
        case (.span, .duration): draft.durationNanoseconds = nanosecondsClamped(microseconds: value)
        case (.reference, .refType): reference.type = value
        case (.reference, .traceIdLow): reference.traceID.low = bits
        case (.reference, .traceIdHigh): reference.traceID.high = bits
        case (.reference, .spanId): reference.spanID = SpanID(bits)
        case (.log, .timestamp): time = Timestamp(microseconds: value)
        default: break  // numbers of batches and their statistics
        }
    }

    package mutating func double(_ field: JaegerField, of part: JaegerPart, _ value: Double, at offset: Int) {
        tag.double = value
    }

    package mutating func flag(_ field: JaegerField, of part: JaegerPart, _ value: Bool, at offset: Int) {
        if field == .vBool { tag.flag = value }
    }

    @inline(__always)
    package mutating func text(_ field: JaegerField, of part: JaegerPart, at range: Range<Int>) {
        switch field {
        case .key: tag.key = range
        case .vStr: tag.text = range
        case .vBinary: tag.binary = range
        case .operationName: name = range
        default: serviceName = range
        }
    }

    package mutating func stray(
        _ field: ThriftField, of part: JaegerPart, at range: Range<Int>, in payload: RawSpan
    ) {}

    package mutating func trailing(_ range: Range<Int>) {}

    @inline(__always)
    package mutating func end(
        _ part: JaegerPart, having ids: JaegerFieldIDs, at offset: Int, in payload: RawSpan
    ) throws(ReadError) {
        try part.require(ids, at: offset)
        switch part {
        case .tag:
            tag.ids = ids
            endTag(in: payload)
        case .span: endSpan(in: payload)
        case .reference: references.append(reference)
        case .log:
            endLog(in: payload)
            tagOwner = .span
        case .process: endProcess(in: payload)
        case .batch, .arguments, .stats: break
        }
    }

    @inline(never)
    private mutating func endProcess(in payload: RawSpan) {
        let sender = sender(in: payload)
        resourceNumber = store.intern(sender)
        // Fields may come in any order.
        if store.count > firstSpanOfBatch { store.setResource(sender, ofSpansFrom: firstSpanOfBatch) }
        tagOwner = .span
    }

    /// What the process that was read last says as a resource.
    func sender(in payload: RawSpan) -> Resource {
        guard let serviceName else { return Resource(attributes: resource) }
        let name = Attribute("service.name", .string(payload.clamped(to: serviceName).text()))
        return Resource(attributes: [name] + resource)
    }
}
