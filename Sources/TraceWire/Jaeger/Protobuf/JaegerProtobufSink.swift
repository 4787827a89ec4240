import TraceBytes

/// What a Jaeger payload in protobuf said, in the wire's words and order.
///
/// A sink is told every field, also the second of a singular one and those that the specification does not declare; absent
/// ones, which protobuf takes for zero or empty, are not mentioned. It may refuse what it is told; the walker adds the path.
///
/// It is not the sink of Thrift's walker, since hardly a field is said in the same form: ids are bytes of any length and not
/// halves, times are messages, nothing names the parent, nothing is required, and a span may have a process of its own.
package protocol JaegerProtobufSink: ~Copyable {
    /// A message begins, in a field; everything up to ``end(_:_:at:in:)`` belongs to it. The payload itself comes without.
    mutating func begin(_ field: JaegerProtobufField, _ message: JaegerProtobufMessage, at offset: Int)
        throws(ReadError)
    mutating func end(
        _ field: JaegerProtobufField, _ message: JaegerProtobufMessage, at offset: Int, in payload: RawSpan
    ) throws(ReadError)
    /// An integer, an enum or a boolean: the whole varint, negative numbers as two's complement.
    mutating func number(
        _ field: JaegerProtobufField, of message: JaegerProtobufMessage, _ bits: UInt64, at offset: Int
    ) throws(ReadError)
    mutating func double(
        _ field: JaegerProtobufField, of message: JaegerProtobufMessage, _ value: Double, at offset: Int
    ) throws(ReadError)
    /// A text, which is UTF-8, or other bytes; the length before it is no part of the range.
    mutating func bytes(
        _ field: JaegerProtobufField, of message: JaegerProtobufMessage, at range: Range<Int>, in payload: RawSpan
    ) throws(ReadError)
    /// A declared field with another wire type than its own.
    mutating func mistyped(
        _ field: JaegerProtobufField, of message: JaegerProtobufMessage, _ tag: ProtobufTag, at range: Range<Int>,
        in payload: RawSpan
    ) throws(ReadError)
    /// A field that is not declared.
    mutating func undeclared(_ tag: ProtobufTag, at range: Range<Int>, in payload: RawSpan) throws(ReadError)
    /// The end of the payload.
    mutating func endPayload(in payload: RawSpan) throws(ReadError)
}
