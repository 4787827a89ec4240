/// An append-only list that grows by chunks of equal size and never moves what it holds.
///
/// A doubling array holds one and a half to three times its content while it grows; this one wastes less than a chunk.
struct ChunkedArray<Element: Sendable>: Sendable {
    private var full: [[Element]] = []
    /// The chunk that is being filled, by itself, so that adding looks at one array alone.
    private var last: [Element] = []
    private(set) var count = 0
    /// Elements per chunk as a power of two.
    private let shift: Int

    /// A list whose chunks hold 2 to the power of `shift` elements.
    init(chunkShift shift: Int) { self.shift = shift }

    @inline(__always)
    private var mask: Int { (1 &<< shift) &- 1 }

    @inline(__always)
    mutating func append(_ element: Element) {
        if count & mask == 0 { beginChunk() }
        last.append(element)
        // A count of elements in memory is far from the end of 64 bits.
        count &+= 1
    }

    @inline(never)
    private mutating func beginChunk() {
        if !last.isEmpty {
            full.append(last)
            last = []
        }
        last.reserveCapacity(1 << shift)
    }

    subscript(index: Int) -> Element {
        @inline(__always)
        get {
            let chunk = index &>> shift
            return chunk < full.count ? full[chunk][index & mask] : last[index & mask]
        }
        @inline(__always)
        set {
            let chunk = index &>> shift
            if chunk < full.count { full[chunk][index & mask] = newValue } else { last[index & mask] = newValue }
        }
    }

    /// Drops what lies at and behind an index. The first chunk keeps its memory, so that a list that is emptied for each
    /// batch does not allocate.
    mutating func removeAll(from index: Int) {
        guard index < count else { return }
        let chunk = index &>> shift
        if chunk < full.count {
            last = full[chunk]
            full.removeSubrange(chunk...)
        }
        last.removeSubrange((index & mask)...)
        count = index
    }

    /// The first index whose element does not come before the one that is looked for; the list is sorted by it.
    func partitioningIndex(where belongsBehind: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = low + (high - low) / 2
            if belongsBehind(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
