import Foundation
import Testing
import TraceModel
import TraceWire

@Suite struct JaegerRecordTests {
    @Test(arguments: try WireForm.jaegerForms.payloads(in: .captured))
    func recordsEqualAnIndependentDecode(payload: WirePayload) throws {
        let record = try payload.jaegerRecords()
        let decoded = try payload.decoded()
        let view = try payload.described()
        #expect(record.spans.count == decoded.count)
        try #require(!decoded.spans.isEmpty)
        #expect(record.trailingBytes == nil && record.strayArguments.isEmpty)
        if let envelope = view["envelope"] as? [String: Any] {
            #expect(record.message?.method == envelope["method"] as? String)
            #expect(record.message.map { Int($0.type) } == envelope["messageType"] as? Int)
            #expect(record.message.map { Int($0.sequence) } == envelope["seqid"] as? Int)
        } else {
            #expect(record.message == nil)
        }
        let process = try #require(record.batches.first?.part(.process))
        let sent = try #require(view["process"] as? [String: Any])
        #expect(process.text(.serviceName) == sent["serviceName"] as? String)
        #expect(spelt(process.list(.tags)) as NSArray == (sent["tags"] as? NSArray ?? []))
        for (span, expected) in zip(record.spans, decoded.spans) {
            #expect(spelt(span) as NSDictionary == expected as NSDictionary)
        }
        if let ids = view["spanIds"] as? [String] {
            #expect(record.spans.map { id($0.number(.spanId)) } == ids)
        }
    }

    // MARK: Records in the words of the independent decode

    private func spelt(_ span: JaegerStruct) -> [String: Any] {
        let parent = id(span.number(.parentSpanId))
        return [
            "traceId": id(span.number(.traceIdHigh)) + id(span.number(.traceIdLow)),
            "spanId": id(span.number(.spanId)),
            "parentSpanId": parent == id(0) ? "" : parent,
            "operationName": span.text(.operationName) ?? "?",
            "flags": span.number(.flags) ?? -1,
            "startTimeMicros": span.number(.startTime) ?? -1,
            "durationMicros": span.number(.duration) ?? -1,
            "references": (span.list(.references) ?? []).map { reference in
                [
                    "refType": reference.number(.refType) == 0 ? "CHILD_OF" : "FOLLOWS_FROM",
                    "traceId": id(reference.number(.traceIdHigh)) + id(reference.number(.traceIdLow)),
                    "spanId": id(reference.number(.spanId)),
                ]
            },
            "tags": spelt(span.list(.tags)),
            "logs": (span.list(.logs) ?? []).map { log in
                ["timestampMicros": log.number(.timestamp) ?? -1, "fields": spelt(log.list(.fields))] as [String: Any]
            },
        ]
    }

    private func spelt(_ tags: [JaegerStruct]?) -> [[String: Any]] {
        (tags ?? []).map { tag in
            let key = tag.text(.key) ?? "?"
            switch tag.number(.vType) {
            case 0: return ["key": key, "type": "STRING", "value": tag.text(.vStr) ?? "?"]
            case 1: return ["key": key, "type": "DOUBLE", "value": spelt(tag[.vDouble]?.double)]
            case 2: return ["key": key, "type": "BOOL", "value": tag[.vBool]?.flag ?? "?"]
            case 3: return ["key": key, "type": "LONG", "value": tag.number(.vLong).map { String($0) } ?? "?"]
            default: return ["key": key, "type": "?"]
            }
        }
    }

    private func spelt(_ number: Double?) -> Any {
        guard let number else { return "?" }
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
        return number
    }

    private func id(_ number: Int64?) -> String {
        number.map { SpanID(UInt64(bitPattern: $0)).hex } ?? "?"
    }
}
