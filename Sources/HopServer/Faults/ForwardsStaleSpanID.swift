import TraceBytes
import TraceModel

extension HopFault {
    /// The call to the next hop carries the span id that came in.
    static let forwardsStaleSpanID = HopFault(
        "forwards-stale-span-id", "the outgoing headers carry the incoming span id"
    ) { hooks, _ in
        hooks.injected.append { context, call in
            if let incoming = call.incoming { context.spanID = incoming.spanID }
        }
    }
}
