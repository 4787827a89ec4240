import TraceBytes
import TraceRules

// Where rules meet what they judge, and how they name it.

extension JaegerPayload {
    /// `batches[1]` of a message that carries a list of them; empty where there is one.
    func path(ofBatch index: Int) -> String { batches.count > 1 ? "batches[\(index)]" : "" }

    /// Every span with its place.
    var spanPlaces: [JaegerSpanPlace] {
        var places: [JaegerSpanPlace] = []
        for (number, batch) in batches.enumerated() {
            guard let spans = batch.list(.spans) else { continue }
            places.reserveCapacity(places.count + spans.count)
            for (index, span) in spans.enumerated() {
                places.append(JaegerSpanPlace(span: span, index: index, batch: batches.count > 1 ? number : nil))
            }
        }
        return places
    }

    /// Visits every tag: of processes, of spans, and the fields of their logs.
    func forEachTag(_ body: (JaegerTagPlace) -> Void) {
        for (number, batch) in batches.enumerated() {
            for (index, tag) in (batch.part(.process)?.list(.tags) ?? []).enumerated() {
                body(JaegerTagPlace(tag: tag, index: index, owner: .process(path: path(ofBatch: number))))
            }
        }
        for place in spanPlaces {
            for (index, tag) in (place.span.list(.tags) ?? []).enumerated() {
                body(JaegerTagPlace(tag: tag, index: index, owner: .span(place)))
            }
            for (log, entry) in (place.span.list(.logs) ?? []).enumerated() {
                for (index, field) in (entry.list(.fields) ?? []).enumerated() {
                    body(JaegerTagPlace(tag: field, index: index, owner: .log(place, log)))
                }
            }
        }
    }
}

/// A span of a payload with its place there.
struct JaegerSpanPlace {
    let span: JaegerStruct
    let index: Int
    /// nil where the payload has one batch.
    let batch: Int?

    /// `spans[2]`, `batches[1].spans[2]`.
    var path: String { batch.map { "batches[\($0)].spans[\(index)]" } ?? "spans[\(index)]" }

    var label: SpanLabel {
        SpanLabel(traceID: span.traceIDText, spanID: span.number(.spanId)?.hexText, name: span.text(.operationName))
    }

    /// What is wrong at a field of the span, at the value that counts.
    func violation(at field: JaegerField, expected: String, actual: String) -> Violation {
        violation(at: field.rawValue, of: span, field, expected: expected, actual: actual)
    }

    /// What is wrong at a field of a part of the span: `references[1].refType`.
    func violation(
        at path: String, of part: JaegerStruct, _ field: JaegerField, expected: String, actual: String
    ) -> Violation {
        Violation(
            at: "\(self.path).\(path)", expected: expected, actual: actual, offset: part.offset(of: field), span: label)
    }
}

/// A tag, or a field of a log, with its place.
struct JaegerTagPlace {
    let tag: JaegerStruct
    let index: Int
    let owner: Owner

    enum Owner {
        case process(path: String)
        case span(JaegerSpanPlace)
        case log(JaegerSpanPlace, Int)
    }

    /// `process.tags[0]`, `spans[2].tags[1]`, `spans[2].logs[0].fields[1]`.
    var path: String {
        switch owner {
        case .process(let batch): batch.isEmpty ? "process.tags[\(index)]" : "\(batch).process.tags[\(index)]"
        case .span(let place): "\(place.path).tags[\(index)]"
        case .log(let place, let log): "\(place.path).logs[\(log)].fields[\(index)]"
        }
    }

    private var label: SpanLabel? {
        switch owner {
        case .process: nil
        case .span(let place), .log(let place, _): place.label
        }
    }

    func violation(at field: JaegerField, expected: String, actual: String) -> Violation {
        Violation(
            at: "\(path).\(field.rawValue)", expected: expected, actual: actual, offset: tag.offset(of: field),
            span: label)
    }
}

extension JaegerStruct {
    /// Where the value of a field stands that counts, or the struct when it is absent.
    func offset(of field: JaegerField) -> Int { members.last { $0.field == field }?.offset ?? offset }

    /// 32 digits, or 16 when the upper half is zero; nil without a lower half.
    var traceIDText: String? {
        guard let low = number(.traceIdLow) else { return nil }
        let high = number(.traceIdHigh) ?? 0
        return high == 0 ? low.hexText : high.hexText + low.hexText
    }

    /// Whether the trace of a reference is that of this span.
    func isOfTheTrace(of reference: JaegerStruct) -> Bool {
        number(.traceIdLow) == reference.number(.traceIdLow) && number(.traceIdHigh) == reference.number(.traceIdHigh)
    }

    /// The tag of a key that counts, the last one; nil when absent.
    func tag(_ key: String) -> JaegerStruct? { list(.tags)?.last { $0.text(.key) == key } }
}

extension Int64 {
    /// 16 digits: ids are unsigned numbers that the wire writes as signed ones.
    var hexText: String { hexDigits(UInt64(bitPattern: self)) }
}
