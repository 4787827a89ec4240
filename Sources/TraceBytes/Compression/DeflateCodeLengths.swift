/// How a block tells its codes (RFC 1951 section 3.2.7): the lengths of both as one list, repetitions shortened, in a code
/// whose own lengths stand before it.
struct DeflateCodeLengths {
    private let literalCount: Int
    private let distanceCount: Int
    private let items: [Item]
    private let code: DeflateCode
    /// How many of the code's lengths are told; those behind are zero.
    private let toldCount: Int

    /// A length, or how often one repeats, with the bits that follow it.
    private struct Item {
        let symbol: Int
        var extra = 0
        var extraCount = 0
    }

    init(_ literals: DeflateCode, _ distances: DeflateCode) {
        // The end of the block has a code, so there are at least 257; of the distances two have one.
        literalCount = max(257, Self.countWithoutZeros(literals.lengths))
        distanceCount = max(1, Self.countWithoutZeros(distances.lengths))
        items = Self.items(Array(literals.lengths.prefix(literalCount) + distances.lengths.prefix(distanceCount)))
        var frequencies = [Int](repeating: 0, count: 19)
        for item in items { frequencies[item.symbol] += 1 }
        let code = DeflateCode(frequencies: frequencies, longest: 7)
        toldCount = max(4, Self.countWithoutZeros(DeflateAlphabet.orderOfCodeLengths.map { code.lengths[$0] }))
        self.code = code
    }

    /// The bits that ``write(to:)`` takes.
    var cost: Int {
        items.reduce(5 + 5 + 4 + 3 * toldCount) { $0 + Int(code.lengths[$1.symbol]) + $1.extraCount }
    }

    func write(to bits: inout DeflateBits) {
        bits.write(UInt64(literalCount - 257), count: 5)
        bits.write(UInt64(distanceCount - 1), count: 5)
        bits.write(UInt64(toldCount - 4), count: 4)
        for symbol in DeflateAlphabet.orderOfCodeLengths.prefix(toldCount) {
            bits.write(UInt64(code.lengths[symbol]), count: 3)
        }
        for item in items {
            bits.write(code, item.symbol)
            bits.write(UInt64(item.extra), count: item.extraCount)
        }
    }

    private static func countWithoutZeros(_ lengths: [UInt8]) -> Int { (lengths.lastIndex { $0 > 0 } ?? -1) + 1 }

    /// Lengths, of which runs are said shorter: 16 repeats the last one 3 to 6 times, 17 zero 3 to 10 times, 18 zero 11 to
    /// 138 times.
    private static func items(_ lengths: [UInt8]) -> [Item] {
        var items: [Item] = []
        var start = 0
        while start < lengths.count {
            let length = lengths[start]
            let run = lengths[start...].prefix { $0 == length }.count
            var rest = run
            if length == 0 {
                while rest >= 11 {
                    let count = min(rest, 138)
                    items.append(Item(symbol: 18, extra: count - 11, extraCount: 7))
                    rest -= count
                }
                if rest >= 3 {
                    items.append(Item(symbol: 17, extra: rest - 3, extraCount: 3))
                    rest = 0
                }
            } else {
                items.append(Item(symbol: Int(length)))
                rest -= 1
                while rest >= 3 {
                    let count = min(rest, 6)
                    items.append(Item(symbol: 16, extra: count - 3, extraCount: 2))
                    rest -= count
                }
            }
            items.append(contentsOf: repeatElement(Item(symbol: Int(length)), count: rest))
            start += run
        }
        return items
    }
}
