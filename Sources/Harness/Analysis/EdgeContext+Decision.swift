import TraceModel

extension EdgeContext {
    /// What contexts of one call decide together; nil when nothing was decided.
    ///
    /// W3C Trace Context has one bit where B3 has four states: clear beside a B3 context of the same span that defers, it
    /// means deferred. What comes with ids that nobody can read is read by nobody.
    static func decision(in contexts: [EdgeContext]) -> SamplingDecision? {
        let told = contexts.filter { $0.isReadable || $0.traceIDText == nil }
        guard let decided = told.first(where: { $0.sampling.map { $0 != .defer } ?? false }) else { return nil }
        let isDeferred =
            decided.format == "tracecontext" && decided.sampling == .deny
            && told.contains {
                $0.sampling == .defer && $0.traceID == decided.traceID && $0.spanID == decided.spanID
            }
        return isDeferred ? nil : decided.sampling
    }
}
