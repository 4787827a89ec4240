import TraceModel

extension Claim {
    /// Whether the SERVER span is a root is the business of `linkage/edge-parent`.
    static let singleRoot = Claim("linkage/single-root", "a request has one root") { run, tally in
        run.forEachInnerSpan(&tally) { span, call, _, tally in
            tally.expect(
                span.span.parentSpanID != nil,
                else: Finding(
                    "second root", request: call.request, hop: call.hop, span: SpanReference(span.span),
                    expected: "a parent", actual: "none: a root beside the trace's own"))
        }
    }
}
