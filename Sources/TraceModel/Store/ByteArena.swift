import TraceBytes

/// Bytes of texts, one behind the other in chunks; a text never crosses the border of a chunk.
struct ByteArena: Sendable {
    /// A chunk's number and the offset in it: 40 bits, which 1 TB of texts would exhaust.
    typealias Place = UInt64

    /// An offset takes 16 bits; what is longer than a chunk has one of its own and begins at 0.
    private static let chunkShift = 16
    private var full: [[UInt8]] = []
    /// The chunk that is being filled, by itself, so that adding looks at one array alone.
    private var last: [UInt8] = []
    /// What was added; at most one chunk less than what is taken.
    private(set) var byteCount = 0

    /// How far the arena was filled at some moment.
    struct Mark: Sendable {
        fileprivate let chunks: Int
        fileprivate let lastCount: Int
        fileprivate let byteCount: Int
        static let empty = Mark(chunks: 0, lastCount: 0, byteCount: 0)
    }

    var mark: Mark { Mark(chunks: full.count, lastCount: last.count, byteCount: byteCount) }

    /// Copies bytes to the end. A text longer than a chunk gets a chunk of its own.
    mutating func append(_ bytes: borrowing RawSpan) -> Place {
        // So that an offset is less than the size of a chunk.
        if last.isEmpty || last.count + bytes.byteCount >= 1 << Self.chunkShift { beginChunk(for: bytes.byteCount) }
        let offset = last.count
        last.append(contentsOf: bytes)
        byteCount += bytes.byteCount
        return UInt64(full.count) << Self.chunkShift | UInt64(offset)
    }

    @inline(never)
    private mutating func beginChunk(for count: Int) {
        if !last.isEmpty {
            full.append(last)
            last = []
        }
        last.reserveCapacity(max(1 << Self.chunkShift, count))
    }

    /// The bytes at a place that ``append(_:)`` gave.
    func withBytes<Result>(at place: Place, count: Int, _ body: (borrowing RawSpan) -> Result) -> Result {
        let number = Int(place >> UInt64(Self.chunkShift))
        let offset = Int(place) & (1 << Self.chunkShift - 1)
        // An array that is either of the two would be retained.
        if number < full.count {
            let chunk = full[number]
            let bytes = chunk.span.bytes
            return body(bytes.extracting(offset..<offset + count))
        }
        let bytes = last.span.bytes
        return body(bytes.extracting(offset..<offset + count))
    }

    /// Forgets what was added since the mark; the first chunk keeps its memory.
    mutating func roll(back mark: Mark) {
        if mark.chunks < full.count {
            last = full[mark.chunks]
            full.removeSubrange(mark.chunks...)
        }
        last.removeSubrange(mark.lastCount...)
        byteCount = mark.byteCount
    }

    mutating func removeAll() { roll(back: .empty) }
}
