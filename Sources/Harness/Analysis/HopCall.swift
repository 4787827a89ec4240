import TraceModel

/// One call that a hop answered: what crossed the wire before and behind it, and the spans that it exported for it.
///
/// What many claims ask of a call is worked out once, when it is made.
package final class HopCall: Sendable {
    /// The index of the hop.
    package let hop: Int
    /// The number of the request.
    package let request: Int
    /// The exchange that came in.
    package let inbound: Exchange
    /// The contexts on the inbound edge.
    package let inboundContexts: [EdgeContext]
    /// The calls to the next hop with their contexts and CLIENT spans; one in a healthy chain, none at its end.
    package let outbound: [OutboundCall]
    /// The span that stands for the call: SERVER, or whatever stands in its place.
    package let server: ObservedSpan?
    /// Further SERVER spans of this call.
    package let surplusServers: [ObservedSpan]
    /// CLIENT spans that belong to no outbound call.
    package let surplusClients: [ObservedSpan]
    /// Everything that the hop exported for this request but ``server`` and the CLIENT spans.
    package let others: [ObservedSpan]
    /// All spans of the call.
    package let spans: [ObservedSpan]
    /// What the hop could read of ``inboundContexts``: a malformed one is ignored, its decision and `tracestate` too.
    package let toldContexts: [EdgeContext]
    /// The trace id that the hop was given, from the first context that has one.
    package let inboundTraceID: TraceID?
    /// The decision that the hop was given; nil when nothing was decided.
    package let inboundSampling: SamplingDecision?

    package struct OutboundCall: Sendable {
        package var exchange: Exchange
        package var contexts: [EdgeContext]
        package var client: ObservedSpan?
    }

    init(_ draft: HopCallDraft) {
        hop = draft.hop
        request = draft.request
        inbound = draft.inbound
        inboundContexts = draft.inboundContexts
        outbound = draft.outbound
        server = draft.server
        surplusServers = draft.surplusServers
        surplusClients = draft.surplusClients
        others = draft.others
        spans = draft.spans
        toldContexts = draft.inboundContexts.filter { $0.flaw == nil }
        inboundTraceID = toldContexts.lazy.compactMap(\.traceID).first
        inboundSampling = EdgeContext.decision(in: toldContexts)
    }

    /// The trace that the hop has to pass on: the one that it was given, else the one that it minted and exported.
    package var knownTraceID: TraceID? { inboundTraceID ?? server?.span.traceID }

    /// The INTERNAL span of an injection block: `delay` or `error`.
    package func internalSpan(named name: String) -> ObservedSpan? { others.first { $0.span.name == name } }

    /// From the first call behind the hop to the last answer that was passed back to it before its own came; 0 without
    /// any. A call that another program leaves running when it answers is none that its SERVER span waits for.
    package var timeBehindNanoseconds: Int64 {
        let answered = outbound.filter { call in
            guard let response = call.exchange.response else { return false }
            return inbound.response.map { response.forwarded.monotonic <= $0.received.monotonic } ?? true
        }
        guard let first = answered.map(\.exchange.requestReceived.monotonic).min(),
            let last = answered.compactMap(\.exchange.response?.forwarded.monotonic).max()
        else { return 0 }
        return max(0, last - first)
    }

    /// From the tap before the hop minus the taps behind it: what the hop itself took. nil without a whole answer.
    package var selfTimeNanoseconds: Int64? {
        guard let total = inbound.durationNanoseconds, let answered = inbound.response?.received.monotonic else {
            return nil
        }
        var own = total
        var covered = Int64.min
        for exchange in outbound.map(\.exchange).sorted(by: {
            $0.requestReceived.monotonic < $1.requestReceived.monotonic
        }) {
            guard let response = exchange.response else { return nil }
            // Calls that another program makes side by side are behind it once, and none is after its answer.
            let start = max(covered, exchange.requestReceived.monotonic)
            let end = min(response.forwarded.monotonic, answered)
            own -= max(0, end - start)
            covered = max(covered, end)
        }
        return own
    }
}
