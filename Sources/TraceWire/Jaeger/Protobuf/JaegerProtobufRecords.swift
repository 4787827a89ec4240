import TraceBytes

/// Collects what a walker tells as records, without judging any of it.
package struct JaegerProtobufRecords: JaegerProtobufSink {
    /// The payload's own fields.
    package var request: JaegerProtobufRecord { open.first ?? JaegerProtobufRecord(.request) }

    /// The messages that are open, the payload itself first.
    private var open = [JaegerProtobufRecord(.request)]

    package init() {}

    package mutating func begin(_ field: JaegerProtobufField, _ message: JaegerProtobufMessage, at offset: Int) {
        open.append(JaegerProtobufRecord(message, at: offset))
    }

    package mutating func end(
        _ field: JaegerProtobufField, _ message: JaegerProtobufMessage, at offset: Int, in payload: RawSpan
    ) {
        guard let closed = open.popLast() else { return }
        add(field, .record(closed), at: closed.offset)
    }

    package mutating func number(
        _ field: JaegerProtobufField, of message: JaegerProtobufMessage, _ bits: UInt64, at offset: Int
    ) {
        add(field, .number(bits), at: offset)
    }

    package mutating func double(
        _ field: JaegerProtobufField, of message: JaegerProtobufMessage, _ value: Double, at offset: Int
    ) {
        add(field, .double(bits: value.bitPattern), at: offset)
    }

    package mutating func bytes(
        _ field: JaegerProtobufField, of message: JaegerProtobufMessage, at range: Range<Int>, in payload: RawSpan
    ) {
        let bytes = payload.clamped(to: range)
        switch field {
        case .traceId, .spanId, .vBinary: add(field, .octets(bytes.copied()), at: range.lowerBound)
        default: add(field, .text(bytes.text()), at: range.lowerBound)
        }
    }

    package mutating func mistyped(
        _ field: JaegerProtobufField, of message: JaegerProtobufMessage, _ tag: ProtobufTag, at range: Range<Int>,
        in payload: RawSpan
    ) {
        add(field, .stray(tag, payload.clamped(to: range)), at: range.lowerBound)
    }

    package mutating func undeclared(_ tag: ProtobufTag, at range: Range<Int>, in payload: RawSpan) {
        add(nil, .stray(tag, payload.clamped(to: range)), at: range.lowerBound)
    }

    package mutating func endPayload(in payload: RawSpan) {}

    private mutating func add(_ field: JaegerProtobufField?, _ value: JaegerProtobufValue, at offset: Int) {
        guard let last = open.indices.last else { return }
        // Most messages are tags, of three fields; empty ones cost nothing.
        if open[last].members.isEmpty { open[last].members.reserveCapacity(4) }
        open[last].members.append(JaegerProtobufMember(field, value, at: offset))
    }
}

extension JaegerProtobufValue {
    fileprivate static func stray(_ tag: ProtobufTag, _ bytes: RawSpan) -> JaegerProtobufValue {
        .stray(number: tag.number, wireType: tag.wireType, bytes: bytes.copied())
    }
}
