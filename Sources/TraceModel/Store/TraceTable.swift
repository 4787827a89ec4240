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

    /// What a trace takes with its place in the index, roughly.
    static let bytesPerTrace = 32

    subscript(trace: Int) -> Entry {
        get { entries[trace] }
        set { entries[trace] = newValue }
    }

    /// A trace that is looked for.
    struct Look {
        let hash: UInt32
        /// What the index has at the first place where the trace can be.
        fileprivate let entry: UInt64
    }

    /// The first look at the index, which waits for memory; until the index grows, ``find(_:where:)`` goes on from there.
    func look(for traceID: TraceID) -> Look {
        let hash = hash(of: traceID)
        return Look(hash: hash, entry: index.firstEntry(for: hash))
    }

    /// The number of the trace that was looked for and for which `matches`, given its first span, is true.
    func find(_ look: Look, where matches: (Int) -> Bool) -> Int? {
        if let trace = HashIndex.item(of: look.entry, hash: look.hash), matches(Int(entries[trace].first)) {
            return trace
        }
        return index.find(look.hash) { matches(Int(entries[$0].first)) }
    }

    /// Makes room in the index, which grows no more until so many were appended.
    mutating func reserve(_ count: Int) { index.reserve(count) }

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
    private func hash(of traceID: TraceID) -> UInt32 {
        let product = (traceID.low ^ seed).multipliedFullWidth(by: 0x9e37_79b9_7f4a_7c15)
        let mixed = (traceID.high ^ product.high ^ product.low).multipliedFullWidth(by: 0xd6e8_feb8_6659_fd93)
        return UInt32(truncatingIfNeeded: mixed.high ^ mixed.low)
    }
}
