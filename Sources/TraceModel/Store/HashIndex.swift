/// An open-addressing table from 32-bit hashes to numbers of items that are kept elsewhere: eight bytes an entry, linear
/// probing.
///
/// Items are removed in the reverse order of their insertion only, which leaves every other probe sequence as it was.
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
            if UInt32(truncatingIfNeeded: slots[slot] >> 32) == hash {
                let item = Int(slots[slot] & 0xffff_ffff) - 1
                if matches(item) { return item }
            }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// Adds the item numbered ``count``, which is not yet in the table.
    mutating func append(_ hash: UInt32) {
        // At most three quarters are used, so that a probe ends soon.
        if (count + 1) * 4 > slots.count * 3 { grow() }
        place(count, hash)
        count += 1
    }

    /// Removes the item that was added last; `hash` is its hash.
    mutating func removeLast(_ hash: UInt32) {
        var slot = Int(hash) & mask
        while slots[slot] & 0xffff_ffff != UInt64(count) { slot = (slot + 1) & mask }
        slots[slot] = 0
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

    private mutating func place(_ item: Int, _ hash: UInt32) {
        var slot = Int(hash) & mask
        while slots[slot] != 0 { slot = (slot + 1) & mask }
        slots[slot] = UInt64(hash) << 32 | UInt64(item + 1)
    }

    private mutating func grow() {
        var hashes = [UInt32](repeating: 0, count: count)
        for slot in slots where slot != 0 {
            hashes[Int(slot & 0xffff_ffff) - 1] = UInt32(truncatingIfNeeded: slot >> 32)
        }
        slots = [UInt64](repeating: 0, count: max(64, slots.count * 2))
        // In the order of insertion, as `removeLast` requires.
        for item in 0..<count { place(item, hashes[item]) }
    }
}
