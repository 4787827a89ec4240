import Testing
import TraceModel

/// Compares a stored span with what a program says that it sent, up to what Zipkin cannot say: microseconds (rounded or
/// truncated, by the exporter), a duration of 0, types of attributes, attributes of events.
struct ZipkinAgreement {
    let sent: SentSpan

    func check(versionTwo stored: TraceSpan) {
        checkCommon(stored)
        // One exporter folds the case of names.
        #expect(stored.name == sent.name ?? "" || stored.name == (sent.name ?? "").lowercased())
        #expect(stored.kind.description == (sent.kind == "INTERNAL" ? "UNSPECIFIED" : sent.kind))
        #expect(sent.duration.isNear(stored.durationNanoseconds ?? 0))
        #expect(stored.serviceName == sent.zipkinServiceName ?? sent.resource["service.name"] as? String)
        if let code = sent.statusCode {
            #expect("\(stored.status.code)".uppercased() == code)
            if let message = sent.statusMessage, !message.isEmpty { #expect(stored.status.message == message) }
        } else if sent.attributes.values["error"] != nil {
            #expect(stored.status == SpanStatus(.error, message: sent.attributes["error"] as? String ?? ""))
        } else {
            #expect(stored.status == .unset)
        }
    }

    func check(versionOne stored: TraceSpan) {
        checkCommon(stored)
        #expect(stored.name == sent.name)
        // One exporter writes no core annotations, so that nothing says the kind.
        let hasKind = sent.client == "py_zipkin" && sent.kind != "INTERNAL"
        #expect(stored.kind.description == (hasKind ? sent.kind : "UNSPECIFIED"))
        // A shared span says no times in version 1, and the two annotations are a few microseconds further apart.
        #expect(sent.duration.isNear(stored.durationNanoseconds ?? 0, within: sent.isShared ? 100_000 : 1000))
        if let code = sent.statusCode, code != "UNSET" { #expect("\(stored.status.code)".uppercased() == code) }
    }

    private func checkCommon(_ stored: TraceSpan) {
        #expect(stored.parentSpanID?.hex ?? "" == sent.parentSpanID)
        #expect(sent.start.isNear(stored.start?.nanoseconds))
        #expect(stored.isShared == sent.isShared)
        if let remote = sent.remoteEndpoint { #expect(stored.remoteEndpoint == remote) }
        #expect(stored.events.count == sent.events.count)
        for (event, sentEvent) in zip(stored.events, sent.events) {
            #expect(sentEvent.time.isNear(event.time.nanoseconds))
            #expect(event.name.contains(sentEvent.name ?? "?"))
        }
        for (key, value) in sent.attributes.values where key != "error" {
            guard let text = text(of: value) else { continue }
            #expect(stored.attributes[key] == .string(text), "\(key)")
        }
    }

    /// The text of a value whose spelling is not up to the exporter; nil for doubles and lists.
    private func text(of value: [String: Any]) -> String? {
        switch value["type"] as? String {
        case "string", "int": value["value"] as? String
        case "bool": (value["value"] as? Bool).map { $0 ? "true" : "false" }
        default: nil
        }
    }
}
