import Foundation
import Testing
import TraceModel
import TraceTestSupport
import TraceWire

@Suite struct ZipkinV1CapturedTests {
    @Test(arguments: try CapturedPayload.all(of: "zipkin-v1"))
    func recordsEqualAnIndependentDecode(payload: CapturedPayload) throws {
        let records = try ZipkinV1.records(try payload.bytes(), as: .json).spans
        let decoded = try payload.decoded()
        #expect(records.count == decoded.count)
        try #require(!decoded.spans.isEmpty)
        for (record, span) in zip(records, decoded.spans) {
            #expect(plain(.object(record.members)) as? NSDictionary == spelt(span) as? NSDictionary)
        }
    }

    @Test(arguments: try CapturedPayload.all(of: "zipkin-v1"))
    func requestsAreTakenAsTheServerTookThem(payload: CapturedPayload) throws {
        var store = SpanStore()
        #expect(try Zipkin.receive(try payload.request(), into: &store) == payload.decoded().count)
    }

    @Test(arguments: Set(try CapturedPayload.all(of: "zipkin-v1").map(\.folder)).sorted())
    func storedSpansAgreeWithWhatTheProgramSent(folder: String) throws {
        let payloads = try CapturedPayload.all(of: "zipkin-v1").filter { $0.folder == folder }
        var store = SpanStore()
        for payload in payloads { try ZipkinV1.decode(try payload.bytes(), as: .json, into: &store) }
        let expected = try #require(try payloads.first?.expected())
        let sent = try #require(expected["spans"] as? [[String: Any]])
        #expect(store.count == sent.count)
        // One exporter writes no core annotations, so that nothing says the kind.
        let hasKinds = expected["client"] as? String == "py_zipkin"
        for span in sent {
            let id = try #require((span["spanId"] as? String).flatMap { SpanID(hex: $0) })
            let trace = try #require((span["traceId"] as? String).flatMap { TraceID(hex: $0) })
            let stored = store.spans(of: trace).filter { $0.spanID == id }
            #expect(stored.count == 1)
            for copy in stored { agree(copy, span, in: expected, hasKinds: hasKinds) }
        }
    }

    /// Agreement up to what version 1 cannot say: microseconds (rounded by the exporter), a duration of 0, types of
    /// attributes, attributes of events.
    private func agree(_ stored: TraceSpan, _ sent: [String: Any], in document: [String: Any], hasKinds: Bool) {
        #expect(stored.parentSpanID?.hex ?? "" == sent["parentSpanId"] as? String ?? "")
        #expect(stored.name == sent["name"] as? String)
        let kind = sent["kind"] as? String ?? "INTERNAL"
        #expect(stored.kind.description == (kind == "INTERNAL" || !hasKinds ? "UNSPECIFIED" : kind))
        let zipkin = sent["zipkin"] as? [String: Any]
        #expect(isNear(stored.start?.nanoseconds, sent["startUnixNano"] as? String))
        // A shared span says no times in version 1, and the two annotations are a few microseconds further apart.
        let isShared = zipkin?["shared"] as? Bool ?? false
        #expect(stored.isShared == isShared)
        let tolerance: Int64 = isShared ? 100_000 : 1000
        #expect(isNear(stored.durationNanoseconds ?? 0, sent["durationNano"] as? String, within: tolerance))
        if let remote = zipkin?["remoteEndpoint"] as? [String: Any] {
            #expect(stored.remoteEndpoint?.serviceName == remote["serviceName"] as? String)
            #expect(stored.remoteEndpoint?.ipv4 == remote["ipv4"] as? String)
            #expect(stored.remoteEndpoint?.ipv6 == remote["ipv6"] as? String)
            #expect(stored.remoteEndpoint?.port.map { Int($0) } == remote["port"] as? Int)
        }
        let events = sent["events"] as? [[String: Any]] ?? []
        #expect(stored.events.count == events.count)
        for (event, sentEvent) in zip(stored.events, events) {
            #expect(isNear(event.time.nanoseconds, sentEvent["timeUnixNano"] as? String))
            #expect(event.name.contains(sentEvent["name"] as? String ?? "?"))
        }
        for (key, value) in sent["attributes"] as? [String: [String: Any]] ?? [:] where key != "error" {
            guard let text = text(of: value) else { continue }
            #expect(stored.attributes[key] == .string(text), "\(key)")
        }
        if let status = sent["status"] as? [String: Any], status["code"] as? String != "UNSET" {
            #expect("\(stored.status.code)".uppercased() == status["code"] as? String)
        }
    }

    private func isNear(_ nanoseconds: Int64?, _ sent: String?, within tolerance: Int64 = 1000) -> Bool {
        guard let nanoseconds, let sent = sent.flatMap({ Int64($0) }) else { return false }
        return nanoseconds % 1000 == 0 && abs(nanoseconds - sent) <= tolerance
    }

    /// The text of a value whose spelling is not up to the exporter; nil for doubles and lists.
    private func text(of value: [String: Any]) -> String? {
        switch value["type"] as? String {
        case "string", "int": value["value"] as? String
        case "bool": (value["value"] as? Bool).map { $0 ? "true" : "false" }
        default: nil
        }
    }

    /// A record in Foundation's types, numbers as their spelling.
    private func plain(_ value: ZipkinV1Value) -> Any {
        switch value {
        case .text(let text): text
        case .number(let spelling): ["number": spelling]
        case .bool(let flag): ["bool": flag]
        case .null: NSNull()
        case .object(let members):
            Dictionary(members.map { ($0.name, plain($0.value)) }, uniquingKeysWith: { _, last in last })
        case .array(let elements): elements.map { plain($0) }
        case .unknown(let json): ["unknown": String(decoding: json, as: UTF8.self)]
        case .bytes, .integer: ["not JSON": true]
        }
    }

    /// An independent decode in the same types.
    private func spelt(_ value: Any) -> Any {
        switch value {
        case let members as [String: Any]: members.mapValues { spelt($0) }
        case let elements as [Any]: elements.map { spelt($0) }
        case let text as String: text
        case let number as NSNumber:
            String(cString: number.objCType) == "c" ? ["bool": number.boolValue] : ["number": number.stringValue]
        default: value
        }
    }
}
