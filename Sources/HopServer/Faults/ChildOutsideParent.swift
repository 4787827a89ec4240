import TraceModel

extension HopFault {
    /// The error span lies behind the end of the SERVER span.
    static let childOutsideParent = HopFault("child-outside-parent", "the error span starts after its parent ended") {
        hooks, _ in
        hooks.ended.append { spans, _ in
            guard let end = spans.first(where: { $0.role == .server })?.span.end else { return }
            // Ten tolerances of 1 ms behind the end, so that no rounding excuses it.
            for index in spans.indices where spans[index].role == .error {
                spans[index].span.start = end.advanced(byNanoseconds: 10_000_000)
            }
        }
    }
}
