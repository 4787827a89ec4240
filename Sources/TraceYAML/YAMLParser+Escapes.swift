// What a backslash says in double quotes (YAML 1.2.2, section 5.7).
extension YAMLParser {
    /// One escape sequence; the cursor is on the backslash.
    mutating func scanEscape() throws(YAMLError) -> Unicode.Scalar {
        let start = cursor.position
        cursor.advance()
        let letter = cursor.byte
        switch letter {
        case UInt8(ascii: "x"): return try scanHex(digits: 2, from: start)
        case UInt8(ascii: "u"): return try scanHex(digits: 4, from: start)
        case UInt8(ascii: "U"): return try scanHex(digits: 8, from: start)
        default: break
        }
        guard let letter, let scalar = Self.escapes[letter] else {
            cursor.position = start
            throw refusal("the escape \(cursor.excerpt)", "\\\\ for a backslash, or one of \\0abtnvfre\"/N_LP xuU")
        }
        cursor.advance()
        return scalar
    }

    private static let escapes: [UInt8: Unicode.Scalar] = [
        UInt8(ascii: "0"): "\0", UInt8(ascii: "a"): "\u{7}", UInt8(ascii: "b"): "\u{8}", UInt8(ascii: "t"): "\t",
        .tab: "\t", UInt8(ascii: "n"): "\n", UInt8(ascii: "v"): "\u{b}", UInt8(ascii: "f"): "\u{c}",
        UInt8(ascii: "r"): "\r", UInt8(ascii: "e"): "\u{1b}", .space: " ", UInt8(ascii: "\""): "\"",
        UInt8(ascii: "/"): "/", UInt8(ascii: "\\"): "\\", UInt8(ascii: "N"): "\u{85}", UInt8(ascii: "_"): "\u{a0}",
        UInt8(ascii: "L"): "\u{2028}", UInt8(ascii: "P"): "\u{2029}",
    ]

    /// `\x`, `\u` or `\U`. Two `\u` that are a UTF-16 pair are one character, as in JSON, of which YAML is a superset.
    private mutating func scanHex(digits: Int, from start: YAMLPosition) throws(YAMLError) -> Unicode.Scalar {
        cursor.advance()
        guard let code = scanDigits(digits) else {
            throw refusal("an escape without its \(digits) hexadecimal digits", "\(digits) digits", at: start)
        }
        if let scalar = Unicode.Scalar(code) { return scalar }
        if digits == 4, (0xd800...0xdbff).contains(code), cursor.byte == UInt8(ascii: "\\"),
            cursor.peek(1) == UInt8(ascii: "u")
        {
            cursor.advance(by: 2)
            if let low = scanDigits(4), (0xdc00...0xdfff).contains(low),
                let scalar = Unicode.Scalar(0x10000 + (code - 0xd800) << 10 + (low - 0xdc00))
            {
                return scalar
            }
        }
        throw refusal(
            "an escape of \(digits == 4 ? "half a surrogate pair" : "what is no character")",
            "a character of Unicode, or both halves", at: start)
    }

    /// So many hexadecimal digits, at most 8, so that the value fits.
    private mutating func scanDigits(_ count: Int) -> UInt32? {
        var value: UInt32 = 0
        for _ in 0..<count {
            guard let byte = cursor.byte, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            value = value << 4 | UInt32(digit)
            cursor.advance()
        }
        return value
    }
}
