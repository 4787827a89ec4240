import TraceModel
import TraceTrees

/// Everything that belongs to one request of the client.
package struct RequestEvidence: Sendable {
    package let sent: SentRequest
    /// The calls of the hops that it reached, in the order of the chain.
    package let calls: [HopCall]
    /// All its spans, in the order of arrival, own posts left out, equal copies merged.
    package let spans: [ObservedSpan]
    /// ``spans`` as a tree; the context that the client sent is a parent that nobody exports.
    let tree: TraceTree
    /// The ids of spans that are their own ancestors.
    let cyclicIDs: Set<SpanID>

    init(sent: SentRequest, calls: [HopCall], spans: [ObservedSpan]) {
        self.sent = sent
        self.calls = calls
        self.spans = spans
        let tree = TraceTree(spans.map(\.span), virtualParents: Set([sent.context?.spanID].compactMap { $0 }))
        self.tree = tree
        cyclicIDs = Set(tree.cycles.joined().map { tree.nodes[$0].spanID })
    }

    /// Whether a span may hang below this id: a span of the request has it, or the client's context.
    func knows(_ id: SpanID) -> Bool { sent.context?.spanID == id || !tree.nodes(withID: id).isEmpty }

    /// The hops that the taps show it reaching.
    package var reachedHops: Set<Int> { Set(calls.map(\.hop)) }

    /// The hops that exported anything of it.
    package var exportingHops: Set<Int> { Set(spans.map(\.hop)) }

    /// The call of the hop before that made this one, with the exchange between them. nil at the entry.
    package func caller(of call: HopCall) -> (call: HopCall, edge: HopCall.OutboundCall)? {
        for candidate in calls where candidate.hop == call.hop - 1 {
            if let edge = candidate.outbound.first(where: { $0.exchange.number == call.inbound.number }) {
                return (candidate, edge)
            }
        }
        return nil
    }
}
