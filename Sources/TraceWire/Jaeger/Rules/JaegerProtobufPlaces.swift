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
        process?.forEach(.tags) { index, tag in
            body(JaegerProtobufPlace(record: tag, span: nil) { "batch.process.tags[\(index)]" })
        }
        for place in spans {
            place.span.forEach(.tags) { index, tag in
                body(JaegerProtobufPlace(record: tag, span: place) { "\(place.path).tags[\(index)]" })
            }
            place.span.forEach(.logs) { log, entry in
                entry.forEach(.fields) { index, field in
                    body(
                        JaegerProtobufPlace(record: field, span: place) {
                            "\(place.path).logs[\(log)].fields[\(index)]"
                        })
                }
            }
            place.span.record(.process)?.forEach(.tags) { index, tag in
                body(JaegerProtobufPlace(record: tag, span: place) { "\(place.path).process.tags[\(index)]" })
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
    var place: JaegerProtobufPlace { JaegerProtobufPlace(record: span, span: self) { path } }

    /// Visits every reference to another span.
    func forEachReference(_ body: (Int, JaegerProtobufPlace) -> Void) {
        span.forEach(.references) { index, reference in
            body(index, JaegerProtobufPlace(record: reference, span: self) { "\(path).references[\(index)]" })
        }
    }
}

/// A message of a payload with its place there, which is spelt only where something is wrong.
struct JaegerProtobufPlace {
    let record: JaegerProtobufRecord
    /// nil outside of spans.
    let span: JaegerProtobufSpanPlace?
    let path: () -> String

    init(record: JaegerProtobufRecord, span: JaegerProtobufSpanPlace?, path: @escaping () -> String) {
        self.record = record
        self.span = span
        self.path = path
    }

    /// What is wrong at a field, at the value that counts, or at the message where it is absent.
    func violation(at field: JaegerProtobufField, expected: String, actual: String) -> Violation {
        Violation(
            at: "\(path()).\(field.rawValue)", expected: expected, actual: actual,
            offset: record.member(field)?.offset ?? record.offset, span: span?.label)
    }
}

extension JaegerProtobufRecord {
    /// Visits the messages of a repeated field with their indices.
    func forEach(_ field: JaegerProtobufField, _ body: (Int, JaegerProtobufRecord) -> Void) {
        var index = 0
        for member in members where member.field == field {
            if case .record(let record) = member.value { body(index, record) }
            index += 1
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
