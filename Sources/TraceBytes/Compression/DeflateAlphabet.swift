/// The symbols of deflate and what they stand for (RFC 1951 sections 3.2.5 to 3.2.7).
enum DeflateAlphabet {
    /// Bytes, the end of a block, and lengths of copies from 3 to 258. 286 and 287 have codes and never occur.
    static let literalsAndLengths: [HuffmanEntry] =
        (0..<256).map { .literal($0) } + [.endOfBlock]
        + bases(
            from: 3, extraBits: [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5])
        // Not 31 further from 227, as its neighbours say, but a short way to say the longest copy.
        + [.base(258, extraBits: 0), .unused, .unused]

    /// Distances from 1 to 32,768. 30 and 31 have codes and never occur.
    static let distances: [HuffmanEntry] =
        bases(from: 1, extraBits: [0, 0, 0, 0] + (1...13).flatMap { [$0, $0] }) + [.unused, .unused]

    /// Lengths of codes: 0 to 15 are themselves, 16 to 18 repeat.
    static let codeLengths: [HuffmanEntry] = (0..<19).map { .literal($0) }

    /// The order in which a block gives the lengths of the codes for code lengths.
    static let orderOfCodeLengths = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

    /// The codes of blocks that bring none (section 3.2.6).
    static let fixedLengths: [UInt8] =
        Array(repeating: 8, count: 144) + Array(repeating: 9, count: 112) + Array(repeating: 7, count: 24)
        + Array(repeating: 8, count: 8)
    static let fixedDistanceLengths = [UInt8](repeating: 5, count: 32)

    /// Each symbol begins where the one before it ends.
    private static func bases(from first: Int, extraBits: [Int]) -> [HuffmanEntry] {
        var next = first
        return extraBits.map { bits in
            defer { next += 1 << bits }
            return .base(next, extraBits: bits)
        }
    }
}
