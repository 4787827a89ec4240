import TraceModel

extension Claim {
    /// Catches every wrong unit: seconds, milliseconds and nanoseconds taken for one another lie years away.
    static let timeWithinRun = Claim("time/within-run", "every start and end lies within the run, ± 1 s") {
        run, tally in
        for request in run.observedRequests {
            for observed in request.spans {
                let span = observed.span
                tally.expect(
                    !run.isOutsideRun(span),
                    else: Finding(
                        "time outside the run", request: request.sent.number, hop: observed.hop,
                        span: SpanReference(span),
                        expected: "from \(run.evidence.started.nanoseconds) to \(run.evidence.ended.nanoseconds) ns",
                        actual:
                            "start \(text(span.start)), duration \(span.durationNanoseconds.map(durationText) ?? "absent")"
                    ))
            }
        }
        if tally.judged == 0, !run.refusedHops.isEmpty { tally.block(by: "export/accepted") }
        tally.figures = "\(tally.judged) spans"
    }

    private static func text(_ time: Timestamp?) -> String { time.map { "\($0.nanoseconds) ns" } ?? "absent" }
}
