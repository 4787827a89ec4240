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
        await read { $0.spans.spans(of: traceID) }
    }

    /// Every trace in the order of its first span.
    public var traces: [CollectedTrace] {
        get async {
            await read { recording in
                recording.spans.traceIDs.map { CollectedTrace(id: $0, spans: recording.spans.spans(of: $0)) }
            }
        }
    }

    /// Every request that was kept, whatever became of it, in the order of the records.
    public var requests: [RecordedRequest] {
        get async { await read { $0.requests.records } }
    }

    /// What all receivers together have seen.
    public var counters: CollectorCounters {
        get async { await readExactly { $0.counters } }
    }

    /// What the receivers of a label have seen.
    public func counters(from label: String) async -> CollectorCounters {
        await read { $0.countersByLabel[label] }
    }

    /// What the network did to the datagrams of each receiver over UDP, in the order in which they were opened.
    public var datagrams: [DatagramCounters] {
        get async {
            await loop.run { () async -> [DatagramCounters] in
                let receivers = state.withValue { $0.receivers }
                var counters = state.withValue { $0.closedDatagrams }
                for receiver in receivers {
                    if let counted = await receiver.datagrams { counters.append(counted) }
                }
                return counters
            }
        }
    }

    /// What came, in a few lines of text.
    public var summary: CollectorSummary {
        get async {
            let datagrams = await datagrams
            return await readExactly { CollectorSummary(of: $0, datagrams) }
        }
    }

    /// Requests and spans of one moment: a request's ``RecordedRequest/spanNumbers`` are the numbers of the spans.
    public var contents: CollectorContents {
        get async {
            await read { recording in
                let numbers = recording.spans.firstNumber..<recording.spans.endNumber
                return CollectorContents(
                    requests: recording.requests.records,
                    numbered: numbers.compactMap { number in recording.spans.span(at: number).map { (number, $0) } })
            }
        }
    }

    /// Where every span came from, in the order of the spans.
    var sources: [SpanSource] {
        get async { await read { $0.sources } }
    }

    /// The spans with these numbers, as far as they are there.
    func spans(at numbers: Range<Int>) async -> [(number: Int, span: TraceSpan)] {
        await read { recording in
            numbers.compactMap { number in recording.spans.span(at: number).map { (number, $0) } }
        }
    }

    /// Reads when nothing is left to be done; others are served meanwhile.
    private func readExactly<Result: Sendable>(_ body: @Sendable (Recording) -> Result) async -> Result {
        await loop.run { () async -> Result in
            await finishWork()
            return state.withValue { body($0.recording) }
        }
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
    /// In the order of the records.
    public let requests: [RecordedRequest]
    /// In the order in which they came, without what was evicted.
    public let spans: [TraceSpan]
    /// The number of each span, ascending; nil while each span's number is its index.
    private let numbers: [Int]?

    init(requests: [RecordedRequest], numbered: [(number: Int, span: TraceSpan)]) {
        self.requests = requests
        spans = numbered.map(\.span)
        let isWhole = numbered.last.map { $0.number == numbered.count - 1 } ?? true
        numbers = isWhole ? nil : numbered.map(\.number)
    }

    /// The spans that a request brought, as far as they are there.
    public func spans(of request: RecordedRequest) -> ArraySlice<TraceSpan> {
        spans[place(of: request.spanNumbers.lowerBound)..<place(of: request.spanNumbers.upperBound)]
    }

    /// The index of the first span with this number or a higher one.
    private func place(of number: Int) -> Int {
        guard let numbers else { return min(number, spans.count) }
        var (low, high) = (0, numbers.count)
        while low < high {
            let middle = (low + high) / 2
            if numbers[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
