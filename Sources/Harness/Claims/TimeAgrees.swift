import TraceModel

extension Claim {
    /// A span lasts as long as the wire proves, and no longer than the wire allows. What a busy machine adds lies between
    /// the two: a call that waits in a queue before the hop reads it is no fault of the hop's clock.
    static let timeAgrees = Claim(
        "time/agrees", "SERVER and delay spans last as long as the wire shows that the hop was at work"
    ) { run, tally in
        var largest: Int64 = 0
        for call in run.owedCalls {
            if let blocker = run.blocker(of: call) {
                tally.block(by: blocker)
                continue
            }
            for duration in run.durations(of: call) {
                if run.isOutsideRun(duration.span.span) {
                    tally.block(by: "time/within-run")
                    continue
                }
                largest = max(largest, duration.said - duration.atLeast)
                tally.expect(duration.agrees, else: finding(duration, call))
            }
        }
        tally.figures = "\(tally.judged) durations, at most \(durationText(largest)) above what is proven"
    }

    private static func finding(_ duration: ProvenDuration, _ call: HopCall) -> Finding {
        Finding(
            "duration of \(duration.what)", request: call.request, hop: call.hop, edge: call.hop,
            span: SpanReference(duration.span.span),
            expected:
                "\(durationText(duration.atLeast)) to \(durationText(duration.atMost)) (± \(durationText(duration.tolerance)))",
            actual: durationText(duration.said))
    }
}

/// The duration that a span says, between the bounds that the wire proves.
struct ProvenDuration {
    let what: String
    let span: ObservedSpan
    let said: Int64
    let atLeast: Int64
    let atMost: Int64
    /// For the reading of clocks, on both sides.
    let tolerance: Int64

    var agrees: Bool { said >= atLeast - tolerance && said <= atMost + tolerance }
}

extension RunAnalysis {
    /// A SERVER span holds every call behind it and every sleep that the hop says it made, and lies within its own call
    /// on the wire; our `delay` span holds that sleep, and lies within the hop's own time.
    ///
    /// All are monotonic times, and all bounds follow from what causes what:
    /// - *At least.* The tap stamps a call after it read it, so after the hop sent it, and the answer before it writes it,
    ///   so before the hop has it: what lies between lies within the span that waits for the answer. A timer never strikes
    ///   early, and our hop sleeps after the last answer, so that sleep and calls add up.
    /// - *At most.* The tap stamps the call before it writes it, so before the hop can start the span. Our hop ends its
    ///   SERVER span before it writes the first byte of the answer, so before the tap stamps that. Another program may end
    ///   its span long after (a body that is still streamed, a thread that loses its processor): all that is certain is that
    ///   it ended before it was exported.
    func durations(of call: HopCall) -> [ProvenDuration] {
        var durations: [ProvenDuration] = []
        let tolerance = clockTolerance(of: call)
        let slept = sleepNanoseconds(of: call)
        if let server = call.server, let said = server.span.durationNanoseconds,
            let wire = call.inbound.durationNanoseconds
        {
            durations.append(
                ProvenDuration(
                    what: "the SERVER span", span: server, said: said, atLeast: call.timeBehindNanoseconds + slept,
                    atMost: chain.hops[call.hop].isForeign ? untilExport(of: server, after: call, wire) : wire,
                    tolerance: tolerance))
        }
        if !chain.hops[call.hop].isForeign, let delay = call.internalSpan(named: "delay"),
            let said = delay.span.durationNanoseconds, let own = call.selfTimeNanoseconds
        {
            durations.append(
                ProvenDuration(
                    what: "the delay span", span: delay, said: said, atLeast: slept, atMost: own, tolerance: tolerance))
        }
        return durations
    }

    /// From the tap's writing of the call to the arrival of the span.
    private func untilExport(of span: ObservedSpan, after call: HopCall, _ wire: Int64) -> Int64 {
        guard let arrival = arrival(of: span), let start = call.inbound.requestForwarded?.monotonic else { return wire }
        return max(wire, arrival - start)
    }

    /// What our hop says on its `delay` span that it slept; 0 when it did not.
    private func sleepNanoseconds(of call: HopCall) -> Int64 {
        guard !chain.hops[call.hop].isForeign, let span = call.internalSpan(named: "delay") else { return 0 }
        let text = span.span.attributes["delay.seconds"]?.description
        return text.flatMap(Double.init).map { $0.isFinite && $0 < 1e6 ? nanoseconds($0) : 0 } ?? 0
    }
}
