import FakeCollector
import TraceModel

/// Spans of enough traces have come from every hop, in every form.
struct TraceArrivals: WaitCondition {
    private let channels: Channels
    private let due: [Int]
    private var traces: [Channel: Set<TraceID>] = [:]
    private var refused: Set<Channel> = []

    init(_ channels: Channels, due: [Int]) {
        self.channels = channels
        self.due = due
    }

    var subject: String { "the spans of every call" }

    mutating func isSatisfied(by snapshot: CollectorSnapshot) -> Bool {
        for request in snapshot.newRequests { note(request, snapshot) }
        return channels.all.allSatisfy { (traces[$0]?.count ?? 0) >= due[$0.hop] || refused.contains($0) }
    }

    func missing(in snapshot: CollectorSnapshot) -> String { "spans of some calls" }

    private mutating func note(_ request: RecordedRequest, _ snapshot: CollectorSnapshot) {
        guard let channel = channels[request.receiver.label] else { return }
        if request.refusal != nil { refused.insert(channel) }
        for number in request.spanNumbers {
            if let traceID = snapshot.traceID(ofSpan: number) { traces[channel, default: []].insert(traceID) }
        }
    }
}
