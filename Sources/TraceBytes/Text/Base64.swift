/// The base64 text of bytes (RFC 4648 section 4, with padding): `[1, 2]` is `AQI=`.
package func base64Text(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var output: [UInt8] = []
    output.reserveCapacity((bytes.count + 2) / 3 * 4)
    var start = 0
    while start < bytes.count {
        let group = bytes[start..<min(start + 3, bytes.count)]
        let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
        for place in 0..<4 {
            // Six bits index an alphabet of 64.
            output.append(place <= group.count ? alphabet[bits >> (18 - 6 * place) & 63] : 0x3d)
        }
        start += 3
    }
    return String(decoding: output, as: UTF8.self)
}

/// The bytes that base64 spells, in the standard or the URL-safe alphabet, padded or not (RFC 4648 sections 4 and 5); nil
/// for everything else.
package func base64Bytes(_ text: borrowing RawSpan) -> [UInt8]? {
    var count = text.byteCount
    var padding = 0
    while padding < 2, count > 0, text.byte(at: count - 1) == 0x3d {
        count -= 1
        padding += 1
    }
    // Padding fills a group of four, and one digit alone spells nothing.
    guard padding == 0 || text.byteCount.isMultiple(of: 4), count % 4 != 1 else { return nil }
    var output: [UInt8] = []
    output.reserveCapacity(count / 4 * 3 + 2)
    var bits: UInt32 = 0
    for offset in 0..<count {
        guard let byte = text.byte(at: offset), let digit = base64Value(byte) else { return nil }
        // The upper bits leave: 24 at a time are used.
        bits = bits << 6 | digit
        switch offset & 3 {
        case 1: output.append(UInt8(truncatingIfNeeded: bits >> 4))
        case 2: output.append(UInt8(truncatingIfNeeded: bits >> 2))
        case 3: output.append(UInt8(truncatingIfNeeded: bits))
        default: break
        }
    }
    return output
}

private func base64Value(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x41...0x5a: UInt32(byte) - 0x41
    case 0x61...0x7a: UInt32(byte) - 0x61 + 26
    case 0x30...0x39: UInt32(byte) - 0x30 + 52
    case 0x2b, 0x2d: 62
    case 0x2f, 0x5f: 63
    default: nil
    }
}
