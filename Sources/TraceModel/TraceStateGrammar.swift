/// What the members of W3C `tracestate` may be spelt with, in headers as in spans: `rojo=00f067aa0ba902b7`; the grammar is
/// that of Level 2.
package enum TraceStateGrammar {
    /// W3C Trace Context section 3.3.1.1: "There can be a maximum of 32 list-members in a list."
    package static let memberLimit = 32
    private static let keyLimit = 256
    private static let valueLimit = 256

    /// A letter or digit, then up to 255 of letters, digits, `_`, `-`, `*`, `/`, `@`; letters in lower case.
    package static func isKey(_ key: ArraySlice<UInt8>) -> Bool {
        guard let first = key.first, key.count <= keyLimit, isLowerAlphanumeric(first) else { return false }
        return key.allSatisfy { isLowerAlphanumeric($0) || [0x5f, 0x2d, 0x2a, 0x2f, 0x40].contains($0) }
    }

    /// 1 to 256 of the printable ASCII characters but `,` and `=`, the last one no space.
    package static func isValue(_ value: ArraySlice<UInt8>) -> Bool {
        guard let last = value.last, last != 0x20, value.count <= valueLimit else { return false }
        return value.allSatisfy { (0x20...0x7e).contains($0) && $0 != 0x2c && $0 != 0x3d }
    }

    private static func isLowerAlphanumeric(_ byte: UInt8) -> Bool {
        (0x61...0x7a).contains(byte) || (0x30...0x39).contains(byte)
    }
}
