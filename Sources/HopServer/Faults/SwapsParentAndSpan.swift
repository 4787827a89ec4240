import TraceBytes
import TraceModel

extension HopFault {
    /// Span id and parent span id change places when headers are read.
    static let swapsParentAndSpan = HopFault("swaps-parent-and-span", "reads the parent span id as the span id") {
        hooks, _ in
        hooks.extracted.append { context, headers in
            // Only B3 says the parent; without one the swapped span id is empty, and the SERVER span a root.
            let parent = headers.first("x-b3-parentspanid").flatMap { SpanID(hex: $0.value) }
            guard let span = context?.spanID else { return }
            context?.spanID = parent ?? SpanID(0)
            context?.parentSpanID = span
        }
    }
}
