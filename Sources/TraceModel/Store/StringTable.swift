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
        var key: Key
    }

    /// What nearly all texts are told apart by without looking at their bytes: up to 32 of them are here as a whole.
    struct Key: Sendable, Equatable {
        /// The first eight bytes, the next eight, those before the last eight, and the last; of a shorter text whatever
        /// there is, each byte at least once.
        let head: UInt64
        let second: UInt64
        let third: UInt64
        let tail: UInt64
        let count: UInt32
        let hash: UInt32
    }

    var count: Int { places.count }

    /// What texts and their entries take, the index left out.
    var byteCount: Int { arena.byteCount + places.count * MemoryLayout<Entry>.stride }

    /// The number of a text, which is added when it is new.
    mutating func intern(_ text: borrowing RawSpan) -> UInt32 {
        if text.byteCount == 0 { return 0 }
        let key = key(of: text)
        return find(text, key) ?? add(text, key)
    }

    /// Adds a text that is not empty and not yet in the table.
    mutating func add(_ text: borrowing RawSpan, _ key: Key) -> UInt32 {
        places.append(Entry(place: arena.append(text), key: key))
        index.append(key.hash)
        return UInt32(places.count)
    }

    func withBytes<Result>(of number: UInt32, _ body: (borrowing RawSpan) -> Result) -> Result {
        guard number > 0 else { return body([UInt8]().span.bytes) }
        let entry = places[Int(number) - 1]
        return arena.withBytes(at: entry.place, count: Int(entry.key.count), body)
    }

    func text(_ number: UInt32) -> String { withBytes(of: number) { $0.text() } }

    /// The number of a text that is in the table.
    func find(_ text: borrowing RawSpan, _ key: Key) -> UInt32? {
        let found = index.find(key.hash) { item in
            let entry = places[item]
            guard entry.key == key else { return false }
            return key.count <= 32 || arena.withBytes(at: entry.place, count: Int(key.count)) { $0.equals(text) }
        }
        return found.map { UInt32($0 + 1) }
    }

    /// A text's key; the hash mixes sixteen bytes at a time by one 64 × 64-bit multiplication.
    @inline(__always)
    func key(of text: borrowing RawSpan) -> Key {
        let count = text.byteCount
        var head: UInt64 = 0
        var second: UInt64 = 0
        var third: UInt64 = 0
        var tail: UInt64 = 0
        if count >= 8 {
            head = text.word(at: 0) ?? 0
            tail = text.word(at: count - 8) ?? 0
        } else {
            head = Self.head(ofShort: text)
        }
        var state = Self.mix(head ^ seed, tail ^ UInt64(count))
        if count > 16 {
            second = text.word(at: 8) ?? 0
            third = text.word(at: count - 16) ?? 0
            state = Self.mix(second ^ state, third ^ seed)
            if count > 32 { state = mixMiddle(of: text, state) }
        }
        return Key(
            head: head, second: second, third: third, tail: tail, count: UInt32(truncatingIfNeeded: count),
            hash: UInt32(truncatingIfNeeded: state))
    }

    /// Whether the text of a number is this one: what is expected is cheaper to compare than to look for.
    @inline(__always)
    func holds(_ text: borrowing RawSpan, at number: UInt32) -> Bool {
        let count = text.byteCount
        guard number > 0, Int(number) <= places.count else { return number == 0 && count == 0 }
        let entry = places[Int(number) - 1]
        guard Int(entry.key.count) == count else { return false }
        guard count >= 8 else { return entry.key.head == Self.head(ofShort: text) }
        guard entry.key.head == text.word(at: 0), entry.key.tail == text.word(at: count - 8) else { return false }
        if count <= 16 { return true }
        guard entry.key.second == text.word(at: 8), entry.key.third == text.word(at: count - 16) else { return false }
        return count <= 32 || arena.withBytes(at: entry.place, count: count) { $0.equals(text) }
    }

    /// Up to seven bytes, each at least once; none for none.
    @inline(__always)
    private static func head(ofShort text: borrowing RawSpan) -> UInt64 {
        let count = text.byteCount
        // Unsafe: four bytes from the beginning and up to the end of at least four; one byte below the count each.
        if count >= 4 {
            let first = text.unsafeLoadUnaligned(fromUncheckedByteOffset: 0, as: UInt32.self)
            let last = text.unsafeLoadUnaligned(fromUncheckedByteOffset: count &- 4, as: UInt32.self)
            return UInt64(first) | UInt64(last) << 32
        }
        guard count > 0 else { return 0 }
        let first = text.unsafeLoad(fromUncheckedByteOffset: 0, as: UInt8.self)
        let middle = text.unsafeLoad(fromUncheckedByteOffset: count >> 1, as: UInt8.self)
        let last = text.unsafeLoad(fromUncheckedByteOffset: count &- 1, as: UInt8.self)
        return UInt64(first) | UInt64(middle) << 8 | UInt64(last) << 16
    }

    /// The bytes between the first and the last sixteen.
    private func mixMiddle(of text: borrowing RawSpan, _ state: UInt64) -> UInt64 {
        var state = state
        var offset = 16
        while offset < text.byteCount - 16, let word = text.word(at: offset) {
            state = Self.mix(word ^ state, seed)
            offset += 8
        }
        return state
    }

    /// Both factors are mixed with what no sender knows, so that none can be made zero.
    @inline(__always)
    private static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = (left ^ 0x9e37_79b9_7f4a_7c15).multipliedFullWidth(by: right ^ 0x2545_f491_4f6c_dd1d)
        return product.high ^ product.low
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
        while index.count > mark.count { index.removeLast(places[index.count - 1].key.hash) }
        places.removeAll(from: mark.count)
        arena.roll(back: mark.arena)
    }

    mutating func removeAll() {
        index.removeAll()
        places.removeAll(from: 0)
        arena.removeAll()
    }
}
