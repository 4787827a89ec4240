import TraceModel

/// The spans of a collector, numbered from 0 over its whole life, in segments of which the oldest can leave.
///
/// ```
///           leaving    firstNumber                             endNumber
///  ░░░░░░░░░│░░░░░░░░░│ segment │ segment │ … │ newest: grows ──────▶
/// ```
///
/// A store only grows: its arenas and its interned texts cannot give back what one trace took. So memory is given back
/// by whole stores, and no span is ever copied: an eighth of the limit fills a segment, and the oldest segment leaves
/// when there is no more room. Traces leave whole: what newer segments hold of a trace that loses spans is *hidden* from
/// then on, until its segment leaves too. Spans of that trace that come later are a new trace to whoever reads.
///
/// A segment leaves at once for whoever reads, and its traces are taken off in steps (`SpanHistory+Evicting.swift`).
///
/// A segment is also how a large payload gets in: decoded into a store of its own on another thread, it is adopted in
/// constant time.
struct SpanHistory {
    /// Those that are leaving first; the newest never leaves.
    var segments: [Segment]
    /// How many are leaving: nobody reads them any more, and their traces are being taken off.
    var leavingCount = 0
    /// The traces that were evicted while newer segments still held spans of theirs.
    var hidden: [TraceID: Hidden] = [:]
    /// Spans that can be read, and those of traces that are still to be taken off.
    var count = 0
    /// The same of traces, as far as they were counted.
    var countedTraces = 0
    /// How far that is: traces of the segments before are counted, and so many of this one.
    var counted = (segment: 0, traces: 0)
    /// What was taken off so far.
    var takenOff = (traces: 0, spans: 0)
    /// Of what was evicted last, the number of the next span at that moment.
    var evictedBelow = 0
    /// Bytes of the segments but the newest and those that are leaving.
    var closedBytes = 0

    /// One store of the history; what it holds has numbers from `first` on.
    final class Segment {
        let first: Int
        /// Memory of its own: a stored property is copied, all of its arenas with it, for every question that goes to another
        /// module, of which each request asks a dozen.
        private let memory: UnsafeMutablePointer<SpanStore>
        /// Nil until it leaves.
        var leaving: Leaving?
        /// Of the attributes that are lists or maps, as far as they were counted.
        private var composed = (count: 0, bytes: 0)

        init(first: Int, _ store: consuming SpanStore) {
            self.first = first
            memory = .allocate(capacity: 1)
            memory.initialize(to: store)
        }

        deinit {
            memory.deinitialize(count: 1)
            memory.deallocate()
        }

        var store: SpanStore {
            // Unsafe: initialised from `init` to `deinit`, and one loop owns the history, so that nobody changes it while it is
            // read.
            _read { yield memory.pointee }
            _modify { yield &memory.pointee }
        }

        var end: Int { first + store.count }

        /// The number of the last span of a trace; nil when it has none here.
        func lastNumber(of traceID: TraceID) -> Int? { store.lastNumber(of: traceID).map { first + $0 } }

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

    /// What becomes of the traces of a segment that leaves.
    struct Leaving {
        /// Their spans with lower numbers leave, in whatever segment they are.
        let below: Int
        /// So many of the traces, in the order of their numbers, are taken off.
        var takenOff = 0
    }

    struct Hidden {
        /// Spans of the trace with lower numbers cannot be read any more.
        var below: Int
        /// Others have come since.
        var isBack = false
    }

    init() { segments = [Segment(first: 0, SpanStore())] }

    /// The number of the oldest span that has not left.
    var firstNumber: Int { segments[leavingCount].first }
    /// One more than the number of the last span.
    var endNumber: Int { segments.last?.end ?? 0 }
    /// Spans that have not left, the hidden ones too: what a limit is compared with.
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
        if segments.count == leavingCount {
            segments.append(Segment(first: mark.end, SpanStore()))
        } else {
            reopenLast()
        }
        if counted.segment >= segments.count { counted = (segments.count - 1, segments.last?.store.traceCount ?? 0) }
    }

    private mutating func reopenLast() { closedBytes -= segments.last?.byteCount() ?? 0 }

    /// Makes the spans since the mark readable; returns their numbers.
    mutating func commit(since mark: Mark) -> Range<Int> {
        let numbers = mark.end..<endNumber
        countTraces(atMost: Self.tracesPerStep)
        welcomeBack(numbers)
        takeOff(atMost: min(numbers.count, Self.evictedPerStep) * Self.evictedPerSpan)
        count += numbers.count
        return numbers
    }
}
