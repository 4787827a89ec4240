import TraceBytes
import TraceModel

extension HopFault {
    /// A context header stands twice on outgoing calls.
    static let repeatsContextHeader = HopFault("repeats-context-header", "writes traceparent twice") { hooks, _ in
        hooks.outgoing.append { headers in
            if let field = headers.first("traceparent") { headers.append(field) }
        }
    }
}
