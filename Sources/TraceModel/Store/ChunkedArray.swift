/// An append-only list that grows by chunks of equal size and never moves what it holds.
///
/// A doubling array holds one and a half to three times its content while it grows; this one wastes less than a chunk.
struct ChunkedArray<Element: Sendable>: Sendable {
    private var chunks: [[Element]] = []
    private(set) var count = 0
    /// Elements per chunk as a power of two.
    private let shift: Int

    /// A list whose chunks hold 2 to the power of `shift` elements.
    init(chunkShift shift: Int) { self.shift = shift }

    private var mask: Int { (1 << shift) - 1 }

    mutating func append(_ element: Element) {
        let chunk = count >> shift
        if chunk == chunks.count {
            var fresh: [Element] = []
            fresh.reserveCapacity(1 << shift)
            chunks.append(fresh)
        }
        chunks[chunk].append(element)
        count += 1
    }

    subscript(index: Int) -> Element {
        get { chunks[index >> shift][index & mask] }
        set { chunks[index >> shift][index & mask] = newValue }
    }

    /// Drops what lies at and behind an index. The first chunk keeps its memory, so that a list that is emptied for each
    /// batch does not allocate.
    mutating func removeAll(from index: Int) {
        guard index < count else { return }
        let chunk = index >> shift
        chunks[chunk].removeSubrange((index & mask)...)
        if chunk + 1 < chunks.count { chunks.removeSubrange((chunk + 1)...) }
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
