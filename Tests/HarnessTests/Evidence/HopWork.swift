import TraceBytes
import TraceModel
import TraceTestSupport

@testable import Harness
@testable import HopServer

/// One inbound call in the work of one hop, up to its spans.
struct HopWork {
    let hop: Int
    let inbound: InboundCall
    let start: Int64
    let serverID: SpanID
    var plan = RequestPlan()
    private(set) var traceID = TraceID(high: 0, low: 1)
    private(set) var isRecorded = true
    var clients: [Client] = []
    /// The ids of a proxy's spans behind the CLIENT spans.
    var egressIDs: [SpanID] = []
    private(set) var context: SpanContext?
    private(set) var parent: SpanID?
    private(set) var incoming: SpanContext?
    private(set) var delay: (id: SpanID, start: Int64, end: Int64)?
    private(set) var error: (id: SpanID, start: Int64, end: Int64)?

    struct Client {
        var id: SpanID
        var start: Int64
        var end: Int64
        var status: Int?
    }

    init(hop: Int, inbound: InboundCall, start: Int64, serverID: SpanID) {
        self.hop = hop
        self.inbound = inbound
        self.start = start
        self.serverID = serverID
    }

    /// Continues the trace that came in, or begins the minted one. A deferred decision is taken: record.
    mutating func adopt(_ incoming: SpanContext?, hooks: Hooks, minted: TraceID) {
        self.incoming = incoming
        context = incoming
        for hook in hooks.extracted { hook(&context, inbound.headers) }
        traceID = context?.traceID ?? minted
        parent = context.flatMap { $0.spanID.isValid ? $0.spanID : nil }
        isRecorded = context?.sampling != .deny
        if hooks.startsNewTraces {
            traceID = minted
            context?.traceState = []
            parent = nil
        }
        for hook in hooks.recorded { hook(&isRecorded) }
    }

    var injectedCode: Int? { plan.error.flatMap { $0.strikes ? $0.code : nil } }

    func outgoingContext(_ clientID: SpanID) -> SpanContext {
        let told = context?.sampling ?? .defer
        return SpanContext(
            traceID: traceID, traceIDWidth: traceID == context?.traceID ? context?.traceIDWidth ?? .bits128 : .bits128,
            spanID: clientID, sampling: told == .defer ? .accept : told, traceState: context?.traceState ?? [])
    }

    func facts(_ builder: EvidenceBuilder, incoming: SpanContext?) -> CallFacts {
        CallFacts(
            incoming: incoming, serverSpanID: serverID, injectedCode: injectedCode,
            configuredTags: builder.chain.hops[hop].tags.map(\.key))
    }

    /// The delay and the error; returns when they are over.
    mutating func inject(until time: Int64, _ generator: inout SeededGenerator) -> Int64 {
        var now = time
        if let delay = plan.delay {
            let lasts = delay.strikes ? Int64(delay.seconds * 1e9) : 4_000
            self.delay = (.random(using: &generator), now, now + lasts + 3_000)
            now += lasts + 5_000
        }
        if plan.error != nil {
            error = (.random(using: &generator), now, now + 3_000)
            now += 5_000
        }
        return now
    }
}
