/// An open-addressing table from 32-bit hashes to numbers of items that are kept elsewhere: eight bytes an entry, linear
/// probing.
///
/// An entry's place follows from its hash alone, so that the table grows by one walk over itself: an entry moves to its
/// old place or to that in the new half, both of which are passed through in order.
struct HashIndex: Sendable {
    /// The hash in the upper half, an item's number plus one in the lower; zero is free.
    private var slots: [UInt64] = []
    private(set) var count = 0

    private var mask: Int { slots.count - 1 }

    /// The number of the item with this hash that `matches`.
    @inline(__always)
    func find(_ hash: UInt32, where matches: (Int) -> Bool) -> Int? {
        guard !slots.isEmpty else { return nil }
        var slot = Int(hash) & mask
        while slots[slot] != 0 {
            if let item = Self.item(of: slots[slot], hash: hash), matches(item) { return item }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// The entry at the first place where an item with this hash can be; 0 when it is free.
    @inline(__always)
    func firstEntry(for hash: UInt32) -> UInt64 { slots.isEmpty ? 0 : slots[Int(hash) & mask] }

    /// The number of an entry's item; nil when it is free or of another hash.
    @inline(__always)
    static func item(of entry: UInt64, hash: UInt32) -> Int? {
        entry != 0 && UInt32(truncatingIfNeeded: entry >> 32) == hash ? Int(entry & 0xffff_ffff) - 1 : nil
    }

    /// Grows for so many more. At most three quarters are used, so that a probe ends soon.
    mutating func reserve(_ more: Int) {
        while (count + more) * 4 > slots.count * 3 { grow() }
    }

    /// Adds the item numbered ``count``, which is not yet in the table.
    mutating func append(_ hash: UInt32) {
        reserve(1)
        place(UInt64(hash) << 32 | UInt64(count + 1))
        count += 1
    }

    /// Removes the item that was added last; `hash` is its hash.
    mutating func removeLast(_ hash: UInt32) {
        var free = Int(hash) & mask
        while slots[free] & 0xffff_ffff != UInt64(count) { free = (free + 1) & mask }
        // What was pushed behind it, as far as a probe would now stop in front of it, moves up.
        var slot = (free + 1) & mask
        while slots[slot] != 0 {
            let home = Int(slots[slot] >> 32) & mask
            if (slot - home) & mask >= (slot - free) & mask {
                slots[free] = slots[slot]
                free = slot
            }
            slot = (slot + 1) & mask
        }
        slots[free] = 0
        count -= 1
    }

    /// Forgets everything and keeps the memory of a small table.
    mutating func removeAll() {
        if slots.count <= 4096 {
            for slot in slots.indices { slots[slot] = 0 }
        } else {
            slots = []
        }
        count = 0
    }

    private mutating func place(_ entry: UInt64) {
        var slot = Int(entry >> 32) & mask
        while slots[slot] != 0 { slot = (slot + 1) & mask }
        slots[slot] = entry
    }

    private mutating func grow() {
        let old = slots
        slots = [UInt64](repeating: 0, count: max(64, old.count * 2))
        for entry in old where entry != 0 { place(entry) }
    }
}
