/// Which spans belong to which trace: 16 bytes a trace and a table of hashes.
struct TraceTable: Sendable {
    struct Entry: Sendable {
        /// The number of the first span.
        var first: UInt32
        /// The number of the last span, plus one.
        var last: UInt32
        var count: UInt32
        var hash: UInt32
    }

    private var entries = ChunkedArray<Entry>(chunkShift: 8)
    private var index = HashIndex()
    private let seed = UInt64.random(in: 0 ... .max)

    var count: Int { entries.count }

    subscript(trace: Int) -> Entry {
        get { entries[trace] }
        set { entries[trace] = newValue }
    }

    /// The number of the trace with this hash for which `matches`, given its first span, is true.
    func find(hash: UInt32, where matches: (Int) -> Bool) -> Int? {
        index.find(hash) { matches(Int(entries[$0].first)) }
    }

    mutating func append(_ entry: Entry) {
        entries.append(entry)
        index.append(entry.hash)
    }

    mutating func removeLast() {
        let last = entries.count - 1
        index.removeLast(entries[last].hash)
        entries.removeAll(from: last)
    }

    mutating func removeAll() {
        index.removeAll()
        entries.removeAll(from: 0)
    }

    /// Spreads identifiers that were counted up, and keeps a sender from choosing those that collide.
    func hash(of traceID: TraceID) -> UInt32 {
        let product = (traceID.low ^ seed).multipliedFullWidth(by: 0x9e37_79b9_7f4a_7c15)
        let mixed = (traceID.high ^ product.high ^ product.low).multipliedFullWidth(by: 0xd6e8_feb8_6659_fd93)
        return UInt32(truncatingIfNeeded: mixed.high ^ mixed.low)
    }
}
