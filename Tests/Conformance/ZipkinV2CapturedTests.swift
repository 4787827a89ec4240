import Foundation
import Testing
import TraceModel
import TraceTestSupport
import TraceWire

@Suite struct ZipkinV2CapturedTests {
    /// Both encodings of the model.
    private static func all() throws -> [CapturedPayload] {
        try CapturedPayload.all(of: "zipkin-v2") + CapturedPayload.all(of: "zipkin-v2-protobuf")
    }

    @Test(arguments: try CapturedPayload.all(of: "zipkin-v2"))
    func recordsEqualAnIndependentDecode(payload: CapturedPayload) throws {
        let records = try ZipkinV2.records(json: try payload.bytes())
        let decoded = try payload.decoded()
        #expect(records.count == decoded.count)
        try #require(!decoded.spans.isEmpty)
        for (record, span) in zip(records, decoded.spans) {
            #expect(plain(.object(record.members)) as? NSDictionary == spelt(span) as? NSDictionary)
        }
    }

    @Test(arguments: try all())
    func requestsAreTakenAsTheServerTookThem(payload: CapturedPayload) throws {
        var store = SpanStore()
        #expect(try ZipkinV2.receive(try payload.request(), into: &store) == payload.decoded().count)
    }

    @Test(arguments: Set(try all().map(\.folder)).sorted())
    func storedSpansAgreeWithWhatTheProgramSent(folder: String) throws {
        let payloads = try Self.all().filter { $0.folder == folder }
        var store = SpanStore()
        for payload in payloads { try ZipkinV2.receive(try payload.request(), into: &store) }
        let expected = try #require(try payloads.first?.expected())
        let sent = try #require(expected["spans"] as? [[String: Any]])
        #expect(store.count == sent.count)
        for span in sent {
            let id = try #require((span["spanId"] as? String).flatMap { SpanID(hex: $0) })
            let trace = try #require((span["traceId"] as? String).flatMap { TraceID(hex: $0) })
            let stored = store.spans(of: trace).filter { $0.spanID == id }
            #expect(stored.count == 1)
            for copy in stored { agree(copy, span, in: expected) }
        }
    }

    /// Agreement up to what Zipkin cannot say: microseconds (rounded or truncated, by the exporter), a duration of 0,
    /// types of attributes, attributes of events; one exporter folds the case of names.
    private func agree(_ stored: TraceSpan, _ sent: [String: Any], in document: [String: Any]) {
        #expect(stored.parentSpanID?.hex ?? "" == sent["parentSpanId"] as? String ?? "")
        let name = sent["name"] as? String ?? ""
        #expect(stored.name == name || stored.name == name.lowercased())
        let kind = sent["kind"] as? String ?? "INTERNAL"
        #expect(stored.kind.description == (kind == "INTERNAL" ? "UNSPECIFIED" : kind))
        #expect(isNear(stored.start?.nanoseconds, sent["startUnixNano"] as? String))
        #expect(isNear(stored.durationNanoseconds ?? 0, sent["durationNano"] as? String))
        let resources = document["resources"] as? [[String: Any]] ?? []
        let place = sent["resource"] as? Int ?? 0
        let resource = place < resources.count ? resources[place]["attributes"] as? [String: [String: Any]] : nil
        let service = sent["serviceName"] as? String ?? resource?["service.name"]?["value"] as? String
        #expect(stored.serviceName == service)
        let zipkin = sent["zipkin"] as? [String: Any]
        #expect(stored.isShared == (zipkin?["shared"] as? Bool ?? false))
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
        agreeOnStatus(stored, sent)
        for (key, value) in sent["attributes"] as? [String: [String: Any]] ?? [:] where key != "error" {
            guard let text = text(of: value) else { continue }
            #expect(stored.attributes[key] == .string(text), "\(key)")
        }
    }

    private func agreeOnStatus(_ stored: TraceSpan, _ sent: [String: Any]) {
        if let status = sent["status"] as? [String: Any] {
            #expect("\(stored.status.code)".uppercased() == status["code"] as? String)
            if let message = status["message"] as? String, !message.isEmpty {
                #expect(stored.status.message == message)
            }
        } else if let error = (sent["attributes"] as? [String: [String: Any]])?["error"] {
            #expect(stored.status == SpanStatus(.error, message: error["value"] as? String ?? ""))
        } else {
            #expect(stored.status == .unset)
        }
    }

    /// Exporters write times as whole microseconds, rounded either way.
    private func isNear(_ nanoseconds: Int64?, _ sent: String?) -> Bool {
        guard let nanoseconds, let sent = sent.flatMap({ Int64($0) }) else { return false }
        return nanoseconds % 1000 == 0 && abs(nanoseconds - sent) <= 1000
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
    private func plain(_ value: ZipkinV2Value) -> Any {
        switch value {
        case .text(let text): text
        case .number(let spelling): ["number": spelling]
        case .bool(let flag): ["bool": flag]
        case .null: NSNull()
        case .object(let members):
            Dictionary(members.map { ($0.name, plain($0.value)) }, uniquingKeysWith: { _, last in last })
        case .array(let elements): elements.map { plain($0) }
        case .unknown(let json): ["unknown": json]
        case .bytes(let bytes): ["bytes": bytes]
        }
    }

    /// An independent decode in the same types.
    private func spelt(_ value: Any) -> Any {
        switch value {
        case let members as [String: Any]: members.mapValues { spelt($0) }
        case let elements as [Any]: elements.map { spelt($0) }
        case let text as String: text
        case let number as NSNumber:
            isBoolean(number) ? ["bool": number.boolValue] : ["number": number.stringValue]
        default: value
        }
    }

    private func isBoolean(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }
}
