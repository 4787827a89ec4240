import TraceModel

extension Claim {
    /// Judged on the wire, for any implementation: W3C Trace Context section 3, B3 "Propagation".
    static let headersContext = Claim(
        "headers/context", "trace id and sampling continue across every edge, and formats on one edge agree"
    ) { run, tally in
        guard run.chain.hops.count > 1 else { return tally.ruleOut("a chain of one hop makes no calls") }
        for call in run.calls {
            for edge in call.outbound { judge(edge, call, run, &tally) }
        }
        tally.figures = "\(tally.judged) calls"
    }

    private static func judge(_ edge: HopCall.OutboundCall, _ call: HopCall, _ run: RunAnalysis, _ tally: inout Tally) {
        // A malformed header is charged as such; the other formats of the edge are still compared.
        let contexts = edge.contexts.filter { $0.flaw == nil }
        if run.startsNewTrace(edge, after: call.knownTraceID) != nil { return tally.block(by: "linkage/one-trace") }
        let complaint =
            formatMissing(edge, call, run)
            ?? contexts.lazy.compactMap { wrongTraceID($0, told: call.knownTraceID) }.first
            ?? disagreement(contexts)
            ?? lostDecision(contexts, call)
            ?? lostDebug(contexts, call)
            ?? brokenTraceState(contexts, call)
        guard let complaint else { return tally.hold() }
        tally.fail(
            Finding(
                complaint.cause, request: call.request, hop: call.hop, edge: call.hop + 1, expected: complaint.expected,
                actual: complaint.actual))
    }

    private struct Complaint {
        var cause: String
        var expected: String
        var actual: String
    }

    /// Every format that our hop speaks is on the edge once a trace is known; another program must speak one at least.
    private static func formatMissing(_ edge: HopCall.OutboundCall, _ call: HopCall, _ run: RunAnalysis) -> Complaint? {
        guard let told = call.knownTraceID else { return nil }
        let hop = run.chain.hops[call.hop]
        let present = edge.contexts.map(\.format)
        let missing = hop.isForeign ? (present.isEmpty ? "any" : nil) : hop.speaks.first { !present.contains($0) }
        guard let format = missing else { return nil }
        return Complaint(
            cause: "no context in \(format)", expected: "the trace \(told.hex) in \(format) format",
            actual: present.isEmpty ? "no context header" : "only \(Set(present).sorted().joined(separator: ", "))")
    }

    /// An id in upper case, or cut, is an id that did not travel on. A 64-bit id may be padded.
    private static func wrongTraceID(_ context: EdgeContext, told: TraceID?) -> Complaint? {
        guard let text = context.traceIDText else { return nil }
        guard let told else {
            return text == text.lowercased()
                ? nil : Complaint(cause: "upper-case trace id", expected: text.lowercased(), actual: text)
        }
        if text != told.hex, told.high != 0 || text != told.lowHex {
            return Complaint(cause: "another trace id in \(context.format)", expected: told.hex, actual: text)
        }
        if let span = context.spanIDText, span != span.lowercased() {
            return Complaint(
                cause: "upper-case span id in \(context.format)", expected: span.lowercased(), actual: span)
        }
        return nil
    }

    private static func disagreement(_ contexts: [EdgeContext]) -> Complaint? {
        func differing<Said: Equatable>(_ what: String, _ read: (EdgeContext) -> Said?) -> Complaint? {
            let said = contexts.compactMap { context in read(context).map { (context.format, $0) } }
            guard let first = said.first, let other = said.first(where: { $0.1 != first.1 }) else { return nil }
            return Complaint(
                cause: "formats disagree about the \(what)", expected: "\(first.0) and \(other.0) say the same",
                actual: "\(first.0) says \(first.1), \(other.0) says \(other.1)")
        }
        return differing("trace id", \.traceID) ?? differing("span id", \.spanID)
            ?? differing("sampling") { context in
                context.sampling.flatMap { $0 == .defer ? nil : ($0.isSampled ? "yes" : "no") }
            }
    }

    /// Which decision it becomes is judged by what hops export; that it becomes none is seen here alone.
    private static func lostDecision(_ contexts: [EdgeContext], _ call: HopCall) -> Complaint? {
        guard let told = call.inboundSampling, !contexts.isEmpty,
            contexts.allSatisfy({ $0.sampling == nil || $0.sampling == .defer })
        else { return nil }
        return Complaint(cause: "the sampling decision is lost", expected: "\(told), as it came", actual: "none")
    }

    /// B3: debug implies accept, and must reach the end; W3C has no word for it.
    private static func lostDebug(_ contexts: [EdgeContext], _ call: HopCall) -> Complaint? {
        guard call.toldContexts.contains(where: { $0.sampling == .debug }) else { return nil }
        guard let lost = contexts.first(where: { $0.format != "tracecontext" && $0.sampling != .debug }) else {
            return nil
        }
        return Complaint(
            cause: "debug is lost in \(lost.format)", expected: "debug, as it came",
            actual: lost.sampling.map { "\($0)" } ?? "no decision")
    }

    /// Members keep their order; what a hop adds stands on the left (W3C Trace Context section 3.5).
    private static func brokenTraceState(_ contexts: [EdgeContext], _ call: HopCall) -> Complaint? {
        let told = call.toldContexts.flatMap(\.traceState)
        guard !told.isEmpty, let said = contexts.first(where: { $0.format == "tracecontext" })?.traceState else {
            return nil
        }
        let kept = said.filter { member in told.contains { $0.key == member.key } }
        let changed = Set(told).subtracting(kept).map(\.key)
        // A hop may change its own member; it moves to the left then.
        let expected = told.filter { !changed.contains($0.key) }
        if said.suffix(expected.count).elementsEqual(expected), changed.count <= 1 { return nil }
        return Complaint(cause: "tracestate", expected: text(told), actual: text(said))
    }

    private static func text(_ members: [TraceStateMember]) -> String {
        members.isEmpty ? "no members" : members.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
    }
}
