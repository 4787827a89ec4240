import TraceModel

/// Evicting the oldest traces, in two parts, so that nobody waits for it.
///
/// ```
/// segment ──evictOldest()──▶ leaving ──takeOff(atMost:) … takeOff(atMost:)──▶ gone
/// ```
/// From the first moment on nobody reads the spans of a segment that leaves, nor what newer segments hold of its traces:
/// ``readableBelow(_:)`` looks for a trace in the segments that are leaving. Which traces these are, and how many spans
/// they have, is found out in steps, since each is looked for in all other segments.
extension SpanHistory {
    /// As many traces as are taken off in one go, which takes a millisecond or two.
    static let evictedPerStep = 256
    /// So many traces are taken off for each span that comes, so that a segment is gone before the next one is full.
    static let evictedPerSpan = 2
    /// More segments are not leaving at a time: large payloads can come faster than traces are taken off.
    static let mostLeaving = 8

    var isEvicting: Bool { leavingCount > 0 }

    /// The oldest segment leaves, and every trace that has spans in it. False when only the newest is left.
    ///
    /// - Parameter end: spans from this number on are not committed yet and not evicted: they are what room is made for.
    mutating func evictOldest(before end: Int) -> Bool {
        guard segments.count - leavingCount > 1 else { return false }
        if leavingCount == Self.mostLeaving { takeOff(atMost: .max) }
        let oldest = segments[leavingCount]
        oldest.leaving = Leaving(below: end)
        closedBytes -= oldest.byteCount()
        evictedBelow = end
        leavingCount += 1
        return true
    }

    /// Takes some of the traces off that have left, the oldest first.
    mutating func takeOff(atMost limit: Int) {
        var remaining = limit
        while remaining > 0, isEvicting {
            let oldest = segments[0]
            if counted.segment == 0, counted.traces < oldest.store.traceCount {
                // What was never counted cannot be taken off.
                let uncounted = min(oldest.store.traceCount - counted.traces, remaining)
                countTraces(atMost: uncounted)
                remaining -= uncounted
            } else if let done = oldest.leaving?.takenOff, done < oldest.store.traceCount {
                takeOff(oldest.store.traceID(ofTrace: done), of: 0)
                oldest.leaving?.takenOff = done + 1
                remaining -= 1
            } else {
                removeOldest()
            }
        }
    }

    private mutating func removeOldest() {
        segments.removeFirst()
        leavingCount -= 1
        counted = counted.segment == 0 ? (0, 0) : (counted.segment - 1, counted.traces)
    }

    /// Takes a trace off out of turn, where it is not yet: before it is looked at in a newer segment.
    mutating func takeOff(_ id: TraceID, ofSegmentsBefore place: Int) {
        for leaving in 0..<min(leavingCount, place) where isDue(id, in: segments[leaving]) { takeOff(id, of: leaving) }
    }

    /// Whether a segment that is leaving has a trace whose turn has not come yet.
    private func isDue(_ id: TraceID, in segment: Segment) -> Bool {
        guard let done = segment.leaving?.takenOff, let trace = segment.store.number(of: id) else { return false }
        return trace >= done
    }

    /// Takes a trace off that the leaving segment at a place has; nothing when it was evicted before and has nothing
    /// there that could be read.
    private mutating func takeOff(_ id: TraceID, of place: Int) {
        guard let below = segments[place].leaving?.below else { return }
        let first = hidden[id]?.below ?? 0
        let isReadable = segments[place].lastNumber(of: id).map { $0 >= first } ?? false
        var spans = 0
        var goesOn = false
        for later in place..<segments.count where segments[later].store.number(of: id) != nil {
            if later > place { goesOn = true }
            // What lies here has lower numbers than the end of what leaves.
            if isReadable { spans += segments[later].count(of: id, in: first..<below) }
        }
        if isReadable {
            takenOff.traces += 1
            takenOff.spans += spans
            count -= spans
            countedTraces -= 1
        }
        if !goesOn {
            hidden[id] = nil
        } else if isReadable {
            hidden[id] = Hidden(below: below)
        }
    }

    /// The spans of a trace with lower numbers cannot be read.
    func readableBelow(_ id: TraceID) -> Int {
        var below = hidden[id]?.below ?? 0
        for segment in segments[..<leavingCount] where isDue(id, in: segment) {
            guard let leaving = segment.leaving, let last = segment.lastNumber(of: id), last >= below else { continue }
            below = leaving.below
        }
        return below
    }
}

extension SpanHistory.Segment {
    /// How many spans of a trace have these numbers.
    fileprivate func count(of id: TraceID, in numbers: Range<Int>) -> Int {
        if numbers.lowerBound <= first, end <= numbers.upperBound { return store.spanCount(of: id) }
        return store.numbers(of: id).count { numbers.contains($0 + first) }
    }
}
