/// The Huffman code of RFC 7541 appendix B: 256 octets and the symbol that ends a string.
///
/// The code is canonical: sorted by length and then by symbol, each code is the one before it plus one, with zeros
/// appended where it is longer. So the lengths say everything, as in deflate.
struct HPACKHuffmanCode: Sendable {
    static let shared = HPACKHuffmanCode()

    /// The symbol that no string may hold; its code is thirty ones.
    static let endOfString = 256
    static let shortest = 5
    static let longest = 30

    /// The bits of each symbol's code.
    static let lengths: [UInt8] = [
        13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28,
        28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28,
        6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6,
        5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
        13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
        7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
        15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5,
        6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28,
        20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23,
        24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24,
        22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23,
        21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
        26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25,
        19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27,
        20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23,
        26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26,
        30,
    ]

    /// The code of each symbol in its low bits.
    let codes: [UInt32]
    /// What eight bits begin with: a symbol in the high octet, the bits of its code in the low one. Zero where the code
    /// is longer than eight bits; none of those is of a letter, a digit or another sign that is common in header
    /// fields.
    let short: [UInt16]
    /// The lengths above eight that codes have, from the shortest to the longest.
    let long: [Group]
    /// The symbols whose codes are longer than eight bits, in the order of their codes.
    let longSymbols: [UInt16]

    /// The codes of one length.
    struct Group: Sendable {
        let bits: Int
        /// The first code that is not of this length or a shorter one, as the first of 32 bits; zeros follow it.
        let end: UInt64
        let firstCode: UInt32
        /// Where the symbol of the first code stands among the long symbols.
        let firstSymbol: Int
    }

    private init() {
        var codes = Array(repeating: UInt32(0), count: Self.lengths.count)
        var short = Array(repeating: UInt16(0), count: 256)
        var long: [Group] = []
        var longSymbols: [UInt16] = []
        var code: UInt32 = 0
        for bits in Self.shortest...Self.longest {
            let symbols = Self.lengths.indices.filter { Self.lengths[$0] == UInt8(bits) }
            let firstCode = code
            for symbol in symbols {
                codes[symbol] = code
                if bits <= 8 {
                    let first = Int(code) << (8 - bits)
                    for place in first..<first + 1 << (8 - bits) { short[place] = UInt16(symbol << 8 | bits) }
                }
                code += 1
            }
            if bits > 8, !symbols.isEmpty {
                let end = UInt64(code) << (32 - bits)
                long.append(Group(bits: bits, end: end, firstCode: firstCode, firstSymbol: longSymbols.count))
                longSymbols += symbols.map { UInt16($0) }
            }
            code <<= 1
        }
        self.codes = codes
        self.short = short
        self.long = long
        self.longSymbols = longSymbols
    }

    /// The symbol whose code 32 bits begin with, and the bits of that code, which are more than eight.
    func longSymbol(_ window: UInt32) -> (symbol: Int, bits: Int) {
        for group in long where UInt64(window) < group.end {
            // Not negative: the code is not of a shorter length, so it is not below the first of this one.
            let place = Int(window >> (32 - UInt32(group.bits))) - Int(group.firstCode)
            return (Int(longSymbols[group.firstSymbol + place]), group.bits)
        }
        // Not reached: the last group ends at 2^32, since the code is complete.
        return (Self.endOfString, Self.longest)
    }
}
