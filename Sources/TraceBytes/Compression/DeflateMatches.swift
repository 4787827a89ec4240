/// A copy of what came before: 3 to 258 bytes from 1 to 32,768 bytes back (RFC 1951 section 2).
struct DeflateMatch: Hashable, Sendable {
    let length: Int
    let distance: Int

    static let shortest = 3
    static let longest = 258
    /// The window: how far back a copy reaches at most.
    static let farthest = 32_768
}

/// Finds copies: places whose first three bytes have one hash are a chain, the last place first.
///
/// A chain is a guess, and is only ever believed after a comparison of the bytes. So an empty chain needs no mark (it
/// names place 0), and places are kept modulo 2³²: neither can make a copy that is none.
struct DeflateMatches: ~Escapable {
    private let content: RawSpan
    /// The last place of each chain.
    private var heads: [UInt32]
    /// For each place of the window the one before it in its chain.
    private var earlier: [UInt32]
    /// The binary logarithm of how many chains there are, and places in the window: the whole of a short content.
    private let sizeBits: Int

    /// Places of a chain that are looked at: what zlib does at its default level 6.
    private static let mostTries = 128
    /// A copy of so many bytes is taken without a look for a longer one.
    private static let niceLength = 128
    /// Of three bytes from far back, the distance has as many bits as the bytes themselves.
    private static let farthestOfShortest = 4_096

    @_lifetime(copy content)
    init(_ content: RawSpan) {
        self.content = content
        let places = min(max(content.byteCount, 256), DeflateMatch.farthest)
        // The next power of two; the farthest is one.
        sizeBits = Int.bitWidth - (places - 1).leadingZeroBitCount
        heads = Array(repeating: 0, count: 1 << sizeBits)
        earlier = Array(repeating: 0, count: 1 << sizeBits)
    }

    /// Makes what starts at a place findable for later places.
    @_lifetime(self: copy self)
    mutating func enter(_ place: Int) {
        guard let hash = hash(at: place) else { return }
        link(place, hash)
    }

    /// The longest copy that starts at a place and has more than so many bytes; the nearest of equal ones. Enters the
    /// place.
    @_lifetime(self: copy self)
    mutating func longest(at place: Int, beyond length: Int) -> DeflateMatch? {
        guard let hash = hash(at: place) else { return nil }
        defer { link(place, hash) }
        // A copy that long is good enough already.
        guard length < Self.niceLength else { return nil }

        let most = min(DeflateMatch.longest, content.byteCount - place)
        var best = max(length, DeflateMatch.shortest - 1)
        var match: DeflateMatch?
        var candidate = heads[hash]
        var lastDistance = 0
        for _ in 0..<Self.mostTries {
            guard best < most else { break }
            // Wraps by design, as the places do.
            let distance = Int(UInt32(truncatingIfNeeded: place) &- candidate)
            // Places of a chain lie further and further back; one that does not was overwritten, and the chain ends.
            guard distance > lastDistance, distance <= min(place, DeflateMatch.farthest) else { break }
            lastDistance = distance
            let source = place - distance
            if content.byte(at: source + best) == content.byte(at: place + best) {
                let count = equalBytes(source, place, most)
                let isWorthwhile = count > DeflateMatch.shortest || distance <= Self.farthestOfShortest
                if count > best, isWorthwhile {
                    best = count
                    match = DeflateMatch(length: count, distance: distance)
                    if count >= Self.niceLength { break }
                }
            }
            candidate = earlier[source & (1 << sizeBits - 1)]
        }
        return match
    }

    @_lifetime(self: copy self)
    private mutating func link(_ place: Int, _ hash: Int) {
        earlier[place & (1 << sizeBits - 1)] = heads[hash]
        heads[hash] = UInt32(truncatingIfNeeded: place)
    }

    /// The hash of three bytes, below the number of chains; nil where fewer are left.
    @inline(__always)
    private func hash(at place: Int) -> Int? {
        guard let first = content.byte(at: place), let second = content.byte(at: place + 1),
            let third = content.byte(at: place + 2)
        else { return nil }
        let bytes = UInt32(first) | UInt32(second) << 8 | UInt32(third) << 16
        // Wraps by design: multiplicative hashing takes the upper bits of the product modulo 2³².
        return Int((bytes &* 0x9e37_79b1) >> UInt32(32 - sizeBits))
    }

    /// How many bytes from two places on are the same, at most `most`. The second place has so many.
    @inline(__always)
    private func equalBytes(_ first: Int, _ second: Int, _ most: Int) -> Int {
        var count = 0
        while count + 8 <= most, let left = content.word(at: first + count),
            let right = content.word(at: second + count)
        {
            guard left == right else { return count + (left ^ right).trailingZeroBitCount >> 3 }
            count += 8
        }
        while count < most, content.byte(at: first + count) == content.byte(at: second + count) { count += 1 }
        return count
    }
}
