/// Stored blocks (RFC 1951 section 3.2.4): content as it is, which is shortest for what has no order.
enum DeflateStored {
    private static let mostBytes = 65_535

    /// The bits of so many bytes in stored blocks, without the three that every block begins with.
    ///
    /// - Parameter bitsToByte: bits that the first block fills up, behind its three.
    static func cost(of count: Int, bitsToByte: Int) -> Int {
        let blocks = max(1, (count + mostBytes - 1) / mostBytes)
        // Each further block begins at a byte: three bits, five to fill it up.
        return bitsToByte + 32 + 8 * count + (blocks - 1) * (8 + 32)
    }

    /// Writes bytes as one block, or as several where there are more than its 16 bits can count.
    static func write(_ content: RawSpan, isLast: Bool, to bits: inout DeflateBits) {
        var start = 0
        repeat {
            let end = min(start + mostBytes, content.byteCount)
            bits.write(isLast && end == content.byteCount ? 1 : 0, count: 3)
            bits.alignToByte()
            let count = UInt64(end - start)
            bits.write(count | (count ^ 0xffff) << 16, count: 32)
            bits.append(content.clamped(to: start..<end))
            start = end
        } while start < content.byteCount
    }
}
