/// SHA-256 (FIPS 180-4), to compare messages with what a capture says of them.
enum SHA256 {
    /// The digest as 64 hexadecimal digits.
    static func hexDigest(of message: some Collection<UInt8>) -> String {
        var hash: [UInt32] = [
            0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
        ]
        var bytes = Array(message) + [0x80]
        bytes += Array(repeating: 0, count: (120 - bytes.count % 64) % 64)
        let bits = UInt64(message.count) * 8
        bytes += stride(from: 56, through: 0, by: -8).map { UInt8(bits >> UInt64($0) & 0xff) }
        for start in stride(from: 0, to: bytes.count, by: 64) { add(bytes[start..<start + 64], to: &hash) }
        return hash.map { word in
            let text = String(word, radix: 16)
            return String(repeating: "0", count: 8 - text.count) + text
        }.joined()
    }

    // All sums wrap by design: they are modulo 2^32.
    private static func add(_ block: ArraySlice<UInt8>, to hash: inout [UInt32]) {
        var words = stride(from: block.startIndex, to: block.endIndex, by: 4).map { place in
            (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(block[place + $1]) }
        }
        for place in 16..<64 {
            let (a, b) = (words[place - 15], words[place - 2])
            let low = rotated(a, 7) ^ rotated(a, 18) ^ a >> 3
            let high = rotated(b, 17) ^ rotated(b, 19) ^ b >> 10
            words.append(words[place - 16] &+ low &+ words[place - 7] &+ high)
        }
        var state = hash
        for place in 0..<64 {
            let (a, e) = (state[0], state[4])
            let choice = e & state[5] ^ ~e & state[6]
            let majority = a & state[1] ^ a & state[2] ^ state[1] & state[2]
            let first =
                state[7] &+ (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) &+ choice &+ constants[place]
                &+ words[place]
            let second = (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) &+ majority
            state = [first &+ second] + state[..<7]
            state[4] = state[4] &+ first
        }
        for place in hash.indices { hash[place] = hash[place] &+ state[place] }
    }

    private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 { word >> count | word << (32 - count) }

    /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
    private static let constants: [UInt32] = {
        let primes = (2...311).filter { number in !(2..<number).contains { number % $0 == 0 } }
        return primes.map { prime in
            // The largest root with root³ ≤ prime · 2^96, of which the low 32 bits are the fraction.
            var (low, high) = (UInt64(1) << 32, UInt64(7) << 32)
            while high - low > 1 {
                let middle = (low + high) / 2
                if isCube(of: middle, atMost: UInt64(prime)) { low = middle } else { high = middle }
            }
            return UInt32(low & 0xffff_ffff)
        }
    }()

    /// Whether root³ ≤ prime · 2^96.
    private static func isCube(of root: UInt64, atMost prime: UInt64) -> Bool {
        let square = root.multipliedFullWidth(by: root)
        let low = square.low.multipliedFullWidth(by: root)
        let high = square.high.multipliedFullWidth(by: root)
        // root < 2^35, so that the square is below 2^70 and the cube below 2^105: `high.high` is 0.
        let middle = high.low + low.high
        return middle >> 32 < prime || (middle == prime << 32 && low.low == 0)
    }
}
