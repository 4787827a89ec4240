/// Compression into one deflate stream (RFC 1951), as it stands alone, in gzip and in zlib.
///
/// Copies are looked for in the last 32 KiB, lazily: a copy is put off by one byte when the next byte begins a longer
/// one. Every ``symbolsPerBlock`` symbols make a block of the kind that is shortest for them. The result depends on the
/// content alone, so that one payload has one compressed form. Beside the output it takes less than half a megabyte,
/// whatever the size of the content; what has no order grows by at most 6 bytes a block, which holds 16 KiB of it.
package struct Deflate: ~Escapable {
    private let content: RawSpan
    private var matches: DeflateMatches
    private var block = DeflateBlock()
    private var bits: DeflateBits
    /// Where the content of the current block starts.
    private var blockStart = 0

    /// Few enough that a block follows changes of the content, enough that its codes (some 60 bytes) do not count.
    static let symbolsPerBlock = 16_384

    /// The compressed form of all bytes, with some other bytes before it.
    package static func compress(_ content: RawSpan, behind prefix: [UInt8] = []) -> [UInt8] {
        Deflate(content, behind: prefix).run()
    }

    @_lifetime(copy content)
    private init(_ content: RawSpan, behind prefix: [UInt8]) {
        self.content = content
        matches = DeflateMatches(content)
        bits = DeflateBits(behind: prefix)
        // Spans mostly shrink to less than a quarter.
        bits.reserve(content.byteCount / 4)
    }

    private consuming func run() -> [UInt8] {
        var position = 0
        /// A copy that starts at the byte before `position`, put off until it is known what starts here.
        var waiting: DeflateMatch?
        while position < content.byteCount {
            let found = matches.longest(at: position, beyond: waiting?.length ?? 0)
            if let last = waiting, found == nil {
                // Nothing longer starts here: the copy that waited is made, from one byte back.
                add(last)
                // Bytes that a copy covers are found again later all the same.
                for place in position + 1..<position - 1 + last.length { matches.enter(place) }
                position += last.length - 1
                waiting = nil
            } else {
                if waiting != nil { addLiteral(at: position - 1) }
                if found == nil { addLiteral(at: position) }
                waiting = found
                position += 1
            }
            // A copy that waits belongs to the next block, together with its first byte.
            let covered = position - (waiting == nil ? 0 : 1)
            if block.count >= Self.symbolsPerBlock { endBlock(at: covered, isLast: false) }
        }
        // None waits here: a copy has at least three bytes, so that it was decided at its second.
        endBlock(at: content.byteCount, isLast: true)
        return bits.finish()
    }

    @_lifetime(self: copy self)
    private mutating func addLiteral(at position: Int) {
        if let byte = content.byte(at: position) { block.add(literal: byte) }
    }

    @_lifetime(self: copy self)
    private mutating func add(_ match: DeflateMatch) { block.add(match) }

    @_lifetime(self: copy self)
    private mutating func endBlock(at end: Int, isLast: Bool) {
        block.write(content.clamped(to: blockStart..<end), isLast: isLast, to: &bits)
        block.removeAll()
        blockStart = end
    }
}
