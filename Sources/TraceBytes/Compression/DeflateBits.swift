/// Writes the bits of a deflate stream (RFC 1951 section 3.1.1): bytes in order, each from its lowest bit up.
struct DeflateBits {
    private var bytes: [UInt8]
    /// Bits that do not fill a byte yet, the first as the lowest; zeros above them.
    private var buffer: UInt64 = 0
    /// 0 to 7 between two calls.
    private var waiting = 0

    init(behind prefix: [UInt8]) { bytes = prefix }

    mutating func reserve(_ count: Int) { bytes.reserveCapacity(bytes.count + count) }

    /// Bits that go before the next byte starts: 0 to 7.
    var bitsToByte: Int { (8 - waiting) & 7 }

    /// Writes the lowest bits of a number, the lowest first: up to 56, and nothing above them is set.
    @inline(__always)
    mutating func write(_ value: UInt64, count: Int) {
        // At most 7 bits wait, so that 56 more find room.
        buffer |= value << UInt64(waiting)
        waiting += count
        while waiting >= 8 {
            bytes.append(UInt8(truncatingIfNeeded: buffer))
            buffer >>= 8
            waiting -= 8
        }
    }

    /// Fills the current byte with zeros.
    mutating func alignToByte() { write(0, count: bitsToByte) }

    /// Adds whole bytes at the start of one.
    mutating func append(_ content: RawSpan) { bytes.append(contentsOf: content) }

    /// Everything that was written, the last byte filled with zeros.
    consuming func finish() -> [UInt8] {
        alignToByte()
        return bytes
    }
}
