import TraceModel

extension HopFault {
    /// The exported SERVER span claims to be a root.
    static let dropsParent = HopFault("drops-parent", "the SERVER span has no parent") { hooks, _ in
        hooks.ended.append { spans, _ in
            for index in spans.indices where spans[index].role == .server { spans[index].span.parentSpanID = nil }
        }
    }
}
