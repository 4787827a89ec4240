import TraceModel

/// What a collector holds at the moment in which a condition is asked, and what is new since it was asked before.
///
/// It costs nothing to make: whatever is read is looked up when it is read. It cannot leave the condition.
public struct CollectorSnapshot {
    let recording: Recording
    /// The numbers of the spans that came since the condition was asked last; all of them the first time.
    public let newSpanNumbers: Range<Int>
    private let newRequestNumbers: Range<Int>

    init(of recording: Recording, sinceSpan span: Int = 0, sinceRequest request: Int = 0) {
        self.recording = recording
        // The recording only grows: a payload is rolled back before anybody is asked.
        newSpanNumbers = min(span, recording.store.count)..<recording.store.count
        newRequestNumbers = min(request, recording.requests.count)..<recording.requests.count
    }

    public var spanCount: Int { recording.store.count }
    public var traceCount: Int { recording.store.traceCount }
    public var counters: CollectorCounters { recording.counters }
    /// Every request in the order of arrival.
    public var requests: [RecordedRequest] { recording.requests }

    /// The requests that were recorded since the condition was asked last.
    public var newRequests: ArraySlice<RecordedRequest> { recording.requests[newRequestNumbers] }

    /// The spans that came since the condition was asked last.
    public var newSpans: [TraceSpan] { newSpanNumbers.map { recording.store.span(at: $0) } }

    /// The traces to which the new spans belong, each once, in the order of their first new span.
    public var newTraceIDs: [TraceID] {
        var seen: Set<TraceID> = []
        return newSpanNumbers.map { recording.store.traceID(at: $0) }.filter { seen.insert($0).inserted }
    }

    /// The spans of a trace so far; empty for an unknown one.
    public func spans(of traceID: TraceID) -> [TraceSpan] { recording.store.spans(of: traceID) }

    /// How many spans of a trace have come, without reading them.
    public func spanCount(of traceID: TraceID) -> Int { recording.store.numbers(of: traceID).count }

    /// The spans that a request brought.
    public func spans(of request: RecordedRequest) -> [TraceSpan] {
        request.spanNumbers.clamped(to: 0..<spanCount).map { recording.store.span(at: $0) }
    }

    /// The trace of a span; nil for a number that no span has.
    public func traceID(ofSpan number: Int) -> TraceID? {
        (0..<spanCount).contains(number) ? recording.store.traceID(at: number) : nil
    }
}
