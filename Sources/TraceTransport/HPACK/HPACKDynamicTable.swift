import TraceBytes

/// The fields that one connection has learnt, the newest first (RFC 7541 section 2.3.2).
///
/// ```
///             evicted                kept
/// entries  |           | oldest  …            newest |
/// bytes    |           | `name: value``name: value`… |
/// ```
///
/// Both arrays grow at their end. What was evicted stays at their beginning until it counts for as much as the table
/// may hold; then it goes in one move. So on average a field costs time in proportion to its own octets, and what the
/// arrays hold never counts for more than twice the capacity.
struct HPACKDynamicTable: Sendable {
    private(set) var bytes: [UInt8] = []
    private var entries: [HPACKPlace] = []
    /// Entries at the beginning that were evicted, and what they counted for.
    private var evictedCount = 0
    private var evictedSize = 0
    /// What the fields count for, 32 octets each beside their own (section 4.1).
    private(set) var size = 0
    /// What they may count for: what the encoder of this direction last said, which its peer's setting limits.
    private(set) var capacity: Int
    /// How many fields were added since the beginning of the connection.
    private(set) var insertions = 0

    init(capacity: Int) { self.capacity = capacity }

    var count: Int { entries.count - evictedCount }

    /// Where the field with an index lies, 0 for the newest; nil beyond the oldest.
    func place(at index: Int) -> HPACKPlace? {
        guard index >= 0, index < count else { return nil }
        return entries[entries.count - 1 - index]
    }

    /// Adds a field. One that is larger than the whole table empties it, which is no error (section 4.4).
    mutating func insert(_ name: RawSpan, _ value: RawSpan) {
        var place = HPACKPlace(start: 0, nameCount: name.byteCount, valueCount: value.byteCount)
        evict(until: capacity - place.size)
        guard place.size <= capacity else { return }
        if evictedSize >= capacity { dropEvicted() }
        place.start = bytes.count
        entries.append(place)
        size += place.size
        insertions += 1
        bytes.append(contentsOf: name)
        bytes.append(0x3a)
        bytes.append(0x20)
        bytes.append(contentsOf: value)
    }

    /// Changes what the table may hold, and evicts what no longer fits (section 4.3).
    mutating func setCapacity(_ capacity: Int) {
        self.capacity = capacity
        evict(until: capacity)
        if evictedSize >= capacity { dropEvicted() }
    }

    /// Evicts the oldest fields until the others count for no more than a limit, which may be negative.
    private mutating func evict(until limit: Int) {
        while size > limit, evictedCount < entries.count {
            let oldest = entries[evictedCount].size
            size -= oldest
            evictedSize += oldest
            evictedCount += 1
        }
    }

    private mutating func dropEvicted() {
        guard evictedCount > 0 else { return }
        let dropped = evictedCount < entries.count ? entries[evictedCount].start : bytes.count
        bytes.removeSubrange(..<dropped)
        entries.removeSubrange(..<evictedCount)
        for place in entries.indices { entries[place].start -= dropped }
        evictedCount = 0
        evictedSize = 0
    }
}
