import TraceModel

/// Puts the spans of a request in their places: which stands for which inbound and which outbound call.
enum CallMatching {
    /// Spans of `proxies`, service names in lower case, stand for no call of a hop.
    static func calls(
        request: Int, exchanges: [(exchange: Exchange, contexts: [EdgeContext])], spans: [ObservedSpan],
        proxies: Set<String> = []
    ) -> [HopCall] {
        let ordered = exchanges.sorted {
            ($0.exchange.edge, $0.exchange.number) < ($1.exchange.edge, $1.exchange.number)
        }
        let hops = Set(ordered.map(\.exchange.edge)).sorted()
        return hops.flatMap { hop in
            let inbound = ordered.filter { $0.exchange.edge == hop }
            let outbound = ordered.filter { $0.exchange.edge == hop + 1 }
            return calls(
                of: hop, request: request, inbound: inbound, outbound: outbound, spans: spans.filter { $0.hop == hop },
                proxies: proxies)
        }
    }

    /// The calls of one hop within one request; most often one. Spans that no rule places go to the first.
    private static func calls(
        of hop: Int, request: Int, inbound: [(exchange: Exchange, contexts: [EdgeContext])],
        outbound: [(exchange: Exchange, contexts: [EdgeContext])], spans: [ObservedSpan], proxies: Set<String>
    ) -> [HopCall] {
        func isProxy(_ span: ObservedSpan) -> Bool {
            !proxies.isEmpty && span.span.serviceName.map { proxies.contains($0.lowercased()) } ?? false
        }
        var rest = spans.filter { !isProxy($0) }
        var calls = inbound.map { edge in
            HopCallDraft(hop: hop, request: request, inbound: edge.exchange, inboundContexts: edge.contexts)
        }
        for edge in outbound {
            let owner =
                calls.lastIndex { $0.inbound.requestReceived.monotonic <= edge.exchange.requestReceived.monotonic } ?? 0
            calls[owner].outbound.append(.init(exchange: edge.exchange, contexts: edge.contexts, client: nil))
        }
        placeClients(&calls, &rest)
        placeServers(&calls, &rest)
        for span in rest {
            let owner = index(of: span, in: calls)
            switch span.span.kind {
            case .server: calls[owner].surplusServers.append(span)
            case .client: calls[owner].surplusClients.append(span)
            default: calls[owner].others.append(span)
            }
        }
        for span in spans where isProxy(span) { calls[index(of: span, in: calls)].others.append(span) }
        return calls.map(HopCall.init)
    }

    /// An outbound call is told by the span whose id it carried, else by the next CLIENT span in order of time.
    private static func placeClients(_ calls: inout [HopCallDraft], _ rest: inout [ObservedSpan]) {
        for call in calls.indices {
            for edge in calls[call].outbound.indices {
                let ids = calls[call].outbound[edge].contexts.compactMap(\.spanID)
                guard let index = rest.firstIndex(where: { $0.span.kind == .client && ids.contains($0.span.spanID) })
                else { continue }
                calls[call].outbound[edge].client = rest.remove(at: index)
            }
        }
        for call in calls.indices {
            for edge in calls[call].outbound.indices where calls[call].outbound[edge].client == nil {
                let earliest = rest.indices.filter { rest[$0].span.kind == .client }
                    .min { startOrder(rest[$0], rest[$1]) }
                if let earliest { calls[call].outbound[edge].client = rest.remove(at: earliest) }
            }
        }
    }

    /// An inbound call is told by the SERVER span below the id that came in, else by the next SERVER span in order of
    /// time, else by the hop's own local root: a span in the SERVER's place has merely the wrong kind.
    private static func placeServers(_ calls: inout [HopCallDraft], _ rest: inout [ObservedSpan]) {
        for call in calls.indices {
            let ids = calls[call].inboundContexts.compactMap(\.spanID)
            let match = rest.firstIndex { span in
                span.span.kind == .server
                    && (ids.contains(span.span.spanID) || span.span.parentSpanID.map(ids.contains) == true)
            }
            if let match { calls[call].server = rest.remove(at: match) }
        }
        for call in calls.indices where calls[call].server == nil {
            let earliest = rest.indices.filter { rest[$0].span.kind == .server }.min { startOrder(rest[$0], rest[$1]) }
            if let earliest {
                calls[call].server = rest.remove(at: earliest)
            } else if let root = localRoot(of: calls[call], among: rest) {
                calls[call].server = rest.remove(at: root)
            }
        }
    }

    /// The span that the callers' context is the parent of, or that the other spans of the hop hang below.
    private static func localRoot(of call: HopCallDraft, among rest: [ObservedSpan]) -> Int? {
        let ids = call.inboundContexts.compactMap(\.spanID)
        if let child = rest.firstIndex(where: { $0.span.parentSpanID.map(ids.contains) == true }) { return child }
        if rest.count == 1, rest[0].span.parentSpanID == nil, call.outbound.isEmpty { return 0 }
        let parents = Set((rest + call.outbound.compactMap(\.client)).compactMap(\.span.parentSpanID))
        return rest.firstIndex { $0.span.parentSpanID == nil && parents.contains($0.span.spanID) }
    }

    /// The call whose span is the parent, else the last call that had begun when the span started.
    private static func index(of span: ObservedSpan, in calls: [HopCallDraft]) -> Int {
        guard calls.count > 1 else { return 0 }
        if let parent = span.span.parentSpanID,
            let owner = calls.firstIndex(where: { $0.spans.contains { $0.span.spanID == parent } })
        {
            return owner
        }
        guard let start = span.span.start else { return 0 }
        return calls.lastIndex { $0.inbound.requestReceived.wall <= start } ?? 0
    }

    private static func startOrder(_ left: ObservedSpan, _ right: ObservedSpan) -> Bool {
        (left.span.start ?? Timestamp(nanoseconds: .max)) < (right.span.start ?? Timestamp(nanoseconds: .max))
    }
}
