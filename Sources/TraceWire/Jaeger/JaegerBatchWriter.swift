import TraceBytes
import TraceModel

/// Writes one batch and its envelope; spans come encoded, so that their sizes are known before they are put together.
struct JaegerBatchWriter<Writer: ThriftWriter> {
    let process: JaegerProcess

    /// A bare batch.
    func batch(of spans: [[UInt8]]) -> [UInt8] {
        var writer = Writer()
        write(spans, sequence: nil, to: &writer)
        return writer.bytes
    }

    /// `Agent.emitBatch`, oneway as the IDL declares it.
    func message(of spans: [[UInt8]], sequence: Int64?) -> [UInt8] {
        var writer = Writer()
        writer.writeMessage("emitBatch", type: 4, sequence: 0)
        writer.writeStruct { writer in
            writer.writeField(1, .structure)
            write(spans, sequence: sequence, to: &writer)
        }
        return writer.bytes
    }

    /// The most that a message takes beside its spans: the count of a list in the compact encoding can need 5 bytes more
    /// than that of an empty one.
    func envelopeBytes(sequence: Int64?) -> Int { message(of: [], sequence: sequence).count + 5 }

    private func write(_ spans: [[UInt8]], sequence: Int64?, to writer: inout Writer) {
        writer.writeStruct { writer in
            writer.writeStruct(id: 1) { writer in
                writer.write(process.serviceName, id: 1)
                if !process.tags.isEmpty { writer.writeTags(process.tags, id: 2) }
            }
            writer.writeField(2, .list)
            writer.writeList(of: .structure, count: spans.count)
            for span in spans { writer.append(span) }
            if let sequence { writer.write(sequence, id: 3) }
        }
    }

    /// A span as an element of the list.
    static func encoded(_ span: TraceSpan) -> [UInt8] {
        var writer = Writer()
        writer.writeStruct { $0.writeFields(of: span) }
        return writer.bytes
    }
}

extension ThriftWriter {
    fileprivate mutating func writeFields(of span: TraceSpan) {
        write(Int64(bitPattern: span.traceID.low), id: 1)
        write(Int64(bitPattern: span.traceID.high), id: 2)
        write(Int64(bitPattern: span.spanID.value), id: 3)
        write(Int64(bitPattern: span.parentSpanID?.value ?? 0), id: 4)
        write(span.name, id: 5)
        if !span.links.isEmpty {
            writeStructs(span.links, id: 6) { writer, link in
                writer.write(Int32(link.kind == .childOf ? 0 : 1), id: 1)
                writer.write(Int64(bitPattern: link.traceID.low), id: 2)
                writer.write(Int64(bitPattern: link.traceID.high), id: 3)
                writer.write(Int64(bitPattern: link.spanID.value), id: 4)
            }
        }
        // Spans that are reported are sampled; 2 is debug.
        write(Int32(span.isDebug ? 3 : 1), id: 7)
        write(span.start?.microseconds ?? 0, id: 8)
        write((span.durationNanoseconds ?? 0) / 1000, id: 9)
        let tags = JaegerTags(of: span).list
        if !tags.isEmpty { writeTags(tags, id: 10) }
        if !span.events.isEmpty {
            writeStructs(span.events, id: 11) { writer, event in
                writer.write(event.time.microseconds, id: 1)
                writer.writeTags(JaegerTags.fields(of: event), id: 2)
            }
        }
    }

    fileprivate mutating func writeTags(_ tags: [Attribute], id: Int16) {
        writeStructs(tags, id: id) { writer, tag in
            writer.write(tag.key, id: 1)
            writer.writeValue(of: tag.value)
        }
    }

    /// `vType` and the one field that it names. What Jaeger has no type for is a text: lists and maps as JSON, nothing as
    /// an empty one (OpenTelemetry to Jaeger, Attributes).
    private mutating func writeValue(of value: AttributeValue) {
        switch value {
        case .string, .array, .map, .empty:
            write(Int32(0), id: 2)
            write(value.tagText, id: 3)
        case .double(let number):
            write(Int32(1), id: 2)
            write(number, id: 4)
        case .bool(let flag):
            write(Int32(2), id: 2)
            write(flag, id: 5)
        case .int(let number):
            write(Int32(3), id: 2)
            write(number, id: 6)
        case .bytes(let bytes):
            write(Int32(4), id: 2)
            write(bytes, id: 7)
        }
    }
}
