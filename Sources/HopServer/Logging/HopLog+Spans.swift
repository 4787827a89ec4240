import TraceBytes
import TraceModel
import TracePropagation

/// What `server.debug: true` shows of headers and spans.
extension HopLog {
    /// The trace headers of an inbound call, and what the formats that are there came to.
    static func members(of headers: HeaderFields, _ result: ExtractedContext) -> [(String, JSONValue)] {
        let fields = headers.filter { field in traceFields.contains { field.isNamed($0) } }
        let readings = result.statements.map { JSONMember($0.format, .string(word(for: $0.extraction))) }
        return [
            ("headers", .array(fields.map { .string($0.description) })),
            ("used", result.format.map(JSONValue.string) ?? .null),
            ("formats", .object(readings)),
        ]
    }

    private static let traceFields = PropagationFormats.fieldNames + OpaqueHeaders.names

    private static func word(for extraction: Extraction) -> String {
        switch extraction {
        case .absent: "absent"
        case .context(let context): "context of span \(context.spanID.hex)"
        case .decision: "a decision without ids"
        case .invalid(let violations): "invalid: " + violations.map { "\($0)" }.joined(separator: "; ")
        }
    }

    static func members(of span: TraceSpan) -> [(String, JSONValue)] {
        [
            ("traceId", .string(span.traceID.hex)), ("id", .string(span.spanID.hex)),
            ("parentId", span.parentSpanID.map { .string($0.hex) } ?? .null), ("kind", .string(span.kind.description)),
            ("name", .string(span.name)), ("startNanos", .number(span.start?.nanoseconds ?? 0)),
            ("durationNanos", .number(span.durationNanoseconds ?? 0)),
            ("attributes", .object(span.attributes.map { JSONMember($0.key, .string($0.value.description)) })),
        ]
    }
}
