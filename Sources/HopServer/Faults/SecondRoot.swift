import TraceModel

extension HopFault {
    /// The error span claims to be a root.
    static let secondRoot = HopFault("second-root", "the error span is a second root") { hooks, _ in
        hooks.ended.append { spans, _ in
            for index in spans.indices where spans[index].role == .error { spans[index].span.parentSpanID = nil }
        }
    }
}
