import TraceModel

extension HopFault {
    /// The delay and the error span are each the parent of the other.
    static let cyclicParents = HopFault("cyclic-parents", "the delay and the error span are parents of each other") {
        hooks, _ in
        hooks.ended.append { spans, _ in
            guard let delay = spans.firstIndex(where: { $0.role == .delay }),
                let error = spans.firstIndex(where: { $0.role == .error })
            else { return }
            spans[delay].span.parentSpanID = spans[error].span.spanID
            spans[error].span.parentSpanID = spans[delay].span.spanID
        }
    }
}
