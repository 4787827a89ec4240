import TraceModel

extension Claim {
    /// A request is one trace: the one that was sent, or exactly one that its entry minted. Every hop is judged by the
    /// trace that it was told, so that the hops behind one that begins anew are not blamed for going on with it.
    static let oneTrace = Claim("linkage/one-trace", "all spans of a request carry the trace id that was sent") {
        run, tally in
        for call in run.calls where run.isObserved(call) { judge(call, run, &tally) }
        for span in run.ownTraceSpans {
            tally.fail(
                Finding(
                    "a trace of its own", hop: span.hop, span: SpanReference(span.span),
                    expected: "the trace of a request",
                    actual: "trace \(span.span.traceID.hex), which no edge carries"))
        }
        if tally.judged == 0, !run.refusedHops.isEmpty { tally.block(by: "export/accepted") }
        tally.figures = "\(run.observedRequests.count) requests"
    }

    private static func judge(_ call: HopCall, _ run: RunAnalysis, _ tally: inout Tally) {
        guard let known = call.knownTraceID ?? call.spans.first?.span.traceID else { return }
        if let stray = call.spans.first(where: { !run.isSameTrace($0.span, known) }) {
            // Of headers that nobody can read a hop must begin anew; they are charged.
            if let blocker = unreadable(call.inboundContexts) { return tally.block(by: blocker) }
            return tally.fail(
                Finding(
                    "another trace id", request: call.request, hop: call.hop, edge: call.hop,
                    span: SpanReference(stray.span), expected: known.hex, actual: stray.span.traceID.hex))
        }
        for edge in call.outbound {
            guard let minted = run.startsNewTrace(edge, after: known) else { continue }
            return tally.fail(
                Finding(
                    "another trace id", request: call.request, hop: call.hop, edge: call.hop + 1, expected: known.hex,
                    actual: minted.hex))
        }
        tally.hold()
    }

    private static func unreadable(_ contexts: [EdgeContext]) -> String? {
        guard !contexts.contains(where: \.isReadable) else { return nil }
        return contexts.contains { $0.flaw != nil } ? "headers/well-formed" : "headers/context"
    }
}
