import TraceModel

/// The spans of a collector, numbered from 0 over its whole life, in segments of which the oldest can leave.
///
/// ```
///  evicted        firstNumber                                   endNumber
///  ░░░░░░░░░░░░░░░│ segment │ segment │ … │ newest: grows ──────▶
/// ```
///
/// A store only grows: its arenas and its interned texts cannot give back what one trace took. So memory is given back
/// by whole stores, and no span is ever copied: an eighth of the limit fills a segment, and the oldest segment leaves
/// when there is no more room. Traces leave whole: what newer segments hold of a trace that loses spans is *hidden* from
/// then on, until its segment leaves too. Spans of that trace that come later are a new trace to whoever reads.
///
/// A segment is also how a large payload gets in: decoded into a store of its own on another thread, it is adopted in
/// constant time.
struct SpanHistory {
    private(set) var segments: [Segment]
    /// The traces that were evicted while newer segments still held spans of theirs.
    private(set) var hidden: [TraceID: Hidden] = [:]
    /// Spans that can be read.
    private(set) var count = 0
    /// Traces that can be read, as far as they were counted.
    private var countedTraces = 0
    /// How far that is: traces of the segments before are counted, and so many of this one.
    private var counted = (segment: 0, traces: 0)
    /// Bytes of the segments but the newest.
    private var closedBytes = 0

    /// One store of the history; what it holds has numbers from `first` on.
    final class Segment {
        let first: Int
        var store: SpanStore
        /// Of the attributes that are lists or maps, as far as they were counted.
        private var composed = (count: 0, bytes: 0)

        init(first: Int, _ store: consuming SpanStore) {
            self.first = first
            self.store = store
        }

        var end: Int { first + store.count }

        func byteCount() -> Int {
            // Fewer than were counted: a payload was rolled back.
            if store.composedCount < composed.count { composed = (0, 0) }
            if store.composedCount > composed.count {
                composed.bytes += store.composedByteCount(from: composed.count)
                composed.count = store.composedCount
            }
            return store.byteCount + composed.bytes
        }
    }

    struct Hidden {
        /// Spans of the trace with lower numbers cannot be read any more.
        var below: Int
        /// Others have come since.
        var isBack = false
    }

    init() { segments = [Segment(first: 0, SpanStore())] }

    /// The number of the oldest span that is still in memory.
    var firstNumber: Int { segments.first?.first ?? 0 }
    /// One more than the number of the last span.
    var endNumber: Int { segments.last?.end ?? 0 }
    /// Spans in memory, the hidden ones too: what a limit is compared with.
    var storedCount: Int { endNumber - firstNumber }
    /// Bytes that the stores take, roughly.
    var byteCount: Int { closedBytes + (segments.last?.byteCount() ?? 0) }

    // MARK: Adding

    /// The state before a payload.
    struct Mark {
        /// The number of the next span.
        let end: Int
        /// Nil when the spans came as a store of their own.
        fileprivate let store: SpanStore.Mark?
    }

    /// - Parameters:
    ///   - spans: how many fill a segment; a new one is begun when the newest has so many.
    ///   - bytes: the same in bytes.
    mutating func begin(segmentsOf spans: Int, bytes: Int) -> Mark {
        if let newest = segments.last, newest.store.count >= spans || newest.byteCount() >= bytes {
            append(SpanStore())
        }
        let newest = segments[segments.count - 1]  // never empty
        return Mark(end: newest.end, store: newest.store.mark())
    }

    /// Adds the spans of a payload; what it throws leaves the history as it was.
    mutating func decode<Result>(
        _ body: (inout SpanStore) throws(PayloadRefusal) -> Result
    ) throws(PayloadRefusal) -> Result {
        try body(&segments[segments.count - 1].store)
    }

    /// Takes a store over as a segment.
    mutating func adopt(_ store: consuming SpanStore) -> Mark {
        let mark = Mark(end: endNumber, store: nil)
        append(store)
        return mark
    }

    private mutating func append(_ store: consuming SpanStore) {
        closedBytes += segments.last?.byteCount() ?? 0
        segments.append(Segment(first: endNumber, store))
    }

    /// Forgets what came since the mark.
    mutating func rollback(to mark: Mark) {
        if let store = mark.store {
            segments[segments.count - 1].store.rollback(to: store)
            return
        }
        segments.removeLast()
        // The others may have left meanwhile to make room.
        if segments.isEmpty { segments = [Segment(first: mark.end, SpanStore())] } else { reopenLast() }
        if counted.segment >= segments.count { counted = (segments.count - 1, segments.last?.store.traceCount ?? 0) }
    }

    private mutating func reopenLast() { closedBytes -= segments.last?.byteCount() ?? 0 }

    /// Makes the spans since the mark readable; returns their numbers.
    mutating func commit(since mark: Mark) -> Range<Int> {
        let numbers = mark.end..<endNumber
        let newest = segments[segments.count - 1]
        countTraces(atMost: Self.tracesPerStep)
        if !hidden.isEmpty {
            for number in numbers {
                let id = newest.store.traceID(at: number - newest.first)
                guard hidden[id]?.isBack == false else { continue }
                hidden[id]?.isBack = true
                countedTraces += 1
            }
        }
        count += numbers.count
        return numbers
    }

    // MARK: Counting

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
            let store = segments[counted.segment]
            guard counted.traces < store.store.traceCount else {
                counted = (counted.segment + 1, 0)
                continue
            }
            let id = store.store.traceID(ofTrace: counted.traces)
            let isKnown =
                hidden[id] != nil
                || segments.prefix(counted.segment).contains { $0.store.spanCount(of: id) > 0 }
            if !isKnown { countedTraces += 1 }
            counted.traces += 1
            remaining -= 1
        }
    }

    // MARK: Evicting

    /// The oldest segment leaves, and every trace that has spans in it. Nil when only the newest is left.
    ///
    /// - Parameter end: spans from this number on are not committed yet and not evicted: they are what room is made for.
    mutating func evictOldest(before end: Int) -> (traces: Int, spans: Int)? {
        guard segments.count > 1 else { return nil }
        // What is not committed yet is in the newest segment, whose traces are counted when it is.
        while counted.segment < segments.count - 1, hasUncountedTraces { countTraces(atMost: 1) }
        let oldest = segments[0]
        var evicted = (traces: 0, spans: 0)
        for trace in 0..<oldest.store.traceCount {
            let id = oldest.store.traceID(ofTrace: trace)
            let readable = numbers(of: id).prefix { $0 < end }
            // Hidden here already, and perhaps back since: then it is a younger trace.
            guard let first = readable.first, first < oldest.end else { continue }
            evicted.traces += 1
            evicted.spans += readable.count
            let isLater = segments.dropFirst().contains { $0.store.spanCount(of: id) > 0 }
            hidden[id] = isLater ? Hidden(below: end) : nil
        }
        count -= evicted.spans
        countedTraces -= evicted.traces
        closedBytes -= oldest.byteCount()
        segments.removeFirst()
        counted.segment -= 1
        let first = firstNumber
        if !hidden.isEmpty { hidden = hidden.filter { $0.value.below > first } }
        return evicted
    }
}
