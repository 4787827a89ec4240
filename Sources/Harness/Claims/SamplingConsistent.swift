import TraceModel

extension Claim {
    static let samplingConsistent = Claim("sampling/consistent", "of a trace all hops export, or none does") {
        run, tally in
        for request in run.observedRequests where !request.calls.isEmpty {
            let exporting = request.exportingHops
            let isPartial = !exporting.isEmpty && exporting.count < request.reachedHops.count
            if let culprit = request.calls.first(where: { run.changesDecision($0) && (isPartial || $0.isToldToRecord) })
            {
                tally.fail(
                    Finding(
                        "decision changed on the way", request: request.sent.number, hop: culprit.hop,
                        edge: culprit.hop + 1,
                        expected: "the decision that came in: \(culprit.inboundSampling.map { "\($0)" } ?? "none")",
                        actual: "another one; \(names(exporting, run)) exported, "
                            + "\(names(request.reachedHops.subtracting(exporting), run)) did not"))
            } else if isPartial {
                block(request, exporting, run, &tally)
            } else {
                tally.hold()
            }
        }
        tally.figures = "\(tally.judged) requests"
    }

    /// Some hops are silent though nobody changed the decision: refused exports, lost spans, or a denial ignored.
    private static func block(
        _ request: RequestEvidence, _ exporting: Set<Int>, _ run: RunAnalysis, _ tally: inout Tally
    ) {
        let silent = request.reachedHops.subtracting(exporting)
        if request.sent.context?.sampling == .deny {
            tally.block(by: "sampling/honoured")
        } else {
            tally.block(by: silent.isDisjoint(with: run.refusedHops) ? "accounting/balanced" : "export/accepted")
        }
    }

    private static func names(_ hops: Set<Int>, _ run: RunAnalysis) -> String {
        hops.isEmpty ? "nobody" : hops.sorted().map { run.chain.hops[$0].name }.joined(separator: ", ")
    }
}

extension HopCall {
    /// A refusal that is lifted is the business of `sampling/honoured` when all hops follow; a recording that is
    /// stopped is never right.
    fileprivate var isToldToRecord: Bool { inboundSampling?.isSampled == true }
}
