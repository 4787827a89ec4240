import TraceModel
import TraceRules

// MARK: Times of spans beside those of their parents, and of their arrival

extension Rule<JudgedTrace> {
    static let childStartsAfterParent = Rule(
        "trace/time/child-after-parent", "TRC-006", .warning, "A child does not start before its parent.",
        why: "The clocks disagree, or the parent is not the one that caused the work.",
        owner: .sdk, spec: "Inferred: zipkin's clock skew correction", good: "parent at 0 ms, child at 2 ms",
        bad: "parent at 2000 ms, child at 0 ms"
    ) { trace, check in
        trace.forEachPair { parent, child in
            // A server beside its client has a rule of its own.
            guard !(parent.kind == .client && child.kind == .server), let began = child.start, let before = parent.start
            else { return }
            let skew = trace.skew(parent, child)
            let lead = before.nanoseconds(since: began)
            check.expect(
                lead <= skew,
                else: trace.violation(
                    of: child, at: "start",
                    expected: "not before its parent, the \(parent.named), by \(skew.spelledDuration)",
                    actual: "\(lead.spelledDuration) before it"))
        }
    }

    static let childEndsBeforeParent = Rule(
        "trace/time/child-within-parent", "TRC-007", .warning,
        "A child that starts while its parent lasts ends before it, unless the parent does not wait.",
        why: "Legal where work goes on behind an answer; else the parent was ended too early.",
        owner: .application, spec: "zipkin2-api.yaml, Span.duration", good: "parent 0–10 ms, child 2–8 ms",
        bad: "parent 0–10 ms, child 2–5000 ms"
    ) { trace, check in
        trace.forEachPair { parent, child in
            // Who calls may stop waiting, and a message is taken when it is taken.
            guard parent.kind != .client, parent.kind != .producer, child.kind != .consumer,
                let began = child.start, let ended = child.end, let parentEnd = parent.end, began <= parentEnd,
                parent.durationNanoseconds ?? 0 > 0, child.durationNanoseconds ?? 0 > 0
            else { return }
            let skew = trace.skew(parent, child)
            let late = ended.nanoseconds(since: parentEnd)
            check.expect(
                late <= skew,
                else: trace.violation(
                    of: child, at: "end", expected: "the end of its parent, the \(parent.named), or before",
                    actual: "\(late.spelledDuration) after it"))
        }
    }

    static let serverWithinClient = Rule(
        "trace/time/server-within-client", "TRC-015", .warning, "A SERVER span starts while its CLIENT span lasts.",
        why: "The clocks of the hosts disagree, or the two spans are not of one call.",
        owner: .sdk, spec: "Inferred: zipkin's clock skew correction", good: "CLIENT 0–10 ms, SERVER from 2 ms",
        bad: "CLIENT 0–10 ms, SERVER from -3000 ms"
    ) { trace, check in
        for call in trace.calls where call.caller.kind == .client {
            guard call.caller.hasPlausibleStart, call.callee.hasPlausibleStart, let called = call.caller.start,
                let began = call.callee.start
            else { continue }
            let skew = trace.skew(call.caller, call.callee)
            let lead = called.nanoseconds(since: began)
            let late = call.caller.end.map { began.nanoseconds(since: $0) } ?? 0
            check.expect(
                lead <= skew && late <= skew,
                else: trace.violation(
                    of: call.callee, at: "start", expected: "a time within the \(call.caller.named)",
                    actual: lead > 0 ? "\(lead.spelledDuration) before it" : "\(late.spelledDuration) after its end"))
        }
    }

    static let arrivesInTime = Rule(
        "trace/time/arrives-soon", "TRC-027", .warning, "The spans of a trace arrive within two minutes of its end.",
        why: "Who samples by whole traces has decided long before.",
        owner: .exporter, spec: "Inferred: OpenTelemetry SDK, batches leave after 5 s; retries take a minute",
        good: "end 22:13:21, arrival 22:13:26", bad: "end 22:13:21, arrival 22:43:21"
    ) { trace, check in
        guard let end = trace.tree.spans.compactMap({ $0.hasPlausibleStart ? $0.end ?? $0.start : nil }).max() else {
            return
        }
        var worst: (span: TraceSpan, delay: Int64)?
        for (span, arrival) in zip(trace.tree.spans, trace.arrivals) {
            guard let arrival else { continue }
            let delay = arrival.nanoseconds(since: end)
            if delay > worst?.delay ?? .min { worst = (span, delay) }
        }
        // Whose clock is a day off has a rule of its own.
        guard let worst, worst.delay <= dayInNanoseconds else { return }
        check.expect(
            worst.delay <= 120_000_000_000,
            else: trace.violation(
                of: worst.span, at: "arrival", expected: "at most 2 minutes after the end of the trace",
                actual: worst.delay.spelledDuration))
    }
}

extension JudgedTrace {
    /// Every span with its parent, where the starts of both are times in the right unit.
    fileprivate func forEachPair(_ body: (_ parent: TraceSpan, _ child: TraceSpan) -> Void) {
        for node in tree.nodes.indices {
            guard let parent = tree.nodes[node].parent, span(node).hasPlausibleStart else { continue }
            // Of a shared span the half of the child's own service is its parent.
            let service = span(node).serviceName
            let halves = tree.spans(of: parent)
            let nearest = halves.first { $0.serviceName == service } ?? span(parent)
            guard nearest.hasPlausibleStart else { continue }
            body(nearest, span(node))
        }
    }
}
