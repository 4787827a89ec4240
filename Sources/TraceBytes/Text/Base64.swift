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
