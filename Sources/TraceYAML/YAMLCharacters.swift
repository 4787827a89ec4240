/// Which characters a text may hold: UTF-8, and printable (YAML 1.2.2, section 5.1). The one departure from the
/// specification is that quoted scalars may not hold the others literally either; they are written as escapes.
enum YAMLCharacters {
    struct Fault {
        let offset: Int
        let found: String
        let accepted: String
    }

    /// The first byte that is not taken; `nil` when all are.
    static func firstFault(in bytes: [UInt8]) -> Fault? {
        if bytes.starts(with: [0xfe, 0xff]) || bytes.starts(with: [0xff, 0xfe]) || bytes.starts(with: [0, 0, 0xfe]) {
            return Fault(offset: 0, found: "a UTF-16 or UTF-32 byte order mark", accepted: "UTF-8")
        }
        var offset = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
        while offset < bytes.count {
            guard let (scalar, width) = decode(bytes, at: offset) else {
                return Fault(
                    offset: offset, found: "the byte 0x\(hex(UInt32(bytes[offset]), 2)), not UTF-8", accepted: "UTF-8")
            }
            guard isPrintable(scalar) else {
                let name = hex(scalar, 4)
                return Fault(
                    offset: offset, found: "the character U+\(name)",
                    accepted: scalar > 0xffff ? "printable characters" : "the escape \\u\(name) in double quotes")
            }
            offset += width
        }
        return nil
    }

    /// The scalar that begins here and its bytes; `nil` for what is cut off, overlong, a surrogate or beyond U+10FFFF.
    private static func decode(_ bytes: [UInt8], at offset: Int) -> (UInt32, Int)? {
        let first = bytes[offset]
        let (width, smallest, bits): (Int, UInt32, UInt8)
        switch first {
        case 0..<0x80: return (UInt32(first), 1)
        case 0xc2...0xdf: (width, smallest, bits) = (2, 0x80, first & 0x1f)
        case 0xe0...0xef: (width, smallest, bits) = (3, 0x800, first & 0x0f)
        case 0xf0...0xf4: (width, smallest, bits) = (4, 0x10000, first & 0x07)
        default: return nil
        }
        guard bytes.count - offset >= width else { return nil }
        var scalar = UInt32(bits)
        for byte in bytes[(offset + 1)..<(offset + width)] {
            guard byte & 0xc0 == 0x80 else { return nil }
            scalar = scalar << 6 | UInt32(byte & 0x3f)
        }
        return scalar >= smallest && Unicode.Scalar(scalar) != nil ? (scalar, width) : nil
    }

    private static func isPrintable(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x09, 0x0a, 0x0d, 0x20...0x7e, 0x85, 0xa0...0xd7ff, 0xe000...0xfefe, 0xff00...0xfffd, 0x10000...0x10ffff:
            true
        default: false  // U+FEFF too: a byte order mark stands at the start or nowhere
        }
    }

    private static func hex(_ value: UInt32, _ width: Int) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
