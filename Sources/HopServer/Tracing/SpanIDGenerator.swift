/// Random numbers for the ids of spans: xoshiro256** (D. Blackman and S. Vigna, "Scrambled Linear Pseudorandom Number
/// Generators", 2021), seeded by the system.
///
/// Ids have to differ and need not be secret; the system's generator costs a system call for each (`getrandom`, two a
/// call of a hop).
struct SpanIDGenerator: RandomNumberGenerator, Sendable {
    private var s0: UInt64
    private var s1: UInt64
    private var s2: UInt64
    private var s3: UInt64

    init() {
        var system = SystemRandomNumberGenerator()
        // The one state that it cannot leave is all zeros.
        self.init(state: (system.next(), system.next(), system.next(), system.next() | 1))
    }

    init(state: (UInt64, UInt64, UInt64, UInt64)) { (s0, s1, s2, s3) = state }

    /// All arithmetic wraps: the algorithm computes modulo 2^64.
    mutating func next() -> UInt64 {
        let result = rotate(s1 &* 5, by: 7) &* 9
        let shifted = s1 << 17
        s2 ^= s0
        s3 ^= s1
        s1 ^= s2
        s0 ^= s3
        s2 ^= shifted
        s3 = rotate(s3, by: 45)
        return result
    }

    private func rotate(_ value: UInt64, by count: UInt64) -> UInt64 { value << count | value >> (64 - count) }
}
