import TraceModel

extension HopFault {
    /// The SERVER span is exported as INTERNAL.
    static let wrongKind = HopFault("wrong-kind", "the SERVER span has the kind INTERNAL") { hooks, _ in
        hooks.ended.append { spans, _ in
            for index in spans.indices where spans[index].role == .server { spans[index].span.kind = .internal }
        }
    }
}
