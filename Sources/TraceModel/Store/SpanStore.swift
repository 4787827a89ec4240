import TraceBytes

/// Spans in memory, compactly: 72 bytes a span, 8 an attribute, each repeated text and each list of keys once.
///
/// Spans are numbered from 0 in the order in which they were added. Keys, names and endpoints are interned; the values
/// of a key are while it has no more than 1,024 distinct ones, then they are only appended, so that request ids do not
/// fill the table. What few spans have (events, links, a remote endpoint, `tracestate`, a status text, counts of what was
/// dropped) lies in side tables.
///
/// A payload is a transaction: take a ``mark()``, add, and `commit(since:)`, or ``rollback(to:)`` when it turns out to
/// be bad. One owner writes; the store cannot be copied by accident.
public struct SpanStore: ~Copyable, Sendable {
    var spans = ChunkedArray<StoredSpan>(chunkShift: 10)
    /// The values of the attributes of spans; the shape of a span says of which keys.
    var attributes = ChunkedArray<StoredValue>(chunkShift: 13)
    var shapes = AttributeShapes()
    /// Attributes of events and links.
    var nestedAttributes = ChunkedArray<StoredAttribute>(chunkShift: 8)
    /// Numbers that do not fit into a ``StoredValue``.
    var wideNumbers = ChunkedArray<UInt64>(chunkShift: 8)
    var composedValues = ChunkedArray<AttributeValue>(chunkShift: 6)
    var strings = StringTable()
    var texts = ByteArena()
    var endpoints = InternedValues<StoredEndpoint>()
    var origins = InternedValues<StoredOrigin>()
    var resources = InternedValues<Resource>()
    var scopes = InternedValues<InstrumentationScope>()
    var events = SideTable<StoredEvent>()
    var links = SideTable<StoredLink>()
    var remoteEndpoints = SideTable<UInt32>()
    var statusTexts = SideTable<StoredValue>()
    var traceStates = SideTable<StoredValue>()
    var wideFlags = SideTable<UInt32>()
    var droppedCounts = SideTable<DroppedCounts>()
    var traces = TraceTable()
    /// The spans with lower numbers are in their traces.
    var entered = 0
    /// What is known of each key, by its number; short while later keys have no texts as values.
    var keys: [KeyFacts] = []
    /// The key of each value that was interned, in order, so that a rollback can count back.
    var keysOfInternedValues: [UInt32] = []

    /// The shape of the attributes of the span that is being built.
    var openShape = AttributeShapes.empty

    /// What the store knows of the texts that a key has had.
    struct KeyFacts: Sendable {
        /// Distinct ones, while they are interned.
        var distinct: UInt16 = 0
        /// The number of the last interned one; a guess at the next.
        var last: UInt32 = 0
    }

    /// The rows of side tables when the last span was finished: what lies behind belongs to the next one.
    var openRows = Rows()

    public init() {}

    /// The number of spans.
    public var count: Int { spans.count }

    public var isEmpty: Bool { spans.count == 0 }

    public var traceCount: Int { traces.count }

    /// Every trace in the order of its first span.
    public var traceIDs: [TraceID] {
        (0..<traces.count).map { trace in identity(ofSpan: Int(traces[trace].first)) }
    }

    /// The spans of a trace in the order in which they were added; empty for an unknown trace. All 128 bits count: a
    /// 64-bit identifier has a zero high half.
    public func spans(of traceID: TraceID) -> [TraceSpan] {
        numbers(of: traceID).map { span(at: $0) }
    }

    /// The numbers of the spans of a trace, ascending.
    public func numbers(of traceID: TraceID) -> [Int] {
        guard let trace = find(traceID) else { return [] }
        var numbers: [Int] = []
        numbers.reserveCapacity(Int(traces[trace].count))
        var next = traces[trace].last
        while next > 0 {
            let number = Int(next) - 1
            numbers.append(number)
            next = spans[number].previous
        }
        return numbers.reversed()
    }

    func identity(ofSpan number: Int) -> TraceID {
        let span = spans[number]
        return TraceID(high: span.traceHigh, low: span.traceLow)
    }
}
