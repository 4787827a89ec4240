import TraceModel

/// Reading by number and by trace, whatever segment holds it. Evicted and hidden spans are not there.
extension SpanHistory {
    /// The span with a number; nil for one that was evicted and for one that nobody has.
    func span(at number: Int) -> TraceSpan? {
        guard let segment = segment(of: number), isReadable(number, in: segment) else { return nil }
        return segment.store.span(at: number - segment.first)
    }

    func traceID(at number: Int) -> TraceID? {
        guard let segment = segment(of: number), isReadable(number, in: segment) else { return nil }
        return segment.store.traceID(at: number - segment.first)
    }

    func spans(at numbers: some Sequence<Int>) -> [TraceSpan] { numbers.compactMap { span(at: $0) } }

    func allSpans() -> [TraceSpan] { spans(at: firstNumber..<endNumber) }

    /// The numbers of the spans of a trace, ascending.
    func numbers(of traceID: TraceID) -> [Int] {
        let below = readableBelow(traceID)
        return segments[leavingCount...].flatMap { segment in
            segment.store.numbers(of: traceID).map { $0 + segment.first }.filter { $0 >= below }
        }
    }

    func spans(of traceID: TraceID) -> [TraceSpan] { spans(at: numbers(of: traceID)) }

    func spanCount(of traceID: TraceID) -> Int {
        readableBelow(traceID) == 0
            ? segments[leavingCount...].reduce(0) { $0 + $1.store.spanCount(of: traceID) } : numbers(of: traceID).count
    }

    /// Every trace in the order of its first span.
    var traceIDs: [TraceID] {
        if segments.count == 1, hidden.isEmpty { return segments[0].store.traceIDs }
        var seen: Set<TraceID> = []
        return (firstNumber..<endNumber).compactMap { number in
            traceID(at: number).flatMap { seen.insert($0).inserted ? $0 : nil }
        }
    }

    private func isReadable(_ number: Int, in segment: Segment) -> Bool {
        if hidden.isEmpty, !isEvicting { return true }
        return number >= readableBelow(segment.store.traceID(at: number - segment.first))
    }

    /// Found by bisection: a collector that has taken many large payloads has many segments.
    private func segment(of number: Int) -> Segment? {
        guard number >= firstNumber, number < endNumber else { return nil }
        var (low, high) = (0, segments.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if segments[middle].first <= number { low = middle } else { high = middle }
        }
        // Empty segments, of which only the newest can be one, begin where the next number will be.
        return segments[low].end > number ? segments[low] : nil
    }
}
