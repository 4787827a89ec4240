import TraceModel
import TraceTransport

/// Reading what has come so far: copies, taken between two requests.
extension Collector {
    /// The spans of every accepted payload in the order in which they came.
    public var spans: [TraceSpan] {
        get async { await spans(from: nil) }
    }

    /// The spans that came in at receivers of a label.
    public func spans(from label: String?) async -> [TraceSpan] {
        await read { $0.spans(from: label) }
    }

    /// The spans of a trace so far; empty for an unknown one. A 64-bit identifier has a zero high half.
    public func spans(of traceID: TraceID) async -> [TraceSpan] {
        await read { $0.store.spans(of: traceID) }
    }

    /// Every trace in the order of its first span.
    public var traces: [CollectedTrace] {
        get async {
            await read { recording in
                recording.store.traceIDs.map { CollectedTrace(id: $0, spans: recording.store.spans(of: $0)) }
            }
        }
    }

    /// Every request that was kept, whatever became of it, in the order of arrival.
    public var requests: [RecordedRequest] {
        get async { await read { $0.requests } }
    }

    public var counters: CollectorCounters {
        get async { await read { $0.counters } }
    }

    /// What came, in a few lines of text.
    public var summary: CollectorSummary {
        get async { await read { CollectorSummary(of: $0) } }
    }

    /// Requests and spans of one moment: a request's ``RecordedRequest/spanNumbers`` are indices of the spans.
    public var contents: CollectorContents {
        get async { await read { CollectorContents(requests: $0.requests, spans: $0.store.allSpans()) } }
    }

    private func read<Result: Sendable>(_ body: @Sendable (Recording) -> Result) async -> Result {
        await loop.run { () async -> Result in state.withValue { body($0.recording) } }
    }
}

/// The spans of one trace that have come so far.
public struct CollectedTrace: Sendable, Hashable {
    public let id: TraceID
    /// In the order in which they came; never empty.
    public let spans: [TraceSpan]

    public init(id: TraceID, spans: [TraceSpan]) {
        self.id = id
        self.spans = spans
    }
}

/// Everything that a collector held at one moment.
public struct CollectorContents: Sendable {
    public let requests: [RecordedRequest]
    /// At the indices that ``RecordedRequest/spanNumbers`` says.
    public let spans: [TraceSpan]

    /// The spans that a request brought.
    public func spans(of request: RecordedRequest) -> ArraySlice<TraceSpan> {
        spans[request.spanNumbers.clamped(to: spans.indices)]
    }
}
