/// The checksum of zlib (RFC 1950 section 8.2): a sum of the bytes and a sum of those sums, both modulo 65521.
public struct Adler32: Hashable, Sendable {
    private var sum: UInt32 = 1
    private var sumOfSums: UInt32 = 0

    private static let modulus: UInt32 = 65_521
    /// The most bytes of 255 after which the sum of sums still fits into 32 bits, both starting below the modulus.
    private static let stride = 5_552

    public init() {}

    /// The checksum of everything so far: 1 of nothing, `0x11e60398` of the bytes of `Wikipedia`.
    public var value: UInt32 { sumOfSums << 16 | sum }

    /// Takes further bytes.
    public mutating func update(_ bytes: RawSpan) {
        var offset = 0
        while offset < bytes.byteCount {
            let end = min(offset + Self.stride, bytes.byteCount)
            while offset < end, let byte = bytes.byte(at: offset) {
                // Cannot wrap: 255·n·(n+1)/2 + (n+1)·65520 is below 2³² for n up to the stride.
                sum &+= UInt32(byte)
                sumOfSums &+= sum
                offset += 1
            }
            sum %= Self.modulus
            sumOfSums %= Self.modulus
        }
    }
}
