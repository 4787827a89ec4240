/// The symbols of one block, and how it is written: as it is, in the fixed codes, or in codes of its own (RFC 1951
/// section 3.2.3), whichever is shortest.
struct DeflateBlock {
    /// A byte, or a copy's length in the upper half and its distance in the lower.
    private var symbols: [UInt32] = []
    private var literalFrequencies = [Int](repeating: 0, count: 286)
    private var distanceFrequencies = [Int](repeating: 0, count: 30)
    /// The bits behind the codes of all lengths and distances, which are the same in every code.
    private var extraBits = 0

    static let endOfBlock = 256
    private static let fixedLiterals = DeflateCode(lengths: DeflateAlphabet.fixedLengths)
    private static let fixedDistances = DeflateCode(lengths: DeflateAlphabet.fixedDistanceLengths)

    init() { symbols.reserveCapacity(Deflate.symbolsPerBlock + 1) }

    var count: Int { symbols.count }

    mutating func add(literal: UInt8) {
        symbols.append(UInt32(literal))
        literalFrequencies[Int(literal)] += 1
    }

    mutating func add(_ match: DeflateMatch) {
        // A distance has 16 bits, since the farthest is 2¹⁵.
        symbols.append(UInt32(truncatingIfNeeded: match.length << 16 | match.distance))
        let length = DeflateSymbol(length: match.length)
        let distance = DeflateSymbol(distance: match.distance)
        literalFrequencies[length.number] += 1
        distanceFrequencies[distance.number] += 1
        extraBits += length.extraCount + distance.extraCount
    }

    mutating func removeAll() {
        symbols.removeAll(keepingCapacity: true)
        extraBits = 0
        for symbol in literalFrequencies.indices { literalFrequencies[symbol] = 0 }
        for symbol in distanceFrequencies.indices { distanceFrequencies[symbol] = 0 }
    }

    /// Writes the block, whose symbols stand for these bytes.
    mutating func write(_ content: RawSpan, isLast: Bool, to bits: inout DeflateBits) {
        literalFrequencies[Self.endOfBlock] = 1
        let literals = DeflateCode(frequencies: literalFrequencies, longest: 15)
        let distances = DeflateCode(frequencies: distanceFrequencies, longest: 15)
        let codes = DeflateCodeLengths(literals, distances)
        let ownCost = codes.cost + cost(literals, distances)
        let fixedCost = cost(Self.fixedLiterals, Self.fixedDistances)
        let storedCost = DeflateStored.cost(of: content.byteCount, bitsToByte: (bits.bitsToByte + 5) & 7)

        if storedCost < min(ownCost, fixedCost) {
            DeflateStored.write(content, isLast: isLast, to: &bits)
            return
        }
        bits.write(isLast ? 1 : 0, count: 1)
        if fixedCost <= ownCost {
            bits.write(1, count: 2)
            writeSymbols(Self.fixedLiterals, Self.fixedDistances, to: &bits)
        } else {
            bits.write(2, count: 2)
            codes.write(to: &bits)
            writeSymbols(literals, distances, to: &bits)
        }
    }

    /// The bits of all symbols in these codes.
    private func cost(_ literals: DeflateCode, _ distances: DeflateCode) -> Int {
        literals.cost(of: literalFrequencies) + distances.cost(of: distanceFrequencies) + extraBits
    }

    private func writeSymbols(_ literals: DeflateCode, _ distances: DeflateCode, to bits: inout DeflateBits) {
        for symbol in symbols {
            guard symbol >> 16 > 0 else {
                bits.write(literals, Int(symbol))
                continue
            }
            bits.write(literals, DeflateSymbol(length: Int(symbol >> 16)))
            bits.write(distances, DeflateSymbol(distance: Int(symbol & 0xffff)))
        }
        bits.write(literals, Self.endOfBlock)
    }
}

extension DeflateBits {
    /// Writes the code of a symbol.
    @inline(__always)
    mutating func write(_ code: borrowing DeflateCode, _ symbol: Int) {
        write(UInt64(code.codes[symbol]), count: Int(code.lengths[symbol]))
    }

    /// Writes the code of a symbol and its extra bits.
    @inline(__always)
    fileprivate mutating func write(_ code: borrowing DeflateCode, _ symbol: DeflateSymbol) {
        write(code, symbol.number)
        write(UInt64(symbol.extra), count: symbol.extraCount)
    }
}
