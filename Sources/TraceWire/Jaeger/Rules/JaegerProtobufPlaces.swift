import TraceBytes
import TraceRules

// Where rules meet what they judge in Jaeger's protobuf, and how they name it.

/// A `PostSpansRequest` under judgement.
public struct JaegerProtobufPayload: Hashable, Sendable {
    public let request: JaegerProtobufRecord
    /// The one batch: of several fields, which protobuf allows, the fields of all in one.
    let batch: JaegerProtobufRecord?
    let process: JaegerProtobufRecord?
    let spans: [JaegerProtobufSpanPlace]

    public init(_ request: JaegerProtobufRecord) {
        self.request = request
        batch = request.record(.batch)
        process = batch?.record(.process)
        spans = (batch?.records(.spans) ?? []).enumerated().map { JaegerProtobufSpanPlace(span: $1, index: $0) }
    }

    /// Visits every tag: of processes, of spans, and the fields of their logs.
    func forEachTag(_ body: (JaegerProtobufPlace) -> Void) {
        process?.forEach(.tags) { index, tag in body(JaegerProtobufPlace(tag, .tagOfBatch(index), of: nil)) }
        for place in spans {
            place.span.forEach(.tags) { index, tag in body(JaegerProtobufPlace(tag, .tag(index), of: place)) }
            place.span.forEach(.logs) { log, entry in
                entry.forEach(.fields) { index, field in
                    body(JaegerProtobufPlace(field, .field(index, log: log), of: place))
                }
            }
            place.span.record(.process)?.forEach(.tags) { index, tag in
                body(JaegerProtobufPlace(tag, .tagOfProcess(index), of: place))
            }
        }
    }
}

/// A span of a payload with its place there.
struct JaegerProtobufSpanPlace: Hashable, Sendable {
    let span: JaegerProtobufRecord
    let index: Int

    var path: String { "batch.spans[\(index)]" }

    var label: SpanLabel {
        SpanLabel(
            traceID: span.octets(.traceId).map { hexDigits($0) }, spanID: span.octets(.spanId).map { hexDigits($0) },
            name: span.text(.operationName))
    }

    /// The span as a place of its own fields.
    var place: JaegerProtobufPlace { JaegerProtobufPlace(span, .span, of: self) }

    /// Visits every reference to another span.
    func forEachReference(_ body: (Int, JaegerProtobufPlace) -> Void) {
        span.forEach(.references) { index, reference in
            body(index, JaegerProtobufPlace(reference, .reference(index), of: self))
        }
    }
}

/// A message of a payload with its place there, which is spelt only where something is wrong.
struct JaegerProtobufPlace {
    let record: JaegerProtobufRecord
    let part: Part
    /// nil outside of spans.
    let span: JaegerProtobufSpanPlace?

    enum Part {
        /// The span itself.
        case span
        case tagOfBatch(Int), tagOfProcess(Int), tag(Int), reference(Int)
        case startTime, duration
        case timestamp(log: Int)
        case field(Int, log: Int)
    }

    init(_ record: JaegerProtobufRecord, _ part: Part, of span: JaegerProtobufSpanPlace?) {
        self.record = record
        self.part = part
        self.span = span
    }

    /// `batch.spans[2].logs[0].fields[1]`.
    var path: String {
        let span = span?.path ?? "batch"
        return switch part {
        case .span: span
        case .tagOfBatch(let index): "batch.process.tags[\(index)]"
        case .tagOfProcess(let index): "\(span).process.tags[\(index)]"
        case .tag(let index): "\(span).tags[\(index)]"
        case .reference(let index): "\(span).references[\(index)]"
        case .startTime: "\(span).start_time"
        case .duration: "\(span).duration"
        case .timestamp(let log): "\(span).logs[\(log)].timestamp"
        case .field(let index, let log): "\(span).logs[\(log)].fields[\(index)]"
        }
    }

    /// What is wrong at a field, at the value that counts, or at the message where it is absent.
    func violation(at field: JaegerProtobufField, expected: String, actual: String) -> Violation {
        Violation(
            at: "\(path).\(field.rawValue)", expected: expected, actual: actual,
            offset: record.member(field)?.offset ?? record.offset, span: span?.label)
    }
}

extension JaegerProtobufRecord {
    /// Visits the messages of a repeated field with their indices.
    func forEach(_ field: JaegerProtobufField, _ body: (Int, JaegerProtobufRecord) -> Void) {
        var count = 0
        // By index, so that no member is copied but those of the field.
        for index in members.indices where members[index].field == field {
            if case .record(let record) = members[index].value { body(count, record) }
            count += 1
        }
    }

    /// Whether a field has another wire type than its own, which a rule of its own says.
    func isMistyped(_ field: JaegerProtobufField) -> Bool {
        if case .stray = self[field] { true } else { false }
    }

    /// The halves of a trace id of 16 or 8 bytes; nil of another.
    var traceIDHalves: (high: UInt64, low: UInt64)? {
        guard let octets = octets(.traceId), octets.count == 16 || octets.count == 8 else { return nil }
        func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
        return (number(octets.dropLast(8)), number(octets.suffix(8)))
    }
}
