import TraceModel

extension Claim {
    /// The span id on an edge joins the two sides: a span of the caller, an ancestor of the callee's SERVER span.
    static let edgeParent = Claim(
        "linkage/edge-parent", "the span id on an edge is the caller's span and the parent of the callee's SERVER span"
    ) { run, tally in
        for call in run.owedCalls {
            switch run.edgeLink(of: call) {
            case .linked: tally.hold()
            case .free: continue
            case .blocked(let claim): tally.block(by: claim)
            case .foreignID(let id):
                tally.fail(
                    Finding(
                        "the edge names no span of the caller", request: call.request, hop: call.hop - 1,
                        edge: call.hop,
                        expected: "the id of the CLIENT span of \(run.chain.hops[call.hop - 1].name)",
                        actual: "\(id), which is \(owner(of: id, call, run))"))
            case .notAncestor(let id):
                tally.fail(
                    Finding(
                        "the SERVER span does not hang below the edge", request: call.request, hop: call.hop,
                        edge: call.hop,
                        span: call.server.map { SpanReference($0.span) },
                        expected: "parent \(id), as the headers said",
                        actual: call.server?.span.parentSpanID.map { "parent \($0)" } ?? "no parent"))
            }
        }
        if run.chain.hops.count == 1, tally.judged == 0 {
            tally.ruleOut("one hop, and no request that is recorded carries a context")
        }
        tally.figures = "\(tally.judged) edges"
    }
}

private func owner(of id: SpanID, _ call: HopCall, _ run: RunAnalysis) -> String {
    guard let request = run.request(call.request) else { return "of no request" }
    if request.sent.context?.spanID == id { return "the client's span" }
    guard let span = request.spans.first(where: { $0.span.spanID == id }) else { return "no span of this request" }
    return "the \(span.span.kind) span of \(run.chain.hops[span.hop].name)"
}
