import TraceBytes

import TraceModel

extension HopFault {
    /// The opaque x-request-id does not reach the next hop.
    static let dropsRequestID = HopFault("drops-request-id", "does not pass x-request-id on") { hooks, _ in
        hooks.outgoing.append { $0.removeAll(named: "x-request-id") }
    }
}
