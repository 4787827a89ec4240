import TraceModel

extension HopFault {
    /// The CLIENT span of a call that was answered with an error has no error status.
    static let clientSpanUnset = HopFault("client-span-unset", "the CLIENT span of a failed call has no error status") {
        hooks, _ in
        hooks.ended.append { spans, _ in
            for index in spans.indices where spans[index].role == .client {
                spans[index].span.status = .unset
                spans[index].span.attributes.removeAll { $0.key == "error.type" }
            }
        }
    }
}
