import TraceBytes

/// The bytes of one connection that were received and not yet read, with their place in the stream.
///
/// Each byte is looked at a bounded number of times however the stream is cut: a search for a line end goes on where
/// the last one stopped, and the memory of what was read is given back once it is more than half of the buffer.
struct HTTP1Input: Sendable {
    private(set) var bytes: [UInt8] = []
    /// The next byte to read, an index of `bytes`.
    private(set) var cursor = 0
    /// No more bytes will come.
    private(set) var isEnded = false
    /// The first byte that is kept; behind it stands what was read and may be asked for again.
    private var kept = 0
    /// `cursor..<searched` holds no line end.
    private var searched = 0
    /// The place in the stream of `bytes[0]`.
    private var base = 0

    /// The place in the stream of the next byte to read.
    var offset: Int { base + cursor }
    var unreadCount: Int { bytes.count - cursor }

    func offset(of index: Int) -> Int { base + index }

    mutating func append(_ more: some Collection<UInt8>) {
        compact()
        bytes.append(contentsOf: more)
    }

    mutating func append(_ more: RawSpan) {
        compact()
        // Unsafe: the pointer is read during the call alone, as an array of bytes, which every memory is.
        more.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }

    mutating func end() { isEnded = true }

    /// The next line without its line end; nil when it is not complete. More than `limit` bytes without a line end throw
    /// `tooLong`, whether or not its end was received, so that the verdict does not depend on the cuts.
    ///
    /// A line ends with CR LF. RFC 9112 section 2.2 permits a recipient to take a bare LF for a line end; whoever does so
    /// disagrees with whoever does not, and it forbids a bare CR.
    mutating func takeLine(
        limit: Int, tooLong: HTTP1ParseError.Reason
    ) throws(HTTP1ParseError) -> Range<Int>? {
        let isOver = unreadCount > limit
        let stop = isOver ? cursor + limit + 1 : bytes.count
        let index = firstLineEnd(from: searched, to: stop)
        searched = index
        guard index < stop else {
            if isOver { throw HTTP1ParseError(tooLong, at: offset + limit) }
            return nil
        }
        if bytes[index] == HTTP1Grammar.lineFeed { throw HTTP1ParseError(.bareLF, at: base + index) }
        guard index + 1 < bytes.count else { return nil }
        if bytes[index + 1] != HTTP1Grammar.lineFeed { throw HTTP1ParseError(.bareCR, at: base + index) }
        let line = cursor..<index
        cursor = index + 2
        searched = cursor
        return line
    }

    /// The first CR or LF of the range, or its end.
    private func firstLineEnd(from start: Int, to end: Int) -> Int {
        let view = bytes.span.bytes
        var index = start
        while end - index >= 8, let word = view.word(at: index) {
            let marks = Self.zeros(word ^ 0x0a0a_0a0a_0a0a_0a0a) | Self.zeros(word ^ 0x0d0d_0d0d_0d0d_0d0d)
            // The lowest mark is the first byte's.
            guard marks == 0 else { return index + marks.trailingZeroBitCount >> 3 }
            index += 8
        }
        while index < end, let byte = view.byte(at: index) {
            if byte == HTTP1Grammar.lineFeed || byte == HTTP1Grammar.carriageReturn { break }
            index += 1
        }
        return index
    }

    /// The top bit of each byte that is zero. A borrow, which wraps by design, can only mark bytes above a true mark, so
    /// that the lowest mark is always right.
    @inline(__always)
    private static func zeros(_ word: UInt64) -> UInt64 {
        (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
    }

    /// Up to `limit` unread bytes, without a copy when they are all there is; nil when there are none.
    mutating func takeBytes(upTo limit: Int) -> ArraySlice<UInt8>? {
        let count = min(limit, unreadCount)
        guard count > 0 else { return nil }
        let taken = bytes[cursor..<cursor + count]
        cursor += count
        searched = cursor
        kept = cursor
        if cursor == bytes.count {
            // The slice owns the buffer now; writing into it would copy it.
            base += bytes.count
            (bytes, cursor, searched, kept) = ([], 0, 0, 0)
        }
        return taken
    }

    /// What was read since the last call of `forget`.
    var rememberedBytes: ArraySlice<UInt8> { bytes[kept..<cursor] }
    var rememberedCount: Int { cursor - kept }

    /// What is kept: the remembered bytes and those not yet read.
    var keptBytes: ArraySlice<UInt8> { bytes[kept...] }

    /// What was read will not be asked for again.
    mutating func forget() { kept = cursor }

    /// Moves the bytes at most as often as they were received: at least half of the buffer goes each time.
    private mutating func compact() {
        guard kept > 0, kept >= bytes.count - kept else { return }
        bytes.removeFirst(kept)
        base += kept
        cursor -= kept
        searched -= kept
        kept = 0
    }
}
