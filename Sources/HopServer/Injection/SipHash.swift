/// SipHash-2-4 of a byte string under a 128-bit key: J.-P. Aumasson and D. J. Bernstein, "SipHash: a fast short-input
/// PRF", 2012, section 2. `Hasher` cannot serve here: its key differs in every process.
///
/// All additions wrap: the algorithm computes modulo 2^64.
func sipHash24(key: (UInt64, UInt64), _ message: [UInt8]) -> UInt64 {
    var state = SipState(key: key)
    let tail = message.count % 8
    for start in stride(from: 0, to: message.count - tail, by: 8) {
        state.absorb(littleEndian(message[start..<start + 8]))
    }
    // The last word holds what remains and, in its top byte, the length modulo 256.
    state.absorb(littleEndian(message.suffix(tail)) | UInt64(message.count % 256) << 56)
    return state.finish()
}

private func littleEndian(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
}

private struct SipState {
    private var v0: UInt64
    private var v1: UInt64
    private var v2: UInt64
    private var v3: UInt64

    init(key: (UInt64, UInt64)) {
        v0 = key.0 ^ 0x736f_6d65_7073_6575
        v1 = key.1 ^ 0x646f_7261_6e64_6f6d
        v2 = key.0 ^ 0x6c79_6765_6e65_7261
        v3 = key.1 ^ 0x7465_6462_7974_6573
    }

    mutating func absorb(_ word: UInt64) {
        v3 ^= word
        for _ in 0..<2 { round() }
        v0 ^= word
    }

    mutating func finish() -> UInt64 {
        v2 ^= 0xff
        for _ in 0..<4 { round() }
        return v0 ^ v1 ^ v2 ^ v3
    }

    private mutating func round() {
        v0 &+= v1
        v1 = rotate(v1, by: 13) ^ v0
        v0 = rotate(v0, by: 32)
        v2 &+= v3
        v3 = rotate(v3, by: 16) ^ v2
        v0 &+= v3
        v3 = rotate(v3, by: 21) ^ v0
        v2 &+= v1
        v1 = rotate(v1, by: 17) ^ v2
        v2 = rotate(v2, by: 32)
    }

    private func rotate(_ value: UInt64, by count: UInt64) -> UInt64 { value << count | value >> (64 - count) }
}
