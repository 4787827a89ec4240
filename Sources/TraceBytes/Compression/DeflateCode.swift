/// A code of deflate for symbols of known frequencies (RFC 1951 section 3.2.2): frequent ones get few bits.
struct DeflateCode: Sendable {
    /// Bits of each symbol's code; 0 where the symbol does not occur.
    let lengths: [UInt8]
    /// The code of each symbol with its first bit lowest, as the stream has it.
    let codes: [UInt16]

    /// The shortest code for these frequencies whose codes have at most so many bits.
    ///
    /// Where fewer than two symbols occur, unused ones get a code as well: section 3.2.7 allows one code of one bit for
    /// distances alone, and some decompressors not even that.
    init(frequencies: [Int], longest: Int) {
        var used = frequencies.indices.filter { frequencies[$0] > 0 }
        for symbol in frequencies.indices.prefix(2) where used.count < 2 && !used.contains(symbol) {
            used.append(symbol)
        }
        // Rarest first; of equal ones the lower symbol, so that one content has one code.
        used.sort { (frequencies[$0], $0) < (frequencies[$1], $1) }
        var lengths = [UInt8](repeating: 0, count: frequencies.count)
        for (symbol, length) in zip(used, Self.lengths(ofSorted: used.map { frequencies[$0] }, longest: longest)) {
            lengths[symbol] = length
        }
        self.init(lengths: lengths)
    }

    /// The canonical code with these lengths: codes of one length are consecutive numbers in the order of their symbols.
    init(lengths: [UInt8]) {
        self.lengths = lengths
        var counts = [Int](repeating: 0, count: 16)
        for length in lengths where length > 0 { counts[Int(length)] += 1 }
        var next = [UInt16](repeating: 0, count: 16)
        var code = 0
        for length in 1..<16 {
            code = (code + counts[length - 1]) << 1
            next[length] = UInt16(truncatingIfNeeded: code)
        }
        codes = lengths.map { length in
            guard length > 0 else { return 0 }
            let place = Int(length)
            // Wraps only behind the last code of all.
            defer { next[place] &+= 1 }
            return next[place].reversedBits >> UInt16(16 - place)
        }
    }

    /// The bits that symbols of these frequencies take.
    func cost(of frequencies: [Int]) -> Int {
        zip(frequencies, lengths).reduce(0) { $0 + $1.0 * Int($1.1) }
    }

    /// The lengths of the codes of symbols, rarest first, by package-merge (Larmore and Hirschberg 1990).
    ///
    /// Each round pairs what the last one made into packages and merges them with the symbols. Of the last round the
    /// first 2n − 2 are bought, with each package what it holds; a symbol's code is as long as it was bought often.
    /// At least two symbols, and no more than `longest` bits can tell apart.
    private static func lengths(ofSorted weights: [Int], longest: Int) -> [UInt8] {
        /// For each round, whether each item is a symbol or a package.
        var rounds: [[Bool]] = []
        var items: [Int] = []
        while rounds.count < longest {
            let (merged, isSymbol) = merge(weights, withPackagesOf: items)
            // From here on every round would be the same: no code is that long.
            if merged == items { break }
            items = merged
            rounds.append(isSymbol)
        }
        var lengths = [UInt8](repeating: 0, count: weights.count)
        var bought = 2 * weights.count - 2
        for round in rounds.reversed() {
            let symbols = round.prefix(bought).count { $0 }
            // Each round holds every symbol once, in their order.
            for symbol in 0..<symbols { lengths[symbol] += 1 }
            bought = 2 * (min(bought, round.count) - symbols)
        }
        return lengths
    }

    /// Symbols and pairs of items, lightest first, a symbol before an equal pair.
    private static func merge(_ weights: [Int], withPackagesOf items: [Int]) -> (items: [Int], isSymbol: [Bool]) {
        let count = weights.count + items.count / 2
        var (merged, isSymbol) = ([Int](), [Bool]())
        merged.reserveCapacity(count)
        isSymbol.reserveCapacity(count)
        var pair = 0
        func addPairs(below weight: Int) {
            while pair + 1 < items.count, items[pair] + items[pair + 1] < weight {
                merged.append(items[pair] + items[pair + 1])
                isSymbol.append(false)
                pair += 2
            }
        }
        for weight in weights {
            addPairs(below: weight)
            merged.append(weight)
            isSymbol.append(true)
        }
        addPairs(below: .max)
        return (merged, isSymbol)
    }
}

extension UInt16 {
    /// The lowest bit as the highest, and so on.
    fileprivate var reversedBits: UInt16 {
        var rest = self
        var reversed: UInt16 = 0
        for _ in 0..<16 {
            reversed = reversed << 1 | rest & 1
            rest >>= 1
        }
        return reversed
    }
}
