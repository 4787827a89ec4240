import TraceConsole
import TracePlatform
import TraceWire

/// One line for each batch: `0 zipkin: 3 spans, 812 bytes`, `1 jaeger-compact from 127.0.0.1:40123: 1 span, 512 bytes`.
enum RequestPrinter {
    static func write(_ request: RecordedRequest) {
        _ = StandardStream.output.write(line(for: request) + "\n")
    }

    /// Text that senders wrote is escaped for terminals.
    static func line(for request: RecordedRequest) -> String {
        let outcome =
            switch request.outcome {
            case .accepted(let spans): counted(spans.count, "span")
            case .refused(let refusal): "refused\(refusal.status == 0 ? ", " : " with ")\(refusal)"
            case .malformed(let refusal): "malformed, answered with \(refusal)"
            case .incomplete(let reason): "incomplete, \(reason)"
            case .unanswered: "not answered"
            case .scripted(let status): "answered by script" + (status.map { " with \($0)" } ?? "")
            }
        let sender = request.datagram?.sender.map { " from \($0)" } ?? ""
        let bytes = counted(request.bodyByteCount, "byte")
        return "\(request.number) \(request.receiver.label)\(sender): \(outcome), \(bytes)".escapedForTerminal
    }
}
