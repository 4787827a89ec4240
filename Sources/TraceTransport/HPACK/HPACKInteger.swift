/// Integers as RFC 7541 section 5.1 writes them; ``HPACKReader`` reads them.
enum HPACKInteger {
    /// Appends a number whose first part shares an octet with other bits.
    ///
    /// - Parameters:
    ///   - value: not negative.
    ///   - prefixBits: from 1 to 8; the low bits of the first octet, which are the number's.
    ///   - pattern: the other bits of the first octet.
    static func append(_ value: Int, prefixBits: Int, pattern: UInt8, to bytes: inout [UInt8]) {
        let mask = 1 << prefixBits - 1
        guard value >= mask else {
            bytes.append(pattern | UInt8(truncatingIfNeeded: value))
            return
        }
        bytes.append(pattern | UInt8(truncatingIfNeeded: mask))
        var rest = value - mask
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }
}
