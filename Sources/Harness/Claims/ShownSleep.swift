import TraceModel

/// How long a hop may have slept in one call, by everything that shows it; all in nanoseconds.
struct ShownSleep {
    /// What the taps show that the hop took itself: never less than its sleep.
    let own: Int64
    /// What our hop's `delay` span says: never less than its sleep either. nil where it proves nothing.
    let span: Int64?

    /// A sleep lies within the hop's own time on the wire and within its `delay` span, which queues do not prolong so
    /// much.
    var atMost: Int64 { min(own, span ?? own) }

    /// Whether the sleep may have lasted so long, within a millisecond for the reading of clocks.
    func reaches(_ nanoseconds: Int64) -> Bool { atMost >= nanoseconds - 1_000_000 }
}

extension RunAnalysis {
    /// nil where the call has no whole answer.
    func shownSleep(in call: HopCall) -> ShownSleep? {
        call.selfTimeNanoseconds.map { ShownSleep(own: $0, span: delaySpan(of: call)) }
    }

    /// The duration of our hop's `delay` span; nil where its clock is charged by `time/agrees` or `time/within-run`.
    private func delaySpan(of call: HopCall) -> Int64? {
        guard !chain.hops[call.hop].isForeign, !hopsThatMeasureWrongly.contains(call.hop),
            let span = call.internalSpan(named: "delay")?.span, !isOutsideRun(span)
        else { return nil }
        return span.durationNanoseconds
    }
}
