import TraceCatalogue
import TraceWire

extension SubmittedPayload {
    /// A recorded request as rules judge it, or what broke HTTP/2 in place of one; nil for what else was none, and for one
    /// whose bytes were evicted.
    package init?(_ recorded: RecordedRequest) {
        guard recorded.bytes == .kept else { return nil }
        switch recorded.outcome {
        case .malformed where recorded.payload.brokenRule != nil: break
        case .malformed, .incomplete: return nil
        case .accepted, .refused, .unanswered, .scripted: break
        }
        let form = recorded.receiver.form
        self.init(
            recorded.payload.body, source: "request \(recorded.number)", request: recorded.payload,
            // What a port of its own stands for: rules speak of the default ones.
            port: form.defaultPort, format: form.datagramFormat)
    }

    /// Why a recorded request cannot be judged.
    package static func reason(notToJudge recorded: RecordedRequest) -> String {
        if recorded.bytes == .evicted { return "its bytes were evicted" }
        switch recorded.outcome {
        case .malformed(let refusal): return "it is no HTTP request: \(refusal)"
        case .incomplete(let reason): return "it did not come whole: \(reason)"
        case .accepted, .refused, .unanswered, .scripted: return ""
        }
    }
}

extension ReceiverForm {
    /// What datagrams at a port of the form should be; nil for HTTP, where the request says it.
    fileprivate var datagramFormat: WireFormat? {
        switch self {
        case .zipkin, .otlp, .otlpGRPC, .jaegerHTTP, .jaegerGRPC: nil
        case .jaegerCompact: Jaeger.compact
        case .jaegerBinary: Jaeger.binary
        case .zipkinUDP: ZipkinV1.udp
        }
    }
}
