import TraceModel

/// Who is charged when evidence is missing or bent: the predicates that several claims share, so that one anomaly
/// fails one claim.
extension RunAnalysis {
    /// The claim that is charged with the missing SERVER span of a call; nil when it is there.
    func blocker(of call: HopCall) -> String? {
        if call.server != nil { return nil }
        if refusedHops.contains(call.hop) { return "export/accepted" }
        return changesDecision(call) ? "sampling/consistent" : "accounting/balanced"
    }

    /// Whether spans of the call are due: recorded for certain, because the caller says so or the hop itself did
    /// record something of it.
    func owesSpans(_ call: HopCall) -> Bool {
        guard isObserved(call) else { return false }
        switch call.inboundSampling {
        case .deny: return false
        case .accept, .debug: return true
        case .defer, nil: return !call.spans.isEmpty || !chain.hops[call.hop].isForeign
        }
    }

    /// The hop was told one decision and passes the other on, in all formats; formats that disagree with each other
    /// are the business of `headers/context`.
    func changesDecision(_ call: HopCall) -> Bool {
        guard let told = call.inboundSampling else { return false }
        return call.outbound.contains { edge in
            let said = edge.contexts.compactMap(\.sampling).filter { $0 != .defer }
            return !said.isEmpty && said.allSatisfy { $0.isSampled != told.isSampled }
        }
    }

    /// A start or an end outside the run: a wrong unit or a wrong clock.
    ///
    /// Proven: the harness reads the clock before it sends the first request, which every span of the run has as its
    /// cause, and after the last export was taken, which every span precedes. Where the wall clock was set meanwhile,
    /// none of its readings lies further outside than that.
    func isOutsideRun(_ span: TraceSpan) -> Bool {
        guard let start = span.start, let end = span.end else { return true }
        // At most 2^61 and a second.
        let tolerance = Tolerances.run + wallClockShift
        return start < evidence.started.advanced(byNanoseconds: -tolerance)
            || end > evidence.ended.advanced(byNanoseconds: tolerance) || end < start
    }

    /// The trace id of an outbound edge is a whole new one, spelt well and equal in every format: the hop began a
    /// trace of its own.
    func startsNewTrace(_ edge: HopCall.OutboundCall, after told: TraceID?) -> TraceID? {
        guard let told else { return nil }
        guard let id = edge.contexts.lazy.compactMap(\.traceID).first, id.low != told.low,
            edge.contexts.allSatisfy({ $0.traceID == nil || $0.traceID == id })
        else { return nil }
        let (hex, lowHex) = (id.hex, id.lowHex)
        return edge.contexts.compactMap(\.traceIDText).allSatisfy { $0 == hex || $0 == lowHex } ? id : nil
    }

    /// How the SERVER span of a call hangs below the edge that it came in on.
    enum EdgeLink {
        case linked
        /// The id on the edge is no span of the caller.
        case foreignID(SpanID)
        /// The id on the edge is a span of the caller, but not an ancestor of the SERVER span.
        case notAncestor(SpanID)
        /// Nothing to judge, because another claim is charged.
        case blocked(String)
        /// No context came in: the SERVER span is free.
        case free
    }

    func edgeLink(of call: HopCall) -> EdgeLink {
        if let blocker = blocker(of: call) { return .blocked(blocker) }
        guard let server = call.server?.span, let context = call.inboundContexts.first(where: { $0.spanID != nil }),
            let edgeID = context.spanID, let edgeTrace = context.traceID
        else { return .free }
        guard isSameTrace(server, edgeTrace) else { return .blocked("linkage/one-trace") }
        if call.hop > 0, let caller = request(call.request)?.caller(of: call) {
            if refusedHops.contains(caller.call.hop) { return .blocked("export/accepted") }
            if !mayWrite(edgeID, caller.call, on: caller.edge) {
                // Without its CLIENT span nobody can say whose id it is.
                return caller.edge.client == nil ? .blocked("accounting/balanced") : .foreignID(edgeID)
            }
        }
        return isAncestor(edgeID, of: server, request: call.request) ? .linked : .notAncestor(edgeID)
    }

    /// The ids that a caller may write on an edge: its CLIENT span's or, where that is missing, any of its own; and
    /// those of a proxy behind it.
    private func mayWrite(_ id: SpanID, _ caller: HopCall, on edge: HopCall.OutboundCall) -> Bool {
        let isOwn = edge.client.map { $0.span.spanID == id } ?? caller.spans.contains { $0.span.spanID == id }
        return isOwn || caller.others.contains { $0.span.spanID == id && isAllowed($0) }
    }

    /// Compares as many bits as the narrower id has.
    func isSameTrace(_ span: TraceSpan, _ traceID: TraceID) -> Bool {
        span.traceID == traceID || (span.traceIDWidth == .bits64 && span.traceID.low == traceID.low)
    }

    /// The parent, the span itself (a shared id), or an ancestor with only spans of allowed services between.
    private func isAncestor(_ id: SpanID, of server: TraceSpan, request: Int) -> Bool {
        if server.spanID == id || server.parentSpanID == id { return true }
        let allowed = Set(settings.allowedServices.map { $0.lowercased() })
        guard !allowed.isEmpty else { return false }
        var between: [SpanID: TraceSpan] = [:]
        for span in self.request(request)?.spans.map(\.span) ?? [] {
            if let service = span.serviceName, allowed.contains(service.lowercased()) { between[span.spanID] = span }
        }
        var next = server.parentSpanID
        for _ in 0..<between.count {  // no longer than all of them: a cycle ends here
            guard let current = next, let span = between[current] else { return false }
            if span.parentSpanID == id { return true }
            next = span.parentSpanID
        }
        return false
    }

    func findOwnTraceSpans() -> [ObservedSpan] {
        var missing: [Int: Int] = [:]
        for call in tracedCalls where call.server == nil { missing[call.hop, default: 0] += 1 }
        return strayingSpans.filter { stray in
            guard stray.span.kind == .server, let count = missing[stray.hop], count > 0 else { return false }
            missing[stray.hop] = count - 1
            return true
        }
    }

    func findHopsWithOwnTraces() -> Set<Int> {
        let calls = calls.filter { call in
            guard let told = call.inboundTraceID else { return false }
            if let server = call.server, !isSameTrace(server.span, told) { return true }
            return call.outbound.contains { startsNewTrace($0, after: told) != nil }
        }
        return Set(calls.map(\.hop) + ownTraceSpans.map(\.hop))
    }

    func findHopsThatMeasureWrongly() -> Set<Int> {
        let calls = owedCalls.filter { call in
            durations(of: call).contains { !$0.agrees && !isOutsideRun($0.span.span) }
        }
        return Set(calls.map(\.hop))
    }
}
