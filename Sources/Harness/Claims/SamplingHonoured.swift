import TraceModel

extension Claim {
    /// A hop that exports although it was told not to breaks this claim; one that changes the decision on the way breaks
    /// `sampling/consistent`, and what the hops behind it then do is right.
    static let samplingHonoured = Claim(
        "sampling/honoured", "what was denied is not exported, and the refusal is passed on"
    ) { run, tally in
        let denied = run.observedRequests.filter { $0.sent.context?.sampling == .deny && !$0.calls.isEmpty }
        guard !denied.isEmpty else { return tally.ruleOut("no request denied sampling") }
        for hop in run.chain.hops.indices where denied.contains(where: { $0.reachedHops.contains(hop) }) {
            if run.refusedHops.contains(hop) {
                tally.block(by: "export/accepted")
            } else if !hasControl(hop, after: denied, run) {
                tally.leaveUnjudged(
                    "no later span of \(run.chain.hops[hop].name) arrived that would show the denied ones were withheld"
                )
            }
        }
        for request in denied {
            for call in request.calls { judge(call, in: request, run, &tally) }
        }
        tally.figures = "\(denied.count) requests"
    }

    private static func judge(_ call: HopCall, in request: RequestEvidence, _ run: RunAnalysis, _ tally: inout Tally) {
        // Told to record, or told nothing that can be read, by a hop before: that hop is charged.
        guard call.inboundSampling == .deny else {
            return tally.block(by: call.inboundSampling == nil ? "headers/context" : "sampling/consistent")
        }
        let isPartial = request.exportingHops.count < request.reachedHops.count
        if run.changesDecision(call), isPartial { return tally.block(by: "sampling/consistent") }
        if run.changesDecision(call) {
            tally.fail(
                Finding(
                    "refusal not passed on", request: call.request, hop: call.hop, edge: call.hop + 1,
                    expected: "a refusal on the outgoing call", actual: "sampling is accepted there"))
        } else if let span = call.spans.first {
            tally.fail(
                Finding(
                    "exported although denied", request: call.request, hop: call.hop, span: SpanReference(span.span),
                    expected: "no span", actual: "\(call.spans.count) spans"))
        } else {
            tally.hold()
        }
    }

    /// A span of the hop that started after the last denied request was answered, and arrived.
    private static func hasControl(_ hop: Int, after denied: [RequestEvidence], _ run: RunAnalysis) -> Bool {
        guard let last = denied.map(\.sent.answered.monotonic).max() else { return false }
        return run.requests.contains { request in
            request.sent.sent.monotonic >= last && request.spans.contains { $0.hop == hop }
        }
    }
}
