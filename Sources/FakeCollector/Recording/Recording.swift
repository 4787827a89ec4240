import TraceBytes
import TraceModel
import TraceWire

/// Everything that a collector keeps: the requests in their order, and the spans of those that were accepted.
///
/// A payload is a transaction: all of its spans are stored or none. One loop owns the recording.
final class Recording {
    private(set) var spans = SpanHistory()
    private(set) var requests = RequestHistory()
    private(set) var origins = SpanOrigins()
    /// Of all receivers together, without what was evicted.
    private(set) var received = CollectorCounters()
    /// Of the receivers of a label together.
    private(set) var countersByLabel = CountersByLabel()
    /// The first requests that were not taken, as a summary tells them.
    private(set) var firstRefusals: [String] = []
    private let limits: CollectorLimits

    private static let refusalsTold = 5

    typealias Decode = (ReceivedPayload, inout SpanStore) throws(PayloadRefusal) -> WireAnswer?

    /// What came of an attempt to take a payload.
    enum Taken {
        /// With what its sender is told; nil where nobody is.
        case accepted(WireAnswer?)
        case refused(PayloadRefusal)
        /// A limit is reached: nothing was kept; the text says which.
        case dropped(String)
    }

    init(limits: CollectorLimits) { self.limits = limits }

    // MARK: What is done bit by bit

    /// Whether traces are still to be taken off, or to be counted.
    var hasWorkLeft: Bool { spans.isEvicting || spans.hasUncountedTraces }

    /// Does some of the work that is left, which takes a few milliseconds; says whether more is left.
    func doSomeWork() -> Bool {
        if spans.isEvicting {
            spans.takeOff(atMost: SpanHistory.evictedPerStep)
        } else {
            spans.countTraces(atMost: SpanHistory.tracesPerStep)
        }
        return hasWorkLeft
    }

    /// Of all receivers together. Exact, for which all that is left of an eviction is done now.
    var counters: CollectorCounters {
        spans.takeOff(atMost: .max)
        var counters = received
        counters.evictedTraces = spans.takenOff.traces
        counters.evictedSpans = spans.takenOff.spans
        return counters
    }

    /// Spans that can be read, as exact.
    var spanCount: Int {
        spans.takeOff(atMost: .max)
        return spans.count
    }

    /// Traces that can be read, as exact.
    var traceCount: Int {
        spans.takeOff(atMost: .max)
        return spans.traceCount()
    }

    /// What one payload may ask of a decoder.
    var decodingLimits: DecodingLimits { DecodingLimits(payloadBytes: limits.maxBodyBytes) }

    /// Decodes a payload into the store and records it.
    func take(_ arrival: Arrival, decode: Decode) -> Taken {
        if let reason = reasonToDrop(arrival) { return drop(arrival, reason) }
        let mark = spans.begin(segmentsOf: segmentSpans, bytes: segmentBytes)
        let response: WireAnswer?
        do throws(PayloadRefusal) {
            response = try spans.decode { store throws(PayloadRefusal) in try decode(arrival.judged, &store) }
        } catch {
            return refuse(arrival, error)
        }
        return commit(arrival, since: mark, response)
    }

    /// Records a payload that was decoded elsewhere.
    func take(_ arrival: Arrival, _ decoded: DecodedPayload) -> Taken {
        if let reason = reasonToDrop(arrival) { return drop(arrival, reason) }
        switch decoded.outcome {
        case .refused(let refusal): return refuse(arrival, refusal)
        case .accepted(let response):
            return commit(arrival, since: spans.adopt(decoded.takeStore()), response)
        }
    }

    /// Records what was not decoded. Without room it is only counted.
    func record(_ arrival: Arrival, _ outcome: RecordedRequest.Outcome) {
        if let reason = reasonToDrop(arrival) {
            _ = drop(arrival, reason)
        } else {
            append(arrival, outcome)
        }
    }

    /// Counts what was refused for want of room before it was a request.
    func drop(_ arrival: Arrival) { _ = drop(arrival, "") }

    /// The spans of every accepted payload, or of those that came in at receivers of a label.
    func spans(from label: String?) -> [TraceSpan] {
        guard let label else { return spans.allSpans() }
        return origins.numbers(from: label).flatMap { spans.spans(at: $0) }
    }

