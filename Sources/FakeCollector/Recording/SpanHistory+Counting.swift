import TraceModel

/// Counting the traces that can be read: each in the oldest segment that has it, some in a step.
extension SpanHistory {
    /// As many as are counted in one go: a store that was adopted can bring hundreds of thousands, each of which is
    /// looked for in all other segments.
    static let tracesPerStep = 4096

    /// Whether some traces are not counted yet.
    var hasUncountedTraces: Bool {
        counted.segment < segments.count - 1 || counted.traces < (segments.last?.store.traceCount ?? 0)
    }

    /// Traces that can be read.
    mutating func traceCount() -> Int {
        countTraces(atMost: .max)
        return countedTraces
    }

    mutating func countTraces(atMost limit: Int) {
        var remaining = limit
        while remaining > 0, hasUncountedTraces {
            let segment = segments[counted.segment]
            guard counted.traces < segment.store.traceCount else {
                counted = (counted.segment + 1, 0)
                continue
            }
            count(segment.store.traceID(ofTrace: counted.traces), in: segment)
            counted.traces += 1
            remaining -= 1
        }
    }

    /// Counts a trace that the segments before this one may have, too.
    private mutating func count(_ id: TraceID, in segment: Segment) {
        takeOff(id, ofSegmentsBefore: counted.segment)
        if let known = hidden[id] {
            // Its spans here may all have come before it was evicted.
            if let last = segment.lastNumber(of: id), last >= known.below { welcomeBack(id) }
            return
        }
        // What is leaving does not count: it has no more of the trace than what is hidden.
        let older = segments[min(leavingCount, counted.segment)..<counted.segment]
        if !older.contains(where: { $0.store.spanCount(of: id) > 0 }) { countedTraces += 1 }
    }

    // MARK: Traces that go on after they were evicted

    /// Counts the evicted traces to which new spans belong. In a segment that began after the last eviction every such
    /// trace is new, so that ``countTraces(atMost:)`` meets it.
    mutating func welcomeBack(_ numbers: Range<Int>) {
        guard let newest = segments.last, newest.first < evictedBelow else { return }
        for number in numbers {
            let id = newest.store.traceID(at: number - newest.first)
            takeOff(id, ofSegmentsBefore: segments.count - 1)
            welcomeBack(id)
        }
    }

    private mutating func welcomeBack(_ id: TraceID) {
        guard hidden[id]?.isBack == false else { return }
        hidden[id]?.isBack = true
        countedTraces += 1
    }
}
