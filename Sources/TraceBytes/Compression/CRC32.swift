/// The checksum of gzip (RFC 1952 section 8, ISO 3309): the polynomial 0xedb88320, reflected, inverted before and after.
///
/// Eight bytes are taken at once, each through a table of its own, so that the steps do not wait for each other.
public struct CRC32: Hashable, Sendable {
    /// Inverted, as the algorithm carries it.
    private var state: UInt32 = ~0

    public init() {}

    /// The checksum of everything so far: 0 of nothing, `0xcbf43926` of the bytes of `123456789`.
    public var value: UInt32 { ~state }

    /// Takes further bytes.
    public mutating func update(_ bytes: RawSpan) {
        let tables = Self.tables
        var offset = 0
        var crc = state
        while let word = bytes.word(at: offset) {
            let mixed = word ^ UInt64(crc)
            crc = 0
            // Each index is a table's number from 0 to 7 and a byte, so below 2048, the number of entries.
            for place in 0..<8 {
                let byte = Int(truncatingIfNeeded: mixed >> UInt64(8 * place)) & 0xff
                crc ^= tables[(7 - place) << 8 | byte]
            }
            offset += 8
        }
        while let byte = bytes.byte(at: offset) {
            crc = tables[Int(UInt8(truncatingIfNeeded: crc) ^ byte)] ^ crc >> 8
            offset += 1
        }
        state = crc
    }

    /// Eight tables of 256: entry `n` of table `t` is the checksum of the byte `n` with `t` zero bytes behind it.
    private static let tables: [UInt32] = {
        var tables: [UInt32] = (0..<256).map { byte in
            (0..<8).reduce(UInt32(byte)) { crc, _ in crc & 1 == 1 ? 0xedb8_8320 ^ crc >> 1 : crc >> 1 }
        }
        for entry in 256..<2048 {
            let before = tables[entry - 256]
            tables.append(tables[Int(before & 0xff)] ^ before >> 8)
        }
        return tables
    }()
}
