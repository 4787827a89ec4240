import TraceModel

extension HopFault {
    /// The parent of the error span exists nowhere.
    static let orphanSpan = HopFault("orphan-span", "the parent of the error span exists nowhere") { hooks, _ in
        hooks.ended.append { spans, _ in
            for index in spans.indices where spans[index].role == .error {
                let own = spans[index].span.spanID.value
                spans[index].span.parentSpanID = SpanID(~own == 0 ? 1 : ~own)
            }
        }
    }
}
