import TraceModel

/// Which span belongs to which request: by its trace, else, for requests that run alone, by time.
struct SpanAttribution {
    /// By request number, in the order of arrival.
    private(set) var spans: [Int: [ObservedSpan]] = [:]
    private(set) var straying: [ObservedSpan] = []

    init(_ evidence: RunEvidence, owners: TraceOwners, spans observed: [ObservedSpan]) {
        let arrivals = Dictionary(evidence.exports.map { ($0.number, $0.received) }) { first, _ in first }
        let lonely = LonelyRequests(evidence)
        for span in observed {
            if let owner = owners.owner(of: span.span) {
                spans[owner, default: []].append(span)
            } else if !owners.isStray(span.span.traceID), let arrival = arrivals[span.export],
                let owner = lonely.request(of: span.span, arrived: arrival)
            {
                spans[owner, default: []].append(span)
            } else {
                straying.append(span)
            }
        }
    }
}

/// The requests without context, which run one at a time: what happens meanwhile is theirs.
struct LonelyRequests {
    /// In the order of their sending.
    private let requests: [SentRequest]
    private let run: ClosedRange<Timestamp>
    /// What arrives from here on is no longer theirs.
    private let endOfProbes: Int64

    init(_ evidence: RunEvidence) {
        requests = evidence.requests.filter { $0.phase == .contextless }.sorted {
            $0.sent.monotonic < $1.sent.monotonic
        }
        run = evidence.started...max(evidence.started, evidence.ended)
        endOfProbes =
            evidence.requests.filter { $0.phase == .stalled || $0.phase == .gone }.map(\.sent.monotonic).min() ?? .max
    }

    /// The request that was under way when something crossed the wire.
    func request(at time: ClockStamp) -> Int? {
        requests.first { $0.sent.monotonic <= time.monotonic && time.monotonic <= $0.answered.monotonic }?.number
    }

    /// The request that was under way when a span started. Where its start is absurd, the last one that had been sent
    /// when the span arrived: the harness waits for the spans of one before it sends the next.
    func request(of span: TraceSpan, arrived: ClockStamp) -> Int? {
        guard arrived.monotonic < endOfProbes else { return nil }
        guard let start = span.start, run.contains(start) else {
            return requests.last { $0.sent.monotonic <= arrived.monotonic }?.number
        }
        // A start is truncated to microseconds, so it may lie before what caused it.
        let latest = start.advanced(byNanoseconds: Tolerances.clock)
        let earliest = start.advanced(byNanoseconds: -Tolerances.clock)
        return requests.last { $0.sent.wall <= latest && earliest <= $0.answered.wall }?.number
    }
}
