import TraceConsole
import TraceModel

/// So many spans, of everybody or of one receiver.
struct SpansArrived: WaitCondition {
    let wanted: Int
    /// nil for every receiver.
    let label: String?
    private var count = 0

    init(atLeast wanted: Int, label: String?) {
        self.wanted = wanted
        self.label = label
    }

    var subject: String { "at least \(counted(wanted, "span"))" + (label.map { " at receiver \($0)" } ?? "") }

    mutating func isSatisfied(by snapshot: CollectorSnapshot) -> Bool {
        // What came and was evicted since has come all the same.
        count = snapshot.received(from: label).spans
        return count >= wanted
    }

    func missing(in snapshot: CollectorSnapshot) -> String { "\(count) of \(wanted) came" }
}

/// So many spans of one trace.
struct TraceArrived: WaitCondition {
    let traceID: TraceID
    let wanted: Int
    private var count = 0

    init(_ traceID: TraceID, atLeast wanted: Int) {
        self.traceID = traceID
        self.wanted = wanted
    }

    var subject: String { "at least \(counted(wanted, "span")) of trace \(traceID)" }

    mutating func isSatisfied(by snapshot: CollectorSnapshot) -> Bool {
        count = snapshot.spanCount(of: traceID)
        return count >= wanted
    }

    func missing(in snapshot: CollectorSnapshot) -> String {
        let names = snapshot.spans(of: traceID).prefix(20).map { "\($0.serviceName ?? "?") \($0.name)" }
        return "\(count) of \(wanted) came" + (names.isEmpty ? "" : " (\(names.joined(separator: ", ")))")
    }
}

/// So many traces that a predicate likes. Only traces that grew are looked at again.
struct TracesMatched: WaitCondition {
    let wanted: Int
    let predicate: @Sendable (CollectedTrace) -> Bool
    private(set) var matching: Set<TraceID> = []

    init(atLeast wanted: Int, _ predicate: @escaping @Sendable (CollectedTrace) -> Bool) {
        self.wanted = wanted
        self.predicate = predicate
    }

    var subject: String { "at least \(counted(wanted, "trace")) that the predicate accepts" }

    mutating func isSatisfied(by snapshot: CollectorSnapshot) -> Bool {
        for id in snapshot.newTraceIDs {
            // A trace that has grown may have stopped matching.
            if predicate(CollectedTrace(id: id, spans: snapshot.spans(of: id))) {
                matching.insert(id)
            } else {
                matching.remove(id)
            }
        }
        return matching.count >= wanted
    }

    func missing(in snapshot: CollectorSnapshot) -> String {
        "\(matching.count) of \(counted(snapshot.traceCount, "trace")) did"
    }
}

/// So many requests, whatever became of them.
struct RequestsArrived: WaitCondition {
    let wanted: Int
    /// nil for every receiver.
    let label: String?
    private var count = 0

    init(atLeast wanted: Int, label: String?) {
        self.wanted = wanted
        self.label = label
    }

    var subject: String { "at least \(counted(wanted, "request"))" + (label.map { " at receiver \($0)" } ?? "") }

    mutating func isSatisfied(by snapshot: CollectorSnapshot) -> Bool {
        count = snapshot.received(from: label).requests
        return count >= wanted
    }

    func missing(in snapshot: CollectorSnapshot) -> String { "\(count) of \(wanted) came" }
}
