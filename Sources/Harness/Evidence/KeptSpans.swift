import TraceBytes
import TraceModel

/// `spans.jsonl` of a kept run: the canonical reading of every accepted span, a line each, for people and their tools.
/// Judging again does not read it: the payloads are the evidence.
enum KeptSpans {
    static func lines(_ exports: [ExportRecord]) -> [JSONValue] {
        exports.flatMap { export -> [JSONValue] in
            guard case .accepted(let spans) = export.result else { return [] }
            return spans.map { json($0, of: export) }
        }
    }

    private static func json(_ span: TraceSpan, of export: ExportRecord) -> JSONValue {
        .object([
            .init("export", .number(export.number)), .init("hop", .number(export.hop)),
            .init("trace_id", .string(span.traceID.hex)), .init("span_id", .string(span.spanID.hex)),
            .init("parent_span_id", span.parentSpanID.map { .string($0.hex) } ?? .null),
            .init("kind", .string(span.kind.description)), .init("name", .string(span.name)),
            .init("service", span.serviceName.map(JSONValue.string) ?? .null),
            .init("start_unix_nanos", span.start.map { .number($0.nanoseconds) } ?? .null),
            .init("duration_nanos", span.durationNanoseconds.map { .number($0) } ?? .null),
            .init("status", .string("\(span.status.code)")), .init("status_message", .string(span.status.message)),
            .init("attributes", attributes(span.attributes)), .init("events", .array(span.events.map(event))),
        ])
    }

    private static func event(_ event: SpanEvent) -> JSONValue {
        .object([
            .init("time_unix_nanos", .number(event.time.nanoseconds)), .init("name", .string(event.name)),
            .init("attributes", attributes(event.attributes)),
        ])
    }

    /// Pairs, since keys may repeat.
    private static func attributes(_ attributes: [Attribute]) -> JSONValue {
        .array(attributes.map { .array([.string($0.key), .string($0.value.description)]) })
    }
}
