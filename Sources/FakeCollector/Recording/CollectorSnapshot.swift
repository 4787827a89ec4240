import TraceModel

/// What a collector holds at the moment in which a condition is asked, and what is new since it was asked before.
///
/// It costs nothing to make: whatever is read is looked up when it is read. It cannot leave the condition.
public struct CollectorSnapshot {
    let recording: Recording
    /// The numbers of the spans that came since the condition was asked last; all of them the first time. Some may have
    /// been evicted meanwhile.
    public let newSpanNumbers: Range<Int>
    private let firstNewRequest: Int

    init(of recording: Recording, sinceSpan span: Int = 0, sinceRequest request: Int = 0) {
        self.recording = recording
        // Numbers only grow: a payload is rolled back before anybody is asked.
        newSpanNumbers = min(span, recording.spans.endNumber)..<recording.spans.endNumber
        firstNewRequest = request
    }

    /// Spans that are there.
    public var spanCount: Int { recording.spanCount }
    public var traceCount: Int { recording.traceCount }
    public var counters: CollectorCounters { recording.counters }
    /// Every request that is kept, in the order of the records.
    public var requests: [RecordedRequest] { recording.requests.records }

    /// What the receivers of a label have seen, or all of them, without what was evicted: that is known at any moment.
    func received(from label: String?) -> CollectorCounters {
        guard let label else { return recording.received }
        return counters(from: label)
    }

    /// What the receivers of a label have seen.
    public func counters(from label: String) -> CollectorCounters {
        recording.countersByLabel[label]
    }

    /// The requests that were recorded since the condition was asked last.
    public var newRequests: ArraySlice<RecordedRequest> { recording.requests.records(since: firstNewRequest) }

    /// The spans that came since the condition was asked last.
    public var newSpans: [TraceSpan] { recording.spans.spans(at: newSpanNumbers) }

    /// The traces to which the new spans belong, each once, in the order of their first new span.
    public var newTraceIDs: [TraceID] {
        var seen: Set<TraceID> = []
        return newSpanNumbers.compactMap { recording.spans.traceID(at: $0) }.filter { seen.insert($0).inserted }
    }

    /// The spans of a trace so far; empty for an unknown one.
    public func spans(of traceID: TraceID) -> [TraceSpan] { recording.spans.spans(of: traceID) }

    /// How many spans of a trace have come, without reading them.
    public func spanCount(of traceID: TraceID) -> Int { recording.spans.spanCount(of: traceID) }

    /// The spans that a request brought, as far as they are there.
    public func spans(of request: RecordedRequest) -> [TraceSpan] {
        recording.spans.spans(at: request.spanNumbers)
    }

    /// The trace of a span; nil for a number that no span has, or has any more.
    public func traceID(ofSpan number: Int) -> TraceID? { recording.spans.traceID(at: number) }
}
