import Foundation
import Testing
import TraceModel

/// Compares a stored span with what a program says that it sent, up to what Jaeger cannot say: microseconds (rounded or
/// truncated, by the exporter), lists, attributes of links, INTERNAL; and what exporters add.
struct JaegerAgreement {
    let document: [String: Any]

    func check(_ stored: TraceSpan, against sent: [String: Any]) {
        #expect(stored.parentSpanID?.hex ?? "" == sent["parentSpanId"] as? String ?? "")
        #expect(stored.name == sent["name"] as? String)
        // One exporter writes `internal`, the other nothing.
        let kind = sent["kind"] as? String ?? "INTERNAL"
        #expect((stored.kind == .unspecified ? SpanKind.internal : stored.kind).description == kind)
        #expect(isNear(stored.start?.nanoseconds, sent["startUnixNano"] as? String))
        #expect(isNear(stored.durationNanoseconds, sent["durationNano"] as? String))
        #expect(stored.flags & 1 == (sent["sampled"] as? Bool ?? true ? 1 : 0))
        checkResource(of: stored, against: sent)
        checkStatus(of: stored, against: sent)
        checkAttributes(stored.attributes, against: sent["attributes"])
        checkEvents(of: stored, against: sent)
        checkLinks(of: stored, against: sent)
    }

    private func checkResource(of stored: TraceSpan, against sent: [String: Any]) {
        let resources = document["resources"] as? [[String: Any]] ?? []
        let place = sent["resource"] as? Int ?? 0
        let attributes = place < resources.count ? resources[place]["attributes"] as? [String: [String: Any]] : nil
        #expect(stored.serviceName == attributes?["service.name"]?["value"] as? String)
        for (key, value) in attributes ?? [:] where key != "service.name" {
            guard let value = attribute(value) else { continue }
            // One exporter writes the resource as tags of the process, the other as tags of each span.
            #expect((stored.resource.attributes[key] ?? stored.attributes[key]) == value, "\(key)")
        }
    }

    private func checkStatus(of stored: TraceSpan, against sent: [String: Any]) {
        let status = sent["status"] as? [String: Any]
        #expect("\(stored.status.code)".uppercased() == status?["code"] as? String ?? "UNSET")
        if stored.status.code == .error {
            #expect(stored.status.message == status?["message"] as? String ?? "")
        }
        #expect(stored.attributes["span.kind"] == nil && stored.attributes["otel.status_code"] == nil)
    }

    private func checkAttributes(_ stored: [Attribute], against sent: Any?) {
        for (key, value) in sent as? [String: [String: Any]] ?? [:] {
            guard let value = attribute(value) else { continue }
            #expect(stored.contains { $0.key == key && areEqual($0.value, value) }, "\(key)")
        }
    }

    private func checkEvents(of stored: TraceSpan, against sent: [String: Any]) {
        let events = sent["events"] as? [[String: Any]] ?? []
        #expect(stored.events.count == events.count)
        for (event, sentEvent) in zip(stored.events, events) {
            #expect(isNear(event.time.nanoseconds, sentEvent["timeUnixNano"] as? String))
            #expect(event.name == sentEvent["name"] as? String)
            checkAttributes(event.attributes, against: sentEvent["attributes"])
            #expect(event.attributes.count == (sentEvent["attributes"] as? [String: Any] ?? [:]).count)
        }
    }

    private func checkLinks(of stored: TraceSpan, against sent: [String: Any]) {
        let links = sent["links"] as? [[String: Any]] ?? []
        #expect(stored.links.map(\.traceID.hex) == links.map { $0["traceId"] as? String })
        #expect(stored.links.map(\.spanID.hex) == links.map { $0["spanId"] as? String })
        #expect(stored.links.allSatisfy { $0.kind == .followsFrom })
    }

    /// Exporters write times as whole microseconds, rounded either way.
    private func isNear(_ nanoseconds: Int64?, _ sent: String?) -> Bool {
        guard let nanoseconds, let sent = sent.flatMap({ Int64($0) }) else { return false }
        return nanoseconds % 1000 == 0 && abs(nanoseconds - sent) <= 1000
    }

    private func areEqual(_ left: AttributeValue, _ right: AttributeValue) -> Bool {
        if case .double(let left) = left, case .double(let right) = right {
            return left.bitPattern == right.bitPattern || left.isNaN && right.isNaN
        }
        return left == right
    }

    /// nil for lists, whose text is up to the exporter.
    private func attribute(_ value: [String: Any]) -> AttributeValue? {
        switch (value["type"] as? String, value["value"]) {
        case ("string", let text as String): .string(text)
        case ("int", let text as String): Int64(text).map { .int($0) }
        case ("bool", let flag as Bool): .bool(flag)
        case ("double", let number as Double): .double(number)
        case ("double", let text as String): .double(text == "NaN" ? .nan : text == "Infinity" ? .infinity : -.infinity)
        default: nil
        }
    }
}
