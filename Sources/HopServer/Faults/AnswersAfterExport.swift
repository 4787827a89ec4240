import TraceModel

extension HopFault {
    /// The answer is held until the collector has taken the spans.
    static let answersAfterExport = HopFault("answers-after-export", "answers only after the collector has the spans") {
        hooks, _ in
        hooks.answersAfterExport = true
    }
}
