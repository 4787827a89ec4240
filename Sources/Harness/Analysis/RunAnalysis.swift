import TraceModel

/// The evidence of a run, put in order: which exchange, which span belongs to which request and which call.
///
/// Claims read this and nothing else.
package struct RunAnalysis: Sendable {
    package let evidence: RunEvidence
    /// In the order of their numbers, all phases.
    package let requests: [RequestEvidence]
    /// The requests whose spans are due.
    package let observedRequests: [RequestEvidence]
    /// Spans that stand for an exporter's own posts to the collector.
    package let exportSpans: [ObservedSpan]
    /// Spans of observed phases that belong to no request.
    package let strayingSpans: [ObservedSpan]
    /// Exchanges that belong to no request.
    package let strayingExchanges: [Exchange]
    /// The hops some of whose exports were refused: their spans are missing for that reason.
    package let refusedHops: Set<Int>
    /// How far the wall clock was set during the run.
    let wallClockShift: Int64
    /// When each export was taken, by its number: monotonic nanoseconds.
    private let arrivals: [Int: Int64]
    /// The calls of all requests, in their order.
    package private(set) var calls: [HopCall] = []
    /// Those whose spans are due, for certain.
    private(set) var owedCalls: [HopCall] = []
    /// Where a request stands among ``requests``, by its number.
    private var positions: [Int: Int] = [:]
    /// Spans of a hop that came in traces of their own, and stand for calls whose SERVER span is missing.
    private(set) var ownTraceSpans: [ObservedSpan] = []
    /// The hops that began traces of their own although they were told one: what their seed draws nobody can know.
    private(set) var hopsWithOwnTraces: Set<Int> = []
    /// The hops with a span whose duration the wire refutes: the ends of their spans prove nothing.
    private(set) var hopsThatMeasureWrongly: Set<Int> = []

    package init(_ evidence: RunEvidence) {
        self.evidence = evidence
        wallClockShift = WallClockShift.among(
            evidence.requests.flatMap { [$0.sent, $0.answered] } + evidence.exchanges.flatMap(\.stamps))
        arrivals = Dictionary(
            evidence.exports.map { ($0.number, $0.received.monotonic) }, uniquingKeysWith: { first, _ in first })
        let received = ReceivedSpans(evidence.judgedExports)
        let observed = received.observed
        exportSpans = received.exportPosts
        var owners = TraceOwners(evidence.requests, spans: observed)
        let wire = WireAttribution(evidence, owners: &owners)
        strayingExchanges = wire.straying
        let attribution = SpanAttribution(evidence, owners: owners, spans: observed)
        strayingSpans = attribution.straying
        refusedHops = Set(
            evidence.exports.compactMap { export in
                if case .refused = export.result { export.hop } else { nil }
            })
        let proxies = Set(evidence.settings.allowedServices.map { $0.lowercased() })
        requests = evidence.requests.map { sent in
            let spans = attribution.spans[sent.number] ?? []
            let calls = CallMatching.calls(
                request: sent.number, exchanges: wire.exchanges[sent.number] ?? [], spans: spans, proxies: proxies)
            return RequestEvidence(sent: sent, calls: calls, spans: spans)
        }
        observedRequests = requests.filter(\.sent.phase.isObserved)
        positions = Dictionary(
            requests.indices.map { (requests[$0].sent.number, $0) }, uniquingKeysWith: { first, _ in first })
        calls = requests.flatMap(\.calls)
        owedCalls = calls.filter(owesSpans)
        ownTraceSpans = findOwnTraceSpans()
        hopsWithOwnTraces = findHopsWithOwnTraces()
        hopsThatMeasureWrongly = findHopsThatMeasureWrongly()
    }

    /// The request with this number.
    func request(_ number: Int) -> RequestEvidence? { positions[number].map { requests[$0] } }

    /// When the export that carried a span was taken: monotonic nanoseconds. No span ends later.
    func arrival(of span: ObservedSpan) -> Int64? { arrivals[span.export] }

    package var chain: ChainTopology { evidence.chain }
    package var settings: RunSettings { evidence.settings }

    /// Whether the request of a call is one whose spans are due.
    func isObserved(_ call: HopCall) -> Bool {
        positions[call.request].map { requests[$0].sent.phase.isObserved } ?? false
    }

    /// The calls of requests that were recorded: neither denied by the client nor sent without a collector.
    package var tracedCalls: [HopCall] {
        calls.filter { isObserved($0) && $0.inboundSampling != .deny }
    }
}
