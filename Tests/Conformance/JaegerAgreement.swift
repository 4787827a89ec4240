import Testing
import TraceModel

/// Compares a stored span with what a program says that it sent, up to what Jaeger cannot say: microseconds (rounded or
/// truncated, by the exporter), lists, attributes of links, INTERNAL; and what exporters add.
struct JaegerAgreement {
    let sent: SentSpan
    /// Protobuf's times have nanoseconds, of which the exporter loses some since it computes in floating-point numbers of
    /// seconds; and its protobuf leaves -0 out like 0.
    var isProtobuf = false

    func check(_ stored: TraceSpan) {
        #expect(stored.parentSpanID?.hex ?? "" == sent.parentSpanID)
        #expect(stored.name == sent.name)
        // One exporter writes `internal`, the other nothing.
        #expect((stored.kind == .unspecified ? SpanKind.internal : stored.kind).description == sent.kind)
        #expect(isNear(sent.start, stored.start?.nanoseconds))
        #expect(isNear(sent.duration, stored.durationNanoseconds))
        #expect(stored.flags & 1 == (sent.isSampled ? 1 : 0))
        checkResource(of: stored)
        checkStatus(of: stored)
        checkAttributes(stored.attributes, against: sent.attributes)
        checkEvents(of: stored)
        checkLinks(of: stored)
    }

    private func checkResource(of stored: TraceSpan) {
        #expect(stored.serviceName == sent.resource["service.name"] as? String)
        for (key, value) in sent.resource.values where key != "service.name" {
            guard let value = attribute(value) else { continue }
            // One exporter writes the resource as tags of the process, the other as tags of each span.
            #expect((stored.resource.attributes[key] ?? stored.attributes[key]) == value, "\(key)")
        }
    }

    private func checkStatus(of stored: TraceSpan) {
        #expect("\(stored.status.code)".uppercased() == sent.statusCode ?? "UNSET")
        if stored.status.code == .error { #expect(stored.status.message == sent.statusMessage ?? "") }
        #expect(stored.attributes["span.kind"] == nil && stored.attributes["otel.status_code"] == nil)
    }

    private func checkAttributes(_ stored: [Attribute], against sent: SentAttributes) {
        for (key, value) in sent.values {
            guard let value = attribute(value) else { continue }
            #expect(stored.contains { $0.key == key && areEqual($0.value, value) }, "\(key)")
        }
    }

    private func checkEvents(of stored: TraceSpan) {
        #expect(stored.events.count == sent.events.count)
        for (event, sentEvent) in zip(stored.events, sent.events) {
            #expect(isNear(sentEvent.time, event.time.nanoseconds))
            #expect(event.name == sentEvent.name)
            checkAttributes(event.attributes, against: sentEvent.attributes)
            #expect(event.attributes.count == sentEvent.attributes.values.count)
        }
    }

    private func checkLinks(of stored: TraceSpan) {
        #expect(stored.links.map(\.traceID.hex) == sent.links.map { $0["traceId"] as? String })
        #expect(stored.links.map(\.spanID.hex) == sent.links.map { $0["spanId"] as? String })
        #expect(stored.links.allSatisfy { $0.kind == .followsFrom })
    }

    private func isNear(_ sent: SentTime, _ stored: Int64?) -> Bool {
        sent.isNear(stored, inWholeMicroseconds: !isProtobuf)
    }

    private func areEqual(_ left: AttributeValue, _ right: AttributeValue) -> Bool {
        if case .double(let left) = left, case .double(let right) = right {
            return left.bitPattern == right.bitPattern || left.isNaN && right.isNaN || isProtobuf && left == right
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
