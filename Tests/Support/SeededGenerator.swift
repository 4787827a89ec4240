/// SplitMix64: a random source that repeats from its seed, so that a failing case can be named and run again.
package struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15  // wraps by design: the additive step of SplitMix64
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9  // wraps by design: multiplication modulo 2^64
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb  // wraps by design: multiplication modulo 2^64
        return mixed ^ (mixed >> 31)
    }
}
