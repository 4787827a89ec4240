import TraceModel

extension HopFault {
    /// A span without children is never exported.
    static let losesLeaf = HopFault("loses-leaf", "the error span is never exported") { hooks, _ in
        hooks.ended.append { spans, _ in spans.removeAll { $0.role == .error } }
    }
}
