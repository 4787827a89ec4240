import Foundation
import Testing

/// What was described, by an independent decoder or by the program that sent it.
extension OTLPComparableSpan {
    init(described span: [String: Any], in document: [String: Any]) {
        traceID = span["traceId"] as? String ?? ""
        spanID = span["spanId"] as? String ?? ""
        parentSpanID = span["parentSpanId"] as? String ?? ""
        traceState = span["traceState"] as? String ?? ""
        flags = (span["flags"] as? NSNumber)?.uint32Value
        name = span["name"] as? String ?? ""
        kind = span["kind"] as? String ?? "INTERNAL"
        start = span["startUnixNano"] as? String ?? ""
        duration = span["durationNano"] as? String ?? ""
        attributes = Self.texts(span["attributes"])
        events = (span["events"] as? [[String: Any]] ?? []).map { event in
            let time = event["timeUnixNano"] as? String ?? ""
            return "\(event["name"] as? String ?? "") \(time) \(Self.sorted(Self.texts(event["attributes"])))"
        }
        links = (span["links"] as? [[String: Any]] ?? []).map { link in
            "\(link["traceId"] as? String ?? "") \(link["spanId"] as? String ?? "") "
                + "\(link["traceState"] as? String ?? "") \(Self.sorted(Self.texts(link["attributes"])))"
        }
        let status = span["status"] as? [String: Any]
        self.status = "\(status?["code"] as? String ?? "UNSET") \(status?["message"] as? String ?? "")"
        let resource = Self.element(span["resource"], of: document["resources"])
        self.resource = Self.texts(resource["attributes"])
        resourceSchema = resource["schemaUrl"] as? String ?? ""
        let scope = Self.element(span["scope"], of: document["scopes"])
        self.scope = ["name", "version", "schemaUrl"].map { scope[$0] as? String ?? "" }.joined(separator: " ")
        scopeAttributes = Self.texts(scope["attributes"])
    }

    private static func element(_ index: Any?, of list: Any?) -> [String: Any] {
        let list = list as? [[String: Any]] ?? []
        let index = index as? Int ?? 0
        return index < list.count ? list[index] : [:]
    }

    private static func texts(_ attributes: Any?) -> [String: String] {
        (attributes as? [String: [String: Any]] ?? [:]).mapValues { text(described: $0) }
    }

    private static func text(described value: [String: Any]) -> String {
        let type = value["type"] as? String ?? "?"
        switch value["value"] {
        case let elements as [[String: Any]]: return "\(type) [" + elements.map(text).joined(separator: ",") + "]"
        case let number as NSNumber:
            return type == "bool" ? "bool \(number.boolValue)" : "\(type) \(number.doubleValue)"
        case let text as String: return "\(type) \(text)"
        default: return type
        }
    }
}

extension WirePayload {
    /// What an independent decoder read; from what the program says that it sent where the decoder found that equal.
    func describedSpans() throws -> [OTLPComparableSpan] {
        let payload = try described()
        if let spans = payload["spans"] as? [[String: Any]] {
            return spans.map { OTLPComparableSpan(described: $0, in: payload) }
        }
        try #require(payload["sameAsExpected"] as? Bool == true)
        let document = try expected()
        let ids = Set(payload["spanIds"] as? [String] ?? [])
        return (document["spans"] as? [[String: Any]] ?? [])
            .filter { ids.contains($0["spanId"] as? String ?? "") }
            .map { OTLPComparableSpan(described: $0, in: document) }
    }
}
