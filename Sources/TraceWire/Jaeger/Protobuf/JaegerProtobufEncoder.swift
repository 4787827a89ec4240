import TraceBytes
import TraceModel

/// Writes canonical spans as `PostSpansRequest`, fields in the order of their numbers, zeros and empty texts left out.
///
/// A batch has one process, so that spans are grouped by their resource, in the order in which each first appears. What
/// the format cannot say is lost: lists and maps (written as JSON text), attributes and `tracestate` of links, schema URLs,
/// flags beyond "sampled", and the difference between INTERNAL and no kind. Times keep their nanoseconds.
public enum JaegerProtobufEncoder {
    /// The messages for a collector, without the framing of gRPC, one for each process, with the number of spans in each.
    public static func batches(of spans: some Sequence<TraceSpan>) -> [JaegerBatch] {
        JaegerEncoder.groups(of: spans).map { group in
            var writer = ProtobufWriter()
            let batch = writer.beginMessage(1)
            for (_, span) in group.spans { writer.write(span) }
            writer.write(JaegerProcess(of: group.first))
            writer.endMessage(batch)
            return JaegerBatch(bytes: writer.bytes, spanCount: group.spans.count)
        }
    }
}

extension ProtobufWriter {
    fileprivate mutating func write(_ span: TraceSpan) {
        let message = beginMessage(1)
        write(1, bigEndianBytes: span.traceID.high, span.traceID.low)
        write(2, bigEndianBytes: span.spanID.value)
        writeUnlessEmpty(3, span.name)
        // No field names the parent: it must be the first reference (OpenTelemetry to Jaeger, Parent ID).
        if let parent = span.parentSpanID, parent.isValid { writeReference(span.traceID, parent, isChildOf: true) }
        for link in span.links { writeReference(link.traceID, link.spanID, isChildOf: link.kind == .childOf) }
        // Spans that are reported are sampled; 2 is debug.
        write(5, varint: span.isDebug ? 3 : 1)
        if let start = span.start { write(6, start) }
        if let duration = span.durationNanoseconds {
            // Both parts have the sign of the whole (duration.proto).
            let (seconds, nanos) = duration.quotientAndRemainder(dividingBy: 1_000_000_000)
            writeTime(7, seconds: seconds, nanos: nanos)
        }
        for tag in JaegerTags(of: span).list { write(8, tag) }
        for event in span.events {
            let log = beginMessage(9)
            write(1, event.time)
            for field in JaegerTags.fields(of: event) { write(2, field) }
            endMessage(log)
        }
        endMessage(message)
    }

    private mutating func writeReference(_ traceID: TraceID, _ spanID: SpanID, isChildOf: Bool) {
        let message = beginMessage(4)
        write(1, bigEndianBytes: traceID.high, traceID.low)
        write(2, bigEndianBytes: spanID.value)
        if !isChildOf { write(3, varint: 1) }
        endMessage(message)
    }

    fileprivate mutating func write(_ process: JaegerProcess) {
        let message = beginMessage(2)
        writeUnlessEmpty(1, process.serviceName)
        for tag in process.tags { write(2, tag) }
        endMessage(message)
    }

    // MARK: Times

    private mutating func write(_ number: UInt32, _ time: Timestamp) {
        // Nanos count forward, also before 1970 (timestamp.proto).
        var (seconds, nanos) = time.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        if nanos < 0 { (seconds, nanos) = (seconds - 1, nanos + 1_000_000_000) }
        writeTime(number, seconds: seconds, nanos: nanos)
    }

    /// A message that is there also when both parts are zero.
    private mutating func writeTime(_ number: UInt32, seconds: Int64, nanos: Int64) {
        let message = beginMessage(number)
        if seconds != 0 { write(1, int: seconds) }
        if nanos != 0 { write(2, int: nanos) }
        endMessage(message)
    }

    // MARK: Tags

    /// `v_type` and the one field that it names. What Jaeger has no type for is a text: lists and maps as JSON, nothing as
    /// an empty one (OpenTelemetry to Jaeger, Attributes).
    private mutating func write(_ number: UInt32, _ tag: Attribute) {
        let message = beginMessage(number)
        writeUnlessEmpty(1, tag.key)
        switch tag.value {
        case .string, .array, .map, .empty: writeUnlessEmpty(3, tag.value.tagText)
        case .bool(let flag):
            write(2, varint: 1)
            if flag { write(4, bool: true) }
        case .int(let value):
            write(2, varint: 2)
            if value != 0 { write(5, int: value) }
        case .double(let value):
            write(2, varint: 3)
            // Only +0 is left out.
            if value.bitPattern != 0 { write(6, double: value) }
        case .bytes(let bytes):
            write(2, varint: 4)
            if !bytes.isEmpty { write(7, bytes: bytes) }
        }
        endMessage(message)
    }
}
