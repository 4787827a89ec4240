/// What a holder of several stores asks of each, without reading a span.
extension SpanStore {
    /// The identifier of the trace with a number from 0 to ``traceCount`` - 1: traces are numbered in the order of their
    /// first spans.
    public func traceID(ofTrace trace: Int) -> TraceID { identity(ofSpan: Int(traces[trace].first)) }

    /// The number of a trace; nil for an unknown one.
    public func number(of traceID: TraceID) -> Int? { find(traceID) }

    /// The number of the last span of a trace; nil for an unknown one.
    public func lastNumber(of traceID: TraceID) -> Int? { find(traceID).map { Int(traces[$0].last) - 1 } }

    /// How many spans of a trace there are; 0 for an unknown one.
    public func spanCount(of traceID: TraceID) -> Int { find(traceID).map { Int(traces[$0].count) } ?? 0 }

    /// Bytes that the store takes, roughly, and without lists and maps: what a limit is compared with.
    public var byteCount: Int {
        // Sums of memory that is there, so far below the range of `Int`.
        spans.count * MemoryLayout<StoredSpan>.stride + traces.count * TraceTable.bytesPerTrace
            + (attributes.count + wideNumbers.count) * MemoryLayout<StoredValue>.stride
            + shapes.count * AttributeShapes.bytesPerShape
            + nestedAttributes.count * MemoryLayout<StoredAttribute>.stride
            + (events.count + links.count) * MemoryLayout<StoredLink>.stride + texts.byteCount + strings.byteCount
            + (resources.count + scopes.count) * Self.bytesPerOrigin
    }

    /// What a resource or a scope with its attributes takes as a rule.
    private static var bytesPerOrigin: Int { 512 }

    /// Attributes whose values are lists or maps, which lie outside of the arenas.
    public var composedCount: Int { composedValues.count }

    /// Bytes that lists and maps take, roughly, from one that was added as the so many-th on.
    public func composedByteCount(from first: Int) -> Int {
        guard first < composedValues.count else { return 0 }
        return (max(first, 0)..<composedValues.count).reduce(0) { $0 + composedValues[$1].byteCount }
    }
}

extension AttributeValue {
    /// Of the value with all that it holds. Recursive: what was decoded is no deeper than ``DecodingLimits`` allow.
    fileprivate var byteCount: Int {
        // Each value is a box on the heap, with its header and what an array's buffer adds.
        let own = 64
        return switch self {
        case .string(let text): own + text.utf8.count
        case .bytes(let bytes): own + bytes.count
        case .array(let values): values.reduce(own) { $0 + $1.byteCount }
        case .map(let members): members.reduce(own) { $0 + $1.key.utf8.count + $1.value.byteCount }
        case .bool, .int, .double, .empty: own
        }
    }
}
