import TraceBytes

/// Bytes of texts, one behind the other in chunks; a text never crosses the border of a chunk.
struct ByteArena: Sendable {
    /// A chunk's number in the upper 32 bits, the offset in it in the lower ones.
    typealias Place = UInt64

    private static let chunkSize = 256 << 10
    private var chunks: [[UInt8]] = []
    /// What was added; at most one chunk less than what is taken.
    private(set) var byteCount = 0

    /// How far the arena was filled at some moment.
    struct Mark: Sendable {
        let chunks: Int
        let lastCount: Int
        static let empty = Mark(chunks: 0, lastCount: 0)
    }

    var mark: Mark { Mark(chunks: chunks.count, lastCount: chunks.last?.count ?? 0) }

    /// Copies bytes to the end. A text longer than a chunk gets a chunk of its own.
    mutating func append(_ bytes: borrowing RawSpan) -> Place {
        let last = chunks.count - 1
        if last < 0 || chunks[last].capacity - chunks[last].count < bytes.byteCount {
            var fresh: [UInt8] = []
            fresh.reserveCapacity(max(Self.chunkSize, bytes.byteCount))
            chunks.append(fresh)
        }
        let chunk = chunks.count - 1
        let offset = chunks[chunk].count
        chunks[chunk].append(contentsOf: bytes)
        byteCount += bytes.byteCount
        return UInt64(chunk) << 32 | UInt64(offset)
    }

    /// The bytes at a place that ``append(_:)`` gave.
    func withBytes<Result>(at place: Place, count: Int, _ body: (borrowing RawSpan) -> Result) -> Result {
        let offset = Int(place & 0xffff_ffff)
        let chunk = chunks[Int(place >> 32)]
        let bytes = chunk.span.bytes
        return body(bytes.extracting(offset..<offset + count))
    }

    /// Forgets what was added since the mark; the first chunk keeps its memory.
    mutating func roll(back mark: Mark) {
        let kept = max(mark.chunks, chunks.isEmpty ? 0 : 1)
        if kept < chunks.count { chunks.removeSubrange(kept...) }
        guard let last = chunks.indices.last else { return }
        let count = mark.chunks == 0 ? 0 : mark.lastCount
        chunks[last].removeSubrange(count...)
        byteCount = chunks.reduce(0) { $0 + $1.count }
    }

    mutating func removeAll() { roll(back: .empty) }
}
