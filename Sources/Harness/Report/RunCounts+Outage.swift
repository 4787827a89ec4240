import TraceModel

extension RunCounts {
    /// What the evidence tells, with the spans that no collector took told apart: they are lost on purpose.
    init(countedIn run: RunAnalysis) {
        self.init(countedIn: run.evidence)
        for (index, end) in run.evidence.hopEnds.enumerated() {
            spansWithoutCollector += min(run.spansEndedWithoutCollector(by: index), end.account?.dropped ?? 0)
        }
        droppedSpans -= spansWithoutCollector
    }
}
