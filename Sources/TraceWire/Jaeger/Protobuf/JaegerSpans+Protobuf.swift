import TraceBytes
import TraceModel

/// Reads what the walker of protobuf tells, into the same drafts as Thrift's.
///
/// Refused is what Jaeger's own reader refuses: ids of another length, times that are none, declared fields with another
/// wire type. Of a singular field that is repeated the last one counts. A process of a span's own takes precedence over
/// that of the batch (`model.proto`, Batch).
extension JaegerSpans: JaegerProtobufSink {
    package mutating func begin(_ field: JaegerProtobufField, _ message: JaegerProtobufMessage, at offset: Int) {
        switch message {
        case .span:
            beginSpan()
            protobuf.isInSpan = true
            protobuf.ownProcess = nil
        case .reference: reference = JaegerReference()
        case .log: beginLog()
        case .keyValue:
            // What is absent is zero or empty.
            tag = JaegerOpenTag()
            tag.ids = .all
        case .process:
            tagOwner = .process
            let process = protobuf.isInSpan ? protobuf.ownProcess ?? .init() : protobuf.batchProcess
            (serviceName, resource) = (process.serviceName, process.tags)
        case .timestamp, .duration: protobuf.time = .init(offset: offset)
        case .request, .batch: break
        }
    }

    package mutating func end(
        _ field: JaegerProtobufField, _ message: JaegerProtobufMessage, at offset: Int, in payload: RawSpan
    ) throws(ReadError) {
        switch message {
        case .span:
            setOwnProcess(in: payload)
            endSpan(in: payload)
            protobuf.isInSpan = false
        case .reference: references.append(reference)
        case .log:
            endLog(in: payload)
            tagOwner = .span
        case .keyValue: endTag(in: payload)
        case .process: endProcess()
        case .timestamp:
            let time = try protobuf.time.timestamp()
            if field == .timestamp { self.time = time } else { draft.start = time.nanoseconds == 0 ? nil : time }
        case .duration: draft.durationNanoseconds = try protobuf.time.duration()
        case .request, .batch: break
        }
    }

    package mutating func number(
        _ field: JaegerProtobufField, of message: JaegerProtobufMessage, _ bits: UInt64, at offset: Int
    ) {
        // Fields of 32 bits cut higher ones off (protobuf encoding, 32-bit types).
        switch field {
        case .vType: tag.type = JaegerOpenTag.type(protobuf: Int32(truncatingIfNeeded: bits))
        case .vInt64: tag.number = Int64(bitPattern: bits)
        case .vBool: tag.flag = bits != 0
        case .flags:
            draft.flags = UInt32(bits & 1)
            draft.isDebug = bits & 2 != 0
        case .refType: reference.type = Int64(Int32(truncatingIfNeeded: bits))
        case .seconds: protobuf.time.seconds = Int64(bitPattern: bits)
        case .nanos: protobuf.time.nanos = Int32(truncatingIfNeeded: bits)
        default: break  // no other field is a number
        }
    }

    package mutating func double(
        _ field: JaegerProtobufField, of message: JaegerProtobufMessage, _ value: Double, at offset: Int
    ) {
        tag.double = value
    }

    package mutating func bytes(
        _ field: JaegerProtobufField, of message: JaegerProtobufMessage, at range: Range<Int>, in payload: RawSpan
    ) throws(ReadError) {
        switch field {
        case .key: tag.key = range
        case .vStr: tag.text = range
        case .vBinary: tag.binary = range
        case .operationName: name = range
        case .serviceName: serviceName = range
        case .traceId:
            let id = try Self.traceID(at: range, in: payload)
            if message == .span { draft.traceID = id } else { reference.traceID = id }
        case .spanId:
            let id = try Self.spanID(at: range, in: payload)
            if message == .span { draft.spanID = id } else { reference.spanID = id }
        default: break  // process ids refer to maps of storages, warnings are Jaeger's own
        }
    }

    package mutating func mistyped(
        _ field: JaegerProtobufField, of message: JaegerProtobufMessage, _ tag: ProtobufTag, at range: Range<Int>,
        in payload: RawSpan
    ) throws(ReadError) {
        let declared = message.declaration(tag.number)?.wireType.rawValue ?? 0
        throw ReadError(
            .invalidValue("\(field.rawValue) has wire type \(tag.rawValue & 7), not \(declared)"), at: range.lowerBound)
    }

    package mutating func undeclared(_ tag: ProtobufTag, at range: Range<Int>, in payload: RawSpan) {}

    package mutating func endPayload(in payload: RawSpan) {
        guard !protobuf.withoutOwnProcess.isEmpty else { return }
        (serviceName, resource) = (protobuf.batchProcess.serviceName, protobuf.batchProcess.tags)
        let number = store.intern(sender(in: payload))
        for run in protobuf.withoutOwnProcess { store.setResource(number, ofSpans: run) }
    }

    // MARK: Processes

    private mutating func endProcess() {
        let process = JaegerProtobufParts.Process(serviceName: serviceName, tags: resource)
        if protobuf.isInSpan { protobuf.ownProcess = process } else { protobuf.batchProcess = process }
        tagOwner = .span
    }

    /// Gives the span that ends its own process, or remembers that it has none.
    private mutating func setOwnProcess(in payload: RawSpan) {
        guard let process = protobuf.ownProcess else { return protobuf.add(store.count) }
        (serviceName, resource) = (process.serviceName, process.tags)
        draft.resource = store.intern(sender(in: payload))
    }

    // MARK: Identifiers

    /// 16 bytes, or the 8 of the lower half.
    private static func traceID(at range: Range<Int>, in payload: RawSpan) throws(ReadError) -> TraceID {
        let bytes = payload.clamped(to: range)
        if bytes.byteCount == 16, let high = bytes.word(at: 0), let low = bytes.word(at: 8) {
            return TraceID(high: high.byteSwapped, low: low.byteSwapped)
        }
        guard bytes.byteCount == 8, let low = bytes.word(at: 0) else {
            throw ReadError(
                .invalidValue("\(bytes.byteCount) bytes are no trace id, which has 16 or 8"), at: range.lowerBound)
        }
        return TraceID(high: 0, low: low.byteSwapped)
    }

    private static func spanID(at range: Range<Int>, in payload: RawSpan) throws(ReadError) -> SpanID {
        let bytes = payload.clamped(to: range)
        guard bytes.byteCount == 8, let value = bytes.word(at: 0) else {
            throw ReadError(
                .invalidValue("\(bytes.byteCount) bytes are no span id, which has 8"), at: range.lowerBound)
        }
        return SpanID(value.byteSwapped)
    }
}

extension JaegerOpenTag {
    /// Thrift's number of a type that protobuf counts in another order: STRING, BOOL, INT64, FLOAT64, BINARY.
    fileprivate static func type(protobuf number: Int32) -> Int64 {
        switch number {
        case 0: 0
        case 1: 2
        case 2: 3
        case 3: 1
        case 4: 4
        default: -1  // no type, and so no value
        }
    }
}

extension JaegerFieldIDs {
    fileprivate static let all = JaegerFieldIDs(bits: .max)
}
