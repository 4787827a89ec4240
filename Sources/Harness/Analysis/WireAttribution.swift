import TraceBytes
import TraceModel

/// Which exchange belongs to which request.
///
/// By its `x-request-id`, which the client makes unique; where a hop lost that, by a trace id on the edge; where a
/// request has neither and runs alone, by time.
struct WireAttribution {
    /// By request number, in the order of arrival, each with its contexts.
    private(set) var exchanges: [Int: [(exchange: Exchange, contexts: [EdgeContext])]] = [:]
    private(set) var straying: [Exchange] = []

    /// Teaches `owners` the traces of the edges.
    init(_ evidence: RunEvidence, owners: inout TraceOwners) {
        let lonely = LonelyRequests(evidence)
        for exchange in evidence.exchanges {
            let contexts = EdgeContext.all(in: exchange.requestHeaders)
            let traceIDs = contexts.compactMap(\.traceID)
            var owner = exchange.requestHeaders.text("x-request-id").flatMap { owners.owner(ofRequestID: $0) }
            for traceID in traceIDs where owner == nil { owner = owners.owner(of: traceID) }
            guard let owner = owner ?? lonely.request(at: exchange.requestReceived) else {
                straying.append(exchange)
                for traceID in traceIDs { owners.rememberStray(traceID) }
                continue
            }
            exchanges[owner, default: []].append((exchange, contexts))
            // A trace id that a hop minted belongs to the request from here on; one that is taken stays where it is.
            for traceID in traceIDs { owners.remember(traceID, owner) }
        }
    }
}