    private func commit(_ arrival: Arrival, since mark: SpanHistory.Mark, _ response: WireAnswer?) -> Taken {
        if let reason = makeRoom(forSpansFrom: mark.end) {
            spans.rollback(to: mark)
            return drop(arrival, reason)
        }
        let numbers = spans.commit(since: mark)
        origins.append(numbers, from: arrival.receiver.label)
        append(arrival, .accepted(spans: numbers))
        return .accepted(response)
    }

    private func refuse(_ arrival: Arrival, _ refusal: PayloadRefusal) -> Taken {
        append(
            arrival,
            .refused(
                .init(
                    reason: refusal.reason, offset: refusal.offset, status: refusal.answer?.status ?? 0,
                    grpcStatus: refusal.answer?.grpcStatus)))
        return .refused(refusal)
    }

    private func append(_ arrival: Arrival, _ outcome: RecordedRequest.Outcome) {
        count(arrival) { $0.count(outcome, bytes: arrival.payload.body.count) }
        if !limits.keepsRequests, case .accepted = outcome { return }
        let record = RecordedRequest(number: requests.endNumber, arrival, outcome)
        requests.append(record)
        guard firstRefusals.count < Self.refusalsTold, let refusal = record.refusal else { return }
        let excerpt = ByteText.excerpt(record.excerpt).map { ", begins with \($0)" } ?? ""
        firstRefusals.append("request \(record.number) at \(record.receiver.label): \(refusal)\(excerpt)")
    }

    private func drop(_ arrival: Arrival, _ reason: String) -> Taken {
        count(arrival) { counters in
            counters.requests += 1
            counters.dropped += 1
        }
        return .dropped(reason)
    }

    private func count(_ arrival: Arrival, _ change: (inout CollectorCounters) -> Void) {
        change(&received)
        countersByLabel.change(arrival.receiver.label, change)
    }

    // MARK: Limits

    /// Without eviction the one segment takes all; with it the oldest eighth can leave.
    private var segmentSpans: Int { limits.evictsOldest ? max(limits.maxSpans / 8, 1) : .max }
    private var segmentBytes: Int { limits.evictsOldest ? max(limits.maxBytes / 8, 1) : .max }

    /// Why a request cannot be kept; nil when there is room, or room was made.
    private func reasonToDrop(_ arrival: Arrival) -> String? {
        let bytes = arrival.byteCount + RequestHistory.bytesPerRecord
        let keeps = "the collector keeps \(limits.maxBytes) bytes at most"
        guard limits.evictsOldest else {
            return requests.keptBytes + spans.byteCount + bytes <= limits.maxBytes ? nil : keeps
        }
        guard bytes <= limits.maxBytes / 2 else { return keeps }
        makeRoom(forBytes: bytes, before: spans.endNumber)
        return nil
    }

    /// Why spans that were just decoded, those from a number on, cannot stay; nil when they can.
    private func makeRoom(forSpansFrom number: Int) -> String? {
        if limits.evictsOldest {
            while spans.storedCount > limits.maxSpans, evictOldestTraces(before: number) {}
            makeRoom(forBytes: 0, before: number)
        }
        if spans.storedCount > limits.maxSpans { return "the collector keeps \(limits.maxSpans) spans at most" }
        guard spans.byteCount <= limits.maxBytes else { return "the collector keeps \(limits.maxBytes) bytes at most" }
        return nil
    }

    /// Spans may take what requests leave and half at least; an eighth more than is needed goes, so that not every
    /// request has to evict.
    private func makeRoom(forBytes bytes: Int, before number: Int) {
        guard requests.keptBytes + spans.byteCount + bytes > limits.maxBytes else { return }
        while spans.byteCount > limits.maxBytes / 2, evictOldestTraces(before: number) {}
        let goal = limits.maxBytes / 8 * 7 - spans.byteCount - bytes
        guard requests.keptBytes > goal else { return }
        received.evictedRequests += requests.evict(downTo: max(goal, 0))
    }

    private func evictOldestTraces(before number: Int) -> Bool {
        guard spans.evictOldest(before: number) else { return false }
        origins.removeAll(below: spans.firstNumber)
        return true
    }
}
