import TraceModel

extension RunAnalysis {
    /// Judges every span of every call but the one that stands for the call itself.
    func forEachInnerSpan(
        _ tally: inout Tally,
        _ judge: (ObservedSpan, HopCall, RequestEvidence, inout Tally) -> Void
    ) {
        for request in observedRequests {
            for call in request.calls where owesSpans(call) {
                guard !refusedHops.contains(call.hop) else {
                    tally.block(by: "export/accepted")
                    continue
                }
                if call.server != nil { tally.hold() }
                for span in call.outbound.compactMap(\.client) + call.surplusClients + call.others {
                    judge(span, call, request, &tally)
                }
            }
        }
        tally.figures = "\(tally.judged) spans"
    }
}
