import TraceModel

extension Claim {
    /// Zipkin lower-cases service names, so they are compared without case.
    static let expectedHops = Claim(
        "linkage/expected-hops", "the services of a trace are the hops that its request reached, each below its caller"
    ) { run, tally in
        for request in run.observedRequests {
            for call in request.calls where run.owesSpans(call) {
                if let blocker = run.blocker(of: call) {
                    tally.block(by: blocker)
                    continue
                }
                judgeNames(of: call, run, &tally)
                judgePlace(of: call, run, &tally)
            }
        }
        tally.figures = "\(run.chain.hops.map(\.name).joined(separator: " → "))"
    }

    private static func judgeNames(of call: HopCall, _ run: RunAnalysis, _ tally: inout Tally) {
        let expected = run.chain.hops[call.hop].name
        let wrong = call.spans.first { span in
            guard let name = span.span.serviceName else { return !run.isAllowed(span) }
            return name != expected && name.lowercased() != expected.lowercased() && !run.isAllowed(span)
        }
        guard let wrong else { return tally.hold() }
        tally.fail(
            Finding(
                "service name", request: call.request, hop: call.hop, span: SpanReference(wrong.span),
                expected: expected,
                actual: wrong.span.serviceName ?? "no service name"))
    }

    /// Below its caller: what the edge proves is charged to the edge.
    private static func judgePlace(of call: HopCall, _ run: RunAnalysis, _ tally: inout Tally) {
        switch run.edgeLink(of: call) {
        case .linked, .free: tally.hold()
        case .blocked(let claim): tally.block(by: claim)
        case .foreignID, .notAncestor: tally.block(by: "linkage/edge-parent")
        }
    }
}
