import Foundation
import Testing
import TraceModel
import TraceTestSupport
import TraceWire

@Suite struct JaegerCapturedTests {
    private static let forms: [(Jaeger.Form, String)] = [
        (.compactDatagram, "jaeger-compact"), (.httpBody, "jaeger-http"),
    ]

    @Test(arguments: try forms.flatMap { form, name in try CapturedPayload.all(of: name).map { (form, $0) } })
    func recordsEqualAnIndependentDecode(form: Jaeger.Form, payload: CapturedPayload) throws {
        let record = try Jaeger.records(try payload.bytes(), as: form)
        let decoded = try payload.decoded()
        let view = try view(of: payload)
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

    @Test(arguments: try CapturedPayload.all(of: "jaeger-http"))
    func requestsAreTakenAsTheCollectorTookThem(payload: CapturedPayload) throws {
        var store = SpanStore()
        #expect(try Jaeger.receive(try payload.request(), into: &store) == payload.decoded().count)
    }

    @Test(
        arguments: try forms.flatMap { form, name in
            Set(try CapturedPayload.all(of: name).map(\.folder)).sorted().map { (form, $0) }
        })
    func storedSpansAgreeWithWhatTheProgramSent(form: Jaeger.Form, folder: String) throws {
        let payloads = try CapturedPayload.all(of: form.format.name).filter { $0.folder == folder }
        var store = SpanStore()
        for payload in payloads { try Jaeger.decode(try payload.bytes(), as: form, into: &store) }
        let expected = try #require(try payloads.first?.expected())
        let sent = try #require(expected["spans"] as? [[String: Any]])
        #expect(store.count == sent.count)
        for span in sent {
            let id = try #require((span["spanId"] as? String).flatMap { SpanID(hex: $0) })
            let trace = try #require((span["traceId"] as? String).flatMap { TraceID(hex: $0) })
            let stored = store.spans(of: trace).filter { $0.spanID == id }
            #expect(stored.count == 1)
            for copy in stored { JaegerAgreement(document: expected).check(copy, against: span) }
        }
    }

    // MARK: Records in the words of the independent decode

    private func view(of payload: CapturedPayload) throws -> [String: Any] {
        let data = Data(try Fixtures.bytes("\(payload.folder)/wire.json"))
        let document = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        let payloads = document?["payloads"] as? [[String: Any]] ?? []
        return try #require(payloads.first { $0["file"] as? String == payload.file })
    }

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
