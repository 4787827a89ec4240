import TraceBytes

/// Every distinct text once, numbered in the order of its first appearance; 0 is the empty text.
struct StringTable: Sendable {
    private var arena = ByteArena()
    private var places = ChunkedArray<Entry>(chunkShift: 10)
    private var index = HashIndex()
    /// Chosen at random for each table, so that no sender can prepare texts that collide.
    private let seed = UInt64.random(in: 0 ... .max)

    private struct Entry: Sendable {
        var place: ByteArena.Place
        var count: UInt32
        var hash: UInt32
    }

    var count: Int { places.count }

    /// The number of a text, which is added when it is new.
    mutating func intern(_ text: borrowing RawSpan) -> UInt32 {
        if text.byteCount == 0 { return 0 }
        let hash = hash(of: text)
        return find(text, hash: hash) ?? add(text, hash: hash)
    }

    /// Adds a text that is not empty and not yet in the table.
    mutating func add(_ text: borrowing RawSpan, hash: UInt32) -> UInt32 {
        places.append(Entry(place: arena.append(text), count: UInt32(text.byteCount), hash: hash))
        index.append(hash)
        return UInt32(places.count)
    }

    func withBytes<Result>(of number: UInt32, _ body: (borrowing RawSpan) -> Result) -> Result {
        guard number > 0 else { return body([UInt8]().span.bytes) }
        let entry = places[Int(number) - 1]
        return arena.withBytes(at: entry.place, count: Int(entry.count), body)
    }

    func text(_ number: UInt32) -> String { withBytes(of: number) { $0.text() } }

    /// The number of a text that is in the table.
    func find(_ text: borrowing RawSpan, hash: UInt32) -> UInt32? {
        let count = UInt32(truncatingIfNeeded: text.byteCount)
        let found = index.find(hash) { item in
            let entry = places[item]
            guard entry.count == count else { return false }
            return arena.withBytes(at: entry.place, count: Int(count)) { $0.equals(text) }
        }
        return found.map { UInt32($0 + 1) }
    }

    /// 32 bits, mixed eight bytes at a time by 64 × 64-bit multiplications.
    func hash(of text: borrowing RawSpan) -> UInt32 {
        var state = seed ^ UInt64(text.byteCount)
        var offset = 0
        while let word = text.word(at: offset) {
            state = Self.mix(state, word)
            offset += 8
        }
        var rest: UInt64 = 0
        while let byte = text.byte(at: offset) {
            rest = rest << 8 | UInt64(byte)
            offset += 1
        }
        return UInt32(truncatingIfNeeded: Self.mix(state, rest))
    }

    @inline(__always)
    private static func mix(_ state: UInt64, _ word: UInt64) -> UInt64 {
        let product = (state ^ word).multipliedFullWidth(by: 0x9e37_79b9_7f4a_7c15)
        return product.high ^ product.low ^ 0x2545_f491_4f6c_dd1d
    }

    // MARK: Rolling back

    struct Mark: Sendable {
        let count: Int
        let arena: ByteArena.Mark
        static let empty = Mark(count: 0, arena: .empty)
    }

    var mark: Mark { Mark(count: places.count, arena: arena.mark) }

    /// Forgets the texts that were added since the mark.
    mutating func roll(back mark: Mark) {
        while index.count > mark.count { index.removeLast(places[index.count - 1].hash) }
        places.removeAll(from: mark.count)
        arena.roll(back: mark.arena)
    }

    mutating func removeAll() {
        index.removeAll()
        places.removeAll(from: 0)
        arena.removeAll()
    }
}
