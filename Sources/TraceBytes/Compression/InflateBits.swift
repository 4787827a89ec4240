/// The bits of a deflate stream (RFC 1951 section 3.1.1): bytes in order, each from its lowest bit up.
///
/// Up to 63 bits wait in a buffer. Behind the end of the input stand zeros, so that a lookup always finds something;
/// whether the bits were there is asked when they are consumed.
struct InflateBits: ~Escapable {
    private let bytes: RawSpan
    /// The first byte that is not in the buffer.
    private var position: Int
    /// The next bit is the lowest. Above ``available`` bits it holds zeros or bits of the byte at ``position``.
    private(set) var buffer: UInt64 = 0
    private(set) var available = 0

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan, at position: Int) {
        self.bytes = bytes
        self.position = position
    }

    /// The byte in which the next bit stands, or would stand.
    var offset: Int { position - (available + 7) >> 3 }

    /// The byte of the last bit that was consumed.
    var offsetOfLastBit: Int { position - available >> 3 - 1 }

    /// Makes at least 56 bits available, or all that are left.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func refill() {
        if let word = bytes.word(at: position) {
            // `available` is at most 63, so that neither shift goes too far and 0 to 7 bytes are taken.
            buffer |= word << UInt64(available)
            position += (63 - available) >> 3
            available |= 56
        } else {
            refillAtEnd()
        }
    }

    @inline(never)
    @_lifetime(self: copy self)
    private mutating func refillAtEnd() {
        // What a refill by words left above the available bits is read again below.
        buffer &= 1 << UInt64(available) - 1
        while available <= 55, let byte = bytes.byte(at: position) {
            buffer |= UInt64(byte) << UInt64(available)
            available += 8
            position += 1
        }
    }

    /// Drops bits that were looked at; false, and nothing happens, when they are not there.
    @inline(__always)
    @_lifetime(self: copy self)
    mutating func consume(_ count: Int) -> Bool {
        guard count <= available else { return false }
        buffer >>= UInt64(truncatingIfNeeded: count)
        // `count` is not greater than `available`.
        available &-= count
        return true
    }

    /// The next bits as a number, the first as the lowest: up to 32, after a ``refill()``.
    @inline(__always)
    func peek(_ count: Int) -> Int { Int(truncatingIfNeeded: buffer & (1 << UInt64(truncatingIfNeeded: count) - 1)) }

    /// Reads up to 32 bits as a number.
    @_lifetime(self: copy self)
    mutating func read(_ count: Int) throws(ReadError) -> Int {
        if available < count { refill() }
        let value = peek(count)
        guard consume(count) else { throw endOfInput }
        return value
    }

    /// Drops the rest of the current byte and gives back what the buffer holds: from here on bytes are read.
    ///
    /// - Returns: the offset of the first whole byte that no bit was taken of.
    @_lifetime(self: copy self)
    mutating func alignToByte() -> Int {
        position -= available >> 3
        buffer = 0
        available = 0
        return position
    }

    /// Goes on at a byte; the buffer was emptied by ``alignToByte()``.
    @_lifetime(self: copy self)
    mutating func seek(to offset: Int) { position = offset }

    /// The stream goes on behind the last byte.
    var endOfInput: ReadError { ReadError(.unexpectedEnd, at: bytes.byteCount) }
}
