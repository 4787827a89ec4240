/// The symbol of a length or a distance, and the bits behind it (RFC 1951 section 3.2.5).
///
/// From the fifth or ninth value on each power of two is cut into equal parts, four for lengths and two for distances;
/// which part is the symbol, the place in it are the extra bits.
struct DeflateSymbol {
    let number: Int
    let extra: Int
    let extraCount: Int

    /// Lengths from 3 to 258 are the symbols 257 to 285.
    init(length: Int) {
        // The longest copy is a symbol of its own, not the last place of the one before it.
        if length == DeflateMatch.longest {
            self.init(number: 285, extra: 0, extraCount: 0)
        } else {
            let part = Self(value: length - DeflateMatch.shortest, partBits: 2)
            self.init(number: 257 + part.number, extra: part.extra, extraCount: part.extraCount)
        }
    }

    /// Distances from 1 to 32,768 are the symbols 0 to 29.
    init(distance: Int) { self.init(value: distance - 1, partBits: 1) }

    private init(number: Int, extra: Int, extraCount: Int) {
        self.number = number
        self.extra = extra
        self.extraCount = extraCount
    }

    /// - Parameter partBits: the binary logarithm of how many parts a power of two has.
    private init(value: Int, partBits: Int) {
        // The bits that the value has below its highest; values that have no more than parts need no extra bits.
        let lowerBits = Int.bitWidth - 1 - max(value, 1).leadingZeroBitCount
        let extraCount = max(0, lowerBits - partBits)
        let extra = value & (1 << extraCount - 1)
        self.init(number: extraCount << partBits + value >> extraCount, extra: extra, extraCount: extraCount)
    }
}
