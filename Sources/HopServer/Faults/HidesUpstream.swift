import TraceBytes

import TraceModel

extension HopFault {
    /// The answer names this hop alone.
    static let hidesUpstream = HopFault("hides-upstream", "leaves the hops behind it out of the answer") { hooks, _ in
        hooks.answered.append { members, own in members.removeAll { $0.key != own } }
    }
}
