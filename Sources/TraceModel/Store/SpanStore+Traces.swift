/// Which spans belong to which trace.
///
/// The spans of a payload are entered together, when it is complete: the index of a million traces is larger than the
/// processor's caches, so that each look at it waits for memory. Looks that follow one another at once wait at the same
/// time; with a span decoded between them each would wait by itself, which took a third of the time.
extension SpanStore {
    /// Ends a payload that is good: its spans can be found by their traces. Returns how many they are.
    @discardableResult
    package mutating func commit(since mark: Mark) -> Int {
        enterTraces()
        return spans.count - mark.spans
    }

    /// Enters the spans that are in no trace yet.
    mutating func enterTraces() {
        while entered < spans.count {
            let numbers = entered..<min(entered + Self.enteredTogether, spans.count)
            // No entry of the index moves between the two passes.
            traces.reserve(numbers.count)
            let looks = numbers.map { traces.look(for: identity(ofSpan: $0)) }
            for (number, look) in zip(numbers, looks) { enter(number, look) }
            entered = numbers.upperBound
        }
    }

    private static var enteredTogether: Int { 256 }

    private mutating func enter(_ number: Int, _ look: TraceTable.Look) {
        // Numbers of spans fit into 32 bits.
        let last = UInt32(number) + 1
        let id = identity(ofSpan: number)
        if let trace = traces.find(look, where: { first in identity(ofSpan: first) == id }) {
            spans[number].previous = traces[trace].last
            traces[trace].last = last
            traces[trace].count += 1
        } else {
            traces.append(TraceTable.Entry(first: UInt32(number), last: last, count: 1, hash: look.hash))
        }
    }

    /// Takes spans out of their traces, the last one first, until so many are left in.
    mutating func leaveTraces(from count: Int) {
        while entered > count {
            entered -= 1
            let previous = spans[entered].previous
            guard let trace = find(identity(ofSpan: entered)) else { continue }
            if previous == 0 {
                // Traces are numbered by their first spans, so that this is the last one.
                traces.removeLast()
            } else {
                traces[trace].last = previous
                traces[trace].count -= 1
            }
        }
    }

    func find(_ traceID: TraceID) -> Int? {
        traces.find(traces.look(for: traceID)) { first in identity(ofSpan: first) == traceID }
    }
}
