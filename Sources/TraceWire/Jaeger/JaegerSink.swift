import TraceBytes

/// What a Jaeger payload said, in the wire's words and order, whatever its encoding.
///
/// A sink is told every field, also the second of an id and those that the IDL does not know; absent fields are not
/// mentioned. It may refuse what it is told; the walker adds the path. Texts come as the place where they stand in the
/// payload, which the end of each struct brings along.
package protocol JaegerSink: ~Copyable {
    /// The header of a message; bare batches have none.
    mutating func message(_ message: ThriftMessage, in payload: RawSpan) throws(ReadError)
    mutating func begin(_ part: JaegerPart, at offset: Int) throws(ReadError)
    mutating func beginList(_ field: JaegerField, at offset: Int) throws(ReadError)
    mutating func number(_ field: JaegerField, of part: JaegerPart, _ value: Int64, at offset: Int) throws(ReadError)
    mutating func double(_ field: JaegerField, of part: JaegerPart, _ value: Double, at offset: Int) throws(ReadError)
    mutating func flag(_ field: JaegerField, of part: JaegerPart, _ value: Bool, at offset: Int) throws(ReadError)
    /// A text, or other bytes; the length before it is no part of the range.
    mutating func text(_ field: JaegerField, of part: JaegerPart, at range: Range<Int>) throws(ReadError)
    /// A field that the IDL does not know, or knows with another type, in whichever struct is open. Readers made from the
    /// IDL pass over both.
    mutating func stray(_ field: ThriftField, of part: JaegerPart, at range: Range<Int>, in payload: RawSpan)
        throws(ReadError)
    mutating func endList(_ field: JaegerField, at offset: Int) throws(ReadError)
    /// The end of a struct, with the ids of those fields that it had as the IDL wants them.
    mutating func end(_ part: JaegerPart, having ids: JaegerFieldIDs, at offset: Int, in payload: RawSpan)
        throws(ReadError)
    /// Bytes behind the value: no server looks at them.
    mutating func trailing(_ range: Range<Int>)

    /// Whether ``tag(_:in:)`` may tell a tag of the usual shape; a constant, by which a specialised walker is cleared of it.
    static var takesTagsWhole: Bool { get }
    /// A tag with a key, a type and the value that this names, and nothing else: in place of its begin, its fields and its
    /// end.
    mutating func tag(_ tag: JaegerOpenTag, in payload: RawSpan)
}

extension JaegerSink where Self: ~Copyable {
    package static var takesTagsWhole: Bool { false }
    package mutating func tag(_ tag: JaegerOpenTag, in payload: RawSpan) {}
}

/// The structs of `jaeger.thrift`, and the arguments of the two methods that carry batches.
public enum JaegerPart: String, Sendable, Hashable {
    case arguments, batch, process, stats, span, reference, log, tag
}

/// The fields of the structs of `jaeger.thrift`, by their names there.
public enum JaegerField: String, Sendable, Hashable, CaseIterable {
    // Arguments of `Agent.emitBatch` and `Collector.submitBatches`.
    case batch, batches
    // Batch.
    case process, spans, seqNo, stats
    // Process; spans have tags too.
    case serviceName, tags
    // ClientStats.
    case fullQueueDroppedSpans, tooLargeDroppedSpans, failedToEmitSpans
    // Span; a reference has the ids too.
    case traceIdLow, traceIdHigh, spanId, parentSpanId, operationName, references, flags, startTime, duration, logs
    case incomplete
    // SpanRef.
    case refType
    // Log.
    case timestamp, fields
    // Tag.
    case key, vType, vStr, vDouble, vBool, vLong, vBinary
}

/// A set of the ids 0 to 31, which all that the IDL uses are.
package struct JaegerFieldIDs: Sendable, Hashable {
    package private(set) var bits: UInt32 = 0

    package init() {}

    /// Bit 1 for the id 1, and so on.
    package init(bits: UInt32) { self.bits = bits }

    @inline(__always)
    package mutating func insert(_ id: Int16) {
        // The count of the shift is 0 to 31.
        bits |= 1 << UInt32(truncatingIfNeeded: id & 31)
    }

    @inline(__always)
    package func contains(_ id: Int16) -> Bool { bits >> UInt32(truncatingIfNeeded: id & 31) & 1 == 1 }
    @inline(__always)
    package func contains(_ others: JaegerFieldIDs) -> Bool { bits & others.bits == others.bits }
}
