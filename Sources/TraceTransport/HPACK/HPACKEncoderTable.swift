import TraceBytes

/// The dynamic table of an encoder: the same fields as the peer's decoder has, and a way to find them.
///
/// Fields are numbered as they are added. Those whose names have one hash form a chain from the newest to the oldest,
/// which ends at the first number that was evicted, so that eviction changes nothing.
struct HPACKEncoderTable: Sendable {
    /// The octets of fields that are kept at most, whatever the peer allows (RFC 7541 section 4.2). 4096, which every
    /// peer allows at first.
    static let largestCapacity = 4096
    /// No field counts for less than 32 octets.
    private static let mostEntries = largestCapacity / 32

    private(set) var fields = HPACKDynamicTable(capacity: largestCapacity)
    /// The newest number for each hash, and for each field in the table the next older number; -1 for none. The hash
    /// and the number are taken modulo the number of entries: whoever has the same place in ``older`` was evicted long
    /// ago.
    private var newest: [Int] = []
    private var older: [Int] = []

    /// What the table has of a field: indexes from 0 on.
    struct Match {
        var field: Int?
        /// The newest entry with the name.
        var name: Int?
    }

    func find(_ name: RawSpan, _ value: RawSpan, hash: Int) -> Match {
        var match = Match()
        guard !newest.isEmpty else { return match }
        let bytes = fields.bytes.span
        var number = newest[hash % Self.mostEntries]
        while number >= 0, let place = fields.place(at: fields.insertions - 1 - number) {
            if place.nameCount == name.byteCount, bytes.extracting(place.name).bytes.equals(name) {
                let index = fields.insertions - 1 - number
                if match.name == nil { match.name = index }
                if place.valueCount == value.byteCount, bytes.extracting(place.value).bytes.equals(value) {
                    match.field = index
                    return match
                }
            }
            number = older[number % Self.mostEntries]
        }
        return match
    }

    /// Adds a field that is no larger than the table.
    mutating func insert(_ name: RawSpan, _ value: RawSpan, hash: Int) {
        if newest.isEmpty {
            newest = Array(repeating: -1, count: Self.mostEntries)
            older = newest
        }
        let number = fields.insertions
        older[number % Self.mostEntries] = newest[hash % Self.mostEntries]
        newest[hash % Self.mostEntries] = number
        fields.insert(name, value)
    }

    mutating func setCapacity(_ capacity: Int) { fields.setCapacity(capacity) }
}
