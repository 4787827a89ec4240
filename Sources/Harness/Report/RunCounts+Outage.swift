import TraceModel

extension RunCounts {
    /// What the evidence tells, with the spans that no collector took told apart: they are lost on purpose.
    init(countedIn run: RunAnalysis) {
        self.init(countedIn: run.evidence)
        let calls = run.requests.filter { $0.sent.phase == .stalled || $0.sent.phase == .gone }.flatMap(\.calls)
        for (index, end) in run.evidence.hopEnds.enumerated() {
            let ended = calls.filter { $0.hop == index && $0.inboundSampling != .deny }
                .reduce(0) { $0 + run.chain.hops[index].spans(for: $1) }
            spansWithoutCollector += min(ended, end.account?.dropped ?? 0)
        }
        droppedSpans -= spansWithoutCollector
    }
}

extension ChainHop {
    /// How many spans a hop of ours ends for a call: SERVER, a CLIENT for each call of its own, and the injections.
    fileprivate func spans(for call: HopCall) -> Int {
        1 + call.outbound.count + (delay == nil ? 0 : 1) + (error == nil ? 0 : 1)
    }
}
