import TraceModel
import TraceWire

/// Everything that a collector keeps: the requests in their order, and the spans of those that were accepted.
///
/// A payload is a transaction: all of its spans are stored or none. One loop owns the recording.
final class Recording {
    private(set) var store = SpanStore()
    private(set) var requests: [RecordedRequest] = []
    private(set) var counters = CollectorCounters()
    private var keptBytes = 0
    private let limits: CollectorLimits

    /// What the record of a request costs beside its bytes, roughly: many empty requests must reach the limit too.
    static let bytesPerRecord = 512

    typealias Decode = @Sendable (ReceivedPayload, inout SpanStore) throws(PayloadRefusal) -> Void

    /// What came of an attempt to take a payload.
    enum Taken {
        case accepted
        case refused(PayloadRefusal)
        /// A limit is reached: nothing was kept; the text says which.
        case dropped(String)
    }

    init(limits: CollectorLimits) { self.limits = limits }

    /// Decodes a payload into the store and records it.
    func take(_ arrival: Arrival, decode: Decode) -> Taken {
        guard hasRoom(for: arrival) else { return drop("the collector keeps \(limits.maxPayloadBytes) bytes at most") }
        let first = store.count
        let mark = store.mark()
        do throws(PayloadRefusal) {
            try decode(arrival.payload, &store)
        } catch {
            let refusal = RecordedRequest.Refusal(
                reason: error.reason, offset: error.offset, status: error.response.status)
            append(arrival, .refused(refusal))
            return .refused(error)
        }
        guard store.count <= limits.maxSpans else {
            store.rollback(to: mark)
            return drop("the collector keeps \(limits.maxSpans) spans at most")
        }
        append(arrival, .accepted(spans: first..<store.count))
        return .accepted
    }

    /// Records what was not decoded. Without room it is only counted.
    func record(_ arrival: Arrival, _ outcome: RecordedRequest.Outcome) {
        guard hasRoom(for: arrival) else {
            _ = drop("")
            return
        }
        append(arrival, outcome)
    }

    /// The spans of every accepted payload, or of those that came in at receivers of a label.
    func spans(from label: String?) -> [TraceSpan] {
        guard let label else { return store.allSpans() }
        return requests.filter { $0.receiver.label == label }.flatMap { $0.spanNumbers.map { store.span(at: $0) } }
    }

    private func append(_ arrival: Arrival, _ outcome: RecordedRequest.Outcome) {
        counters.count(outcome, bytes: arrival.payload.body.count)
        keptBytes += arrival.keptBytes
        requests.append(
            RecordedRequest(
                number: requests.count, receiver: arrival.receiver, payload: arrival.payload,
                monotonicNanoseconds: arrival.monotonicNanoseconds, outcome: outcome))
    }

    private func drop(_ reason: String) -> Taken {
        counters.requests += 1
        counters.dropped += 1
        return .dropped(reason)
    }

    private func hasRoom(for arrival: Arrival) -> Bool { keptBytes + arrival.keptBytes <= limits.maxPayloadBytes }
}

extension Arrival {
    /// Sums of lengths of arrays in memory, so far below the range of `Int`.
    fileprivate var keptBytes: Int { payload.body.count + headBytes + Recording.bytesPerRecord }
}
