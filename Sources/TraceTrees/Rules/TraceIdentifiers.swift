import TraceModel
import TraceRules

// MARK: Identifiers of spans and traces

extension Rule<JudgedTrace> {
    static let spanIDUnique = Rule(
        "trace/span-id/unique", "TRC-003", .must,
        "A span id names one span of a trace; only a client and its server may share one.",
        why: "Backends keep one of the two, or mix them, and children of both hang below either.",
        owner: .sdk, spec: "OpenTelemetry trace API, SpanContext; b3-propagation, shared spans",
        good: "two spans with two ids", bad: "two INTERNAL spans with the id a2fb4a1d1a96d312"
    ) { trace, check in
        let conflict = trace.tree.conflicts.first(where: trace.isAmbiguous)
        let spans = conflict?.nodes.map { trace.span($0) } ?? []
        check.expect(
            spans.isEmpty,
            else: trace.violation(
                of: spans.last, at: "id", expected: "an id of its own",
                actual: "that of the \(spans.first?.named ?? "")"))
    }

    static let oneTraceID = Rule(
        "trace/id/one-per-request", "TRC-016", .should, "A called service goes on with the trace id of its caller.",
        why: "One request is two traces, and neither shows the whole.",
        owner: .instrumentation, spec: "b3-propagation, Identifiers; W3C Trace Context, trace-id",
        good: "SERVER below a CLIENT span of its trace", bad: "SERVER below a CLIENT span of another trace"
    ) { trace, check in
        for (caller, callee) in trace.calledSpans {
            // Ids of different width have a rule of their own.
            let isOther = caller.traceID != trace.traceID && caller.traceID.isWide == trace.traceID.isWide
            check.expect(
                !isOther,
                else: trace.violation(
                    of: callee, at: "traceId", expected: "\(caller.traceID.hex) as its parent, the \(caller.named)",
                    actual: trace.traceID.hex))
        }
    }

    static let constantWidth = Rule(
        "trace/id/constant-width", "TRC-017", .warning, "All spans of a trace have its id in one width.",
        why: "Backends that do not cut ids to 64 bits show two traces.",
        owner: .sdk, spec: "b3-propagation, TraceId; zipkin2-api.yaml, Span.traceId",
        good: "a3ce929d0e0e4736 on all spans", bad: "a3ce929d0e0e4736 and 4bf92f3577b34da6a3ce929d0e0e4736",
        remembering: WidthMemory()
    ) { trace, memory, check in
        let twin = memory.twin(of: trace.traceID)
        check.expect(
            twin == nil,
            else: trace.violation(
                of: trace.tree.spans.first, at: "traceId", expected: "one id for the spans of both",
                actual: "\(trace.traceID.hex) beside \(twin?.hex ?? "")"))
    }

    static let sameLowHalf = Rule(
        "trace/id/same-low-half", "TRC-018", .must,
        "A service that cuts a trace id to 64 bits, or widens one, keeps its low half.",
        why: "Backends join ids of both widths by the low half: the request is two traces.",
        owner: .instrumentation, spec: "b3-propagation, TraceId; STATUS, downgrade",
        good: "4bf92f3577b34da6a3ce929d0e0e4736 becomes a3ce929d0e0e4736",
        bad: "4bf92f3577b34da6a3ce929d0e0e4736 becomes 4bf92f3577b34da6"
    ) { trace, check in
        for (caller, callee) in trace.calledSpans {
            let isOther =
                caller.traceID.isWide != trace.traceID.isWide && caller.traceID.low != trace.traceID.low
            check.expect(
                !isOther,
                else: trace.violation(
                    of: callee, at: "traceId",
                    expected: "the last 16 digits of \(caller.traceID.hex), the id of its parent",
                    actual: trace.traceID.lowHex))
        }
    }
}

extension TraceID {
    fileprivate var isWide: Bool { high != 0 }
}

extension JudgedTrace {
    /// Callees with their callers, of this trace or of another one.
    fileprivate var calledSpans: [(caller: TraceSpan, callee: TraceSpan)] {
        calls.map { ($0.caller, $0.callee) }
            + tree.orphans.compactMap { node in callerInOtherTrace(of: node).map { ($0, span(node)) } }
    }

    /// Whether an id stands for spans that are neither halves of one nor parts of one.
    fileprivate func isAmbiguous(_ conflict: TraceTree.Conflict) -> Bool {
        // Every pair is compared: of a thousand spans under one id the first ones tell enough.
        let spans = conflict.nodes.prefix(64).map { span($0) }
        for (index, span) in spans.enumerated() {
            if spans[..<index].contains(where: { !isOneSpan($0, span) }) { return true }
        }
        return false
    }

    private func isOneSpan(_ first: TraceSpan, _ second: TraceSpan) -> Bool {
        // One call may reach several servers that join it: a proxy asks the next one.
        if first.isShared || second.isShared { return true }
        // A copy to which somebody on its way added attributes.
        if first.kind == second.kind, first.name == second.name, first.start == second.start, first.end == second.end {
            return true
        }
        let kinds = [first.kind, second.kind]
        if kinds.contains(.client), kinds.contains(.server), first.serviceName != second.serviceName { return true }
        guard dataModel == .zipkin else { return false }
        // Zipkin's clients may send a span in parts, which the server merges: a part has no start, or the same one.
        guard first.kind == second.kind, first.serviceName == second.serviceName else { return true }
        return first.start == nil || second.start == nil || first.start == second.start
    }
}

/// The trace ids of a run by their low halves.
private struct WidthMemory {
    private var seen: [UInt64: TraceID] = [:]
    private static let kept = 1_000_000

    /// An id of the other width with the same low half that came before.
    mutating func twin(of id: TraceID) -> TraceID? {
        if let known = seen[id.low] {
            return known.isWide != id.isWide ? known : nil
        }
        if seen.count < Self.kept { seen[id.low] = id }
        return nil
    }
}
