import Foundation
import Testing
import TraceBytes
import TraceModel
import TraceWire

@Suite struct JaegerProtobufRecordTests {
    @Test(arguments: try WireForm.jaegerGRPC.payloads(in: .captured))
    func recordsEqualAnIndependentDecode(payload: WirePayload) throws {
        let request = try payload.jaegerProtobufRecords()
        let decoded = try payload.decoded()
        #expect(request.spans.count == decoded.count)
        try #require(!decoded.spans.isEmpty && decoded.spans.count == decoded.count)
        #expect(request.members.map(\.field) == [.batch])
        // This exporter repeats the process in each span.
        let process = try #require(request.spans.first?.record(.process))
        #expect(request.record(.batch)?.record(.process) == nil)
        let sent = try #require(try payload.described()["process"] as? [String: Any])
        #expect(process.text(.serviceName) == sent["serviceName"] as? String)
        #expect(spelt(process.records(.tags)) as NSArray == (sent["tags"] as? NSArray ?? []))
        for (span, expected) in zip(request.spans, decoded.spans) {
            #expect(try spelt(span) as NSDictionary == expected as NSDictionary)
        }
    }

    // MARK: Records in the words of the independent decode

    private func spelt(_ span: JaegerProtobufRecord) throws -> [String: Any] {
        let start = try nanoseconds(span.record(.startTime))
        let duration = try nanoseconds(span.record(.duration))
        return [
            "traceId": hexDigits(span.octets(.traceId) ?? []),
            "spanId": hexDigits(span.octets(.spanId) ?? []),
            "parentSpanId": "",
            "operationName": span.text(.operationName) ?? "",
            "flags": Int(span.number(.flags) ?? 0),
            "startTimeMicros": start / 1000, "startTimeNanos": String(start),
            "durationMicros": duration / 1000, "durationNanos": String(duration),
            "references": span.records(.references).map { reference in
                [
                    "refType": reference.int32(.refType) ?? 0 == 0 ? "CHILD_OF" : "FOLLOWS_FROM",
                    "traceId": hexDigits(reference.octets(.traceId) ?? []),
                    "spanId": hexDigits(reference.octets(.spanId) ?? []),
                ]
            },
            "tags": spelt(span.records(.tags)),
            "logs": try span.records(.logs).map { log in
                let time = try nanoseconds(log.record(.timestamp))
                return [
                    "timestampMicros": time / 1000, "timestampNanos": String(time),
                    "fields": spelt(log.records(.fields)),
                ] as [String: Any]
            },
            "warnings": span.members.filter { $0.field == .warnings }.compactMap(\.value.text),
        ]
    }

    private func nanoseconds(_ time: JaegerProtobufRecord?) throws -> Int64 {
        let time = try #require(time)
        return (time.int64(.seconds) ?? 0) * 1_000_000_000 + Int64(time.int32(.nanos) ?? 0)
    }

    /// The independent decode calls the types as Thrift does.
    private func spelt(_ tags: [JaegerProtobufRecord]) -> [[String: Any]] {
        tags.map { tag in
            let key = tag.text(.key) ?? ""
            switch tag.int32(.vType) ?? 0 {
            case 0: return ["key": key, "type": "STRING", "value": tag.text(.vStr) ?? ""]
            case 1: return ["key": key, "type": "BOOL", "value": tag.number(.vBool) == 1]
            case 2: return ["key": key, "type": "LONG", "value": String(tag.int64(.vInt64) ?? 0)]
            case 3: return ["key": key, "type": "DOUBLE", "value": spelt(tag[.vFloat64]?.double ?? 0)]
            default: return ["key": key, "type": "?"]
            }
        }
    }

    private func spelt(_ number: Double) -> Any {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
        return number
    }
}
