/// Writes strings in the Huffman code of RFC 7541 appendix B, or as they are where that is not longer.
enum HPACKHuffmanEncoder {
    /// Appends a string with its length and the flag that says how it is coded (section 5.2).
    static func appendString(_ string: Span<UInt8>, to bytes: inout [UInt8]) {
        let coded = encodedCount(of: string)
        guard coded < string.count else {
            HPACKInteger.append(string.count, prefixBits: 7, pattern: 0, to: &bytes)
            // Unsafe: the buffer does not leave the closure.
            unsafe string.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
            return
        }
        HPACKInteger.append(coded, prefixBits: 7, pattern: 0x80, to: &bytes)
        append(string, to: &bytes)
    }

    /// The octets that a string takes when it is coded.
    static func encodedCount(of string: Span<UInt8>) -> Int {
        let lengths = HPACKHuffmanCode.lengths
        var bits = 0
        for place in string.indices { bits += Int(lengths[Int(string[place])]) }
        return (bits + 7) / 8
    }

    /// Appends the codes of the octets, and ones up to the end of the last octet.
    static func append(_ string: Span<UInt8>, to bytes: inout [UInt8]) {
        let lengths = HPACKHuffmanCode.lengths
        let codes = HPACKHuffmanCode.shared.codes
        /// The last bits that were not written yet are the lowest; fewer than eight before each code.
        var bits: UInt64 = 0
        var count = 0
        for place in string.indices {
            let symbol = Int(string[place])
            bits = bits << UInt64(lengths[symbol]) | UInt64(codes[symbol])
            count += Int(lengths[symbol])
            while count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt64(count)))
            }
        }
        guard count > 0 else { return }
        bytes.append(UInt8(truncatingIfNeeded: bits << UInt64(8 - count)) | 0xff >> UInt8(count))
    }
}
