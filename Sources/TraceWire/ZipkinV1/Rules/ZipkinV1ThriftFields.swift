import TraceBytes
import TraceRules

// MARK: zipkinCore.thrift, Span

extension Rule<ZipkinV1Payload> {
    static let v1ThriftRequiredFields = Rule(
        "zipkin-v1-thrift/span/required-fields", "ZIP1T-003", .must,
        "A span has trace_id (1) and id (4) as i64, and name (3) as a string.",
        why: "Readers pass over a field of another type, and refuse the batch of a span without ids.",
        spec: "zipkinCore.thrift, Span", good: "1: i64 trace_id, 3: string name, 4: i64 id", bad: "4: string id"
    ) { payload, check in
        for place in payload.places {
            for (field, id, type) in [(ZipkinV1Field.traceId, 1, "i64"), (.name, 3, "string"), (.id, 4, "i64")] {
                check.expect(
                    place.span[field] != nil,
                    else: place.violation(
                        at: field, expected: "field \(id) as \(type)", actual: place.span.absence(ofField: id)))
            }
        }
    }

    static let v1ThriftTraceIDNotZero = Rule(
        "zipkin-v1-thrift/trace-id/not-zero", "ZIP1T-004", .must, "A trace id is not zero.",
        why: "Zero means no trace: the server refuses the whole batch.", spec: "zipkinCore.thrift, Span.trace_id",
        good: "trace_id: 5", bad: "trace_id: 0"
    ) { payload, check in
        for place in payload.places {
            guard let low = place.span[.traceId]?.integer else { continue }
            check.expect(
                low != 0 || (place.span[.traceIdHigh]?.integer ?? 0) != 0,
                else: place.violation(at: .traceId, expected: "a trace id that is not zero", actual: "0"))
        }
    }

    static let v1ThriftIDNotZero = Rule(
        "zipkin-v1-thrift/id/not-zero", "ZIP1T-004", .must, "The id of a span is not zero.",
        why: "Zero means no span: the server refuses the whole batch.", spec: "zipkinCore.thrift, Span.id",
        good: "id: 7", bad: "id: 0"
    ) { payload, check in
        for place in payload.places {
            guard let id = place.span[.id]?.integer else { continue }
            check.expect(id != 0, else: place.violation(at: .id, expected: "an id that is not zero", actual: "0"))
        }
    }

    static let v1ThriftHighNotZero = Rule(
        "zipkin-v1-thrift/trace-id-high/not-zero", "ZIP1T-004", .should, "A trace_id_high that is sent is not zero.",
        why: "A trace id of 64 bits has no upper half: readers that keep its width take it for one of 128.",
        spec: "zipkinCore.thrift, Span.trace_id_high", good: "no field 12", bad: "12: 0"
    ) { payload, check in
        for place in payload.places {
            guard let high = place.span[.traceIdHigh]?.integer else { continue }
            check.expect(
                high != 0,
                else: place.violation(at: .traceIdHigh, expected: "a number that is not 0, or no field", actual: "0"))
        }
    }

    static let v1ThriftParentNotZero = Rule(
        "zipkin-v1-thrift/parent-id/not-zero", "ZIP1T-005", .must, "A parent_id is not zero; a root leaves it out.",
        why: "Zero is no span: readers that do not know the habit look for a parent that never comes.",
        spec: "zipkinCore.thrift, Span.parent_id", good: "no field 5", bad: "5: 0"
    ) { payload, check in
        for place in payload.places {
            guard let parent = place.span[.parentId]?.integer else { continue }
            check.expect(
                parent != 0,
                else: place.violation(at: .parentId, expected: "the id of the parent, or no field", actual: "0"))
        }
    }

    static let v1ThriftLists = Rule(
        "zipkin-v1-thrift/span/lists", "ZIP1T-010", .warning,
        "A span has the lists annotations (6) and binary_annotations (8), also when they are empty.",
        why: "Readers made from older versions of the IDL ask for both.", spec: "zipkin, V1ThriftSpanWriter",
        good: "0f 00 06 0c 00 00 00 00", bad: "no field 6"
    ) { payload, check in
        for place in payload.places {
            for (field, id) in [(ZipkinV1Field.annotations, 6), (.binaryAnnotations, 8)] {
                check.expect(
                    place.span[field] != nil,
                    else: place.violation(at: field, expected: "a list as field \(id)", actual: "nothing"))
            }
        }
    }
}

extension ZipkinV1Span {
    /// How a field is missing: `nothing`, or the type that it has instead, over which readers pass.
    fileprivate func absence(ofField id: Int) -> String {
        let other = members.first { $0.name.hasPrefix("\(id):") }
        return other.map { "field \(id) as \($0.name.dropFirst(2))" } ?? "nothing"
    }
}
