import TraceBytes
import TracePlatform

/// Datagrams in the order of their arrival, their bytes one behind the other in pieces of 256 KiB: taking one in
/// allocates nothing as a rule, and no piece is ever moved.
package struct DatagramBatch: Sendable {
    private var pieces: [[UInt8]] = []
    /// Emptied ones, for what comes next: memory that is new to the process costs more than to fill it.
    private var spare: [[UInt8]] = []
    private var entries: [Entry] = []
    package private(set) var byteCount = 0

    private struct Entry: Sendable {
        let number: Int
        let piece: Int
        let start: Int
        let count: Int
        let sender: SocketAddress?
        let wallNanoseconds: Int64
        let monotonic: MonotonicInstant
        let isTruncated: Bool
    }

    private static let pieceSize = 256 << 10
    /// 8 MiB.
    private static let mostSpare = 32

    package init() {}

    package var count: Int { entries.count }
    package var isEmpty: Bool { entries.isEmpty }

    mutating func append(
        _ bytes: RawSpan, number: Int, sender: SocketAddress?, wallNanoseconds: Int64, monotonic: MonotonicInstant,
        isTruncated: Bool
    ) {
        let fits = pieces.last.map { $0.count + bytes.byteCount <= Self.pieceSize } ?? false
        if !fits {
            var piece = spare.popLast() ?? []
            piece.reserveCapacity(Self.pieceSize)
            pieces.append(piece)
        }
        let piece = pieces.count - 1
        let start = pieces[piece].count
        bytes.withUnsafeBytes { pieces[piece].append(contentsOf: $0) }
        byteCount += bytes.byteCount
        entries.append(
            Entry(
                number: number, piece: piece, start: start, count: bytes.byteCount, sender: sender,
                wallNanoseconds: wallNanoseconds, monotonic: monotonic, isTruncated: isTruncated))
    }

    /// A copy of the datagram at a place from 0 to ``count`` - 1.
    package func datagram(at index: Int) -> Datagram {
        let entry = entries[index]
        return Datagram(
            number: entry.number, bytes: Array(pieces[entry.piece][entry.start..<entry.start + entry.count]),
            sender: entry.sender, wallNanoseconds: entry.wallNanoseconds, monotonic: entry.monotonic,
            isTruncated: entry.isTruncated)
    }

    /// Empties it; the memory of some pieces is kept for the next datagrams.
    package mutating func removeAll() {
        entries.removeAll(keepingCapacity: entries.capacity <= 4096)
        byteCount = 0
        while var piece = pieces.popLast(), spare.count < Self.mostSpare {
            piece.removeAll(keepingCapacity: true)
            spare.append(piece)
        }
        pieces = []
    }
}
