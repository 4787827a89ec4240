import TraceModel

extension Claim {
    /// The SERVER span hangs below another hop: that is the business of `linkage/edge-parent`.
    static let noOrphans = Claim("linkage/no-orphans", "the parent of every span is a span of its request") {
        run, tally in
        run.forEachInnerSpan(&tally) { span, call, request, tally in
            guard let parent = span.span.parentSpanID else { return }
            let isKnown = request.knows(parent)
            if !isKnown, let blocker = run.blocker(of: call) { return tally.block(by: blocker) }
            tally.expect(
                isKnown,
                else: Finding(
                    "orphan", request: call.request, hop: call.hop, span: SpanReference(span.span),
                    expected: "a parent among the spans of the request",
                    actual: "parent \(parent), which nobody exported"))
        }
    }
}
