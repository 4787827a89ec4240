/// A table that decodes one of the codes of a deflate block (RFC 1951 section 3.2.2) by looking at several bits at once.
///
/// The first `rootBits` bits of the input index the table. Longer codes meet a link there, to a part further behind that
/// is indexed by the bits that follow.
struct HuffmanTable: Sendable {
    private(set) var entries: [HuffmanEntry]
    let rootBits: Int
    /// Symbols in the order of their codes; kept so that no block allocates.
    private var sorted: [UInt16] = []

    init(rootBits: Int) {
        self.rootBits = rootBits
        entries = Array(repeating: .unused, count: 1 << rootBits)
    }

    /// What a list of code lengths can be wrong by.
    enum Fault: Error {
        /// More codes than bits can tell apart.
        case overSubscribed
        /// Bit strings that mean nothing, although there is more than a single code.
        case underSubscribed
    }

    /// Makes the table of the canonical code with these lengths (0 to 15, 0 where a symbol is not used).
    ///
    /// A code must be complete, with two exceptions for literals and for distances, as every decompressor makes them: no
    /// symbol at all, and one symbol with one bit (section 3.2.7). The bit strings that they leave over decode to
    /// ``HuffmanEntry/unused``.
    /// - Parameter symbols: what each symbol means; as many as there are lengths, or more.
    mutating func build(
        lengths: ArraySlice<UInt8>, symbols: [HuffmanEntry], allowsOneSymbol: Bool = true
    ) throws(Fault) {
        var counts = Self.counts(of: lengths)
        let longest = counts.lastIndex { $0 > 0 } ?? 0
        try Self.requireComplete(counts, unless: allowsOneSymbol && longest <= 1)
        sort(lengths, counts: counts)

        entries.removeSubrange((1 << rootBits)...)
        for index in entries.indices { entries[index] = .unused }
        let rootMask = 1 << rootBits - 1
        /// The code with its first bit lowest, as the input has it.
        var code = 0
        var subtable = (prefix: -1, start: 0, bits: 0)
        for symbol in sorted {
            let length = Int(lengths[lengths.startIndex + Int(symbol)])
            let entry = symbols[Int(symbol)]
            if length <= rootBits {
                fill(from: code, upTo: 1 << rootBits, step: 1 << length, with: entry.taking(bits: length))
            } else {
                let prefix = code & rootMask
                if prefix != subtable.prefix {
                    let bits = Self.subtableBits(length: length, rootBits: rootBits, longest: longest, counts: counts)
                    subtable = (prefix, entries.count, bits)
                    entries[prefix] = .link(to: entries.count, bits: bits).taking(bits: rootBits)
                    entries.append(contentsOf: repeatElement(.unused, count: 1 << bits))
                }
                fill(
                    from: subtable.start + code >> rootBits, upTo: subtable.start + 1 << subtable.bits,
                    step: 1 << (length - rootBits), with: entry.taking(bits: length - rootBits))
            }
            counts[length] -= 1
            code = Self.successor(of: code, length: length)
        }
    }

    private mutating func fill(from first: Int, upTo end: Int, step: Int, with entry: HuffmanEntry) {
        for index in stride(from: first, to: end, by: step) { entries[index] = entry }
    }

    /// The symbols that are used, by length and then by number.
    private mutating func sort(_ lengths: ArraySlice<UInt8>, counts: [Int]) {
        var places = counts.indices.map { counts[1..<max($0, 1)].reduce(0, +) }
        sorted.removeAll(keepingCapacity: true)
        sorted.append(contentsOf: repeatElement(0, count: counts[1...].reduce(0, +)))
        for (symbol, length) in lengths.enumerated() where length > 0 {
            sorted[places[Int(length)]] = UInt16(symbol)
            places[Int(length)] += 1
        }
    }

    /// How many codes there are of each length from 0 to 15.
    private static func counts(of lengths: ArraySlice<UInt8>) -> [Int] {
        var counts = Array(repeating: 0, count: 16)
        for length in lengths { counts[Int(length & 15)] += 1 }
        return counts
    }

    private static func requireComplete(_ counts: [Int], unless isExempt: Bool) throws(Fault) {
        /// Bit strings of the current length that no shorter code begins.
        var left = 1
        for length in 1..<16 {
            left = left << 1 - counts[length]
            if left < 0 { throw .overSubscribed }
        }
        if left > 0, !isExempt { throw .underSubscribed }
    }

    /// How many bits the codes with one prefix need: the fewest that hold all of them.
    private static func subtableBits(length: Int, rootBits: Int, longest: Int, counts: [Int]) -> Int {
        var bits = length - rootBits
        var left = 1 << bits
        while bits + rootBits < longest {
            left -= counts[bits + rootBits]
            if left <= 0 { break }
            bits += 1
            left <<= 1
        }
        return bits
    }

    /// The code that follows, both with the first bit lowest: adds one at the highest bit and carries downwards.
    private static func successor(of code: Int, length: Int) -> Int {
        var bit = 1 << (length - 1)
        while code & bit != 0 { bit >>= 1 }
        return bit == 0 ? 0 : code & (bit - 1) | bit
    }
}

/// What a bit string means, in 32 bits: the value in the upper half, properties and the number of its bits in the lower.
struct HuffmanEntry: Sendable {
    let raw: UInt32

    private static let literalFlag: UInt32 = 1 << 15
    private static let linkFlag: UInt32 = 1 << 14
    private static let endFlag: UInt32 = 1 << 13
    private static let copyFlag: UInt32 = 1 << 12

    /// No code begins like this, or its symbol may not occur.
    static let unused = HuffmanEntry(raw: 0)
    static let endOfBlock = HuffmanEntry(raw: endFlag)

    static func literal(_ value: Int) -> HuffmanEntry {
        HuffmanEntry(raw: UInt32(value) << 16 | literalFlag)
    }

    /// A length or distance: its smallest value, and how many bits that follow are added to it.
    static func base(_ value: Int, extraBits: Int) -> HuffmanEntry {
        HuffmanEntry(raw: UInt32(value) << 16 | copyFlag | UInt32(extraBits) << 8)
    }

    static func link(to start: Int, bits: Int) -> HuffmanEntry {
        HuffmanEntry(raw: UInt32(start) << 16 | linkFlag | UInt32(bits) << 8)
    }

    /// The same with its number of bits, 0 to 15.
    func taking(bits: Int) -> HuffmanEntry { HuffmanEntry(raw: raw | UInt32(bits)) }

    var isLiteral: Bool { raw & Self.literalFlag != 0 }
    var isLink: Bool { raw & Self.linkFlag != 0 }
    var isEndOfBlock: Bool { raw & Self.endFlag != 0 }
    var isBase: Bool { raw & Self.copyFlag != 0 }
    /// The bits of the code, of the part after a link where there was one.
    var codeBits: Int { Int(raw & 15) }
    /// Of a base the bits to be added, of a link those that index its part: at most 13.
    var extraBits: Int { Int(raw >> 8 & 15) }
    var value: Int { Int(raw >> 16) }
}
