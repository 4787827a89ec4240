import TraceModel

extension HopFault {
    /// Two different spans of one call carry the same id.
    static let repeatsSpanID = HopFault("repeats-span-id", "the error span has the id of the delay span") { hooks, _ in
        hooks.ended.append { spans, _ in
            guard let delay = spans.first(where: { $0.role == .delay }) else { return }
            for index in spans.indices where spans[index].role == .error {
                spans[index].span.spanID = delay.span.spanID
            }
        }
    }
}
