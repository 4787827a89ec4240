import TraceBytes

/// The character classes and small forms of RFC 9110 section 5.6 and RFC 9112, over bytes that were received.
enum HTTP1Grammar {
    static let tab: UInt8 = 0x09
    static let lineFeed: UInt8 = 0x0a
    static let carriageReturn: UInt8 = 0x0d
    static let space: UInt8 = 0x20
    static let comma: UInt8 = 0x2c
    static let colon: UInt8 = 0x3a
    static let semicolon: UInt8 = 0x3b

    /// `tchar` (RFC 9110 section 5.6.2): digits, letters and ``!#$%&'*+-.^_`|~``, one bit for each of 128 characters.
    static func isToken(_ byte: UInt8) -> Bool {
        let bits: UInt64 = byte < 64 ? 0x03ff_6cfa_0000_0000 : 0x57ff_ffff_c7ff_fffe
        return byte < 128 && bits >> UInt64(byte & 63) & 1 == 1
    }

    /// What a field value and a reason phrase may hold (RFC 9110 section 5.5): visible characters, obs-text, space and
    /// tab; no other control character, above all no CR, LF and NUL.
    static func isFieldValue(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != 0x7f || byte == tab
    }

    /// What a request target may hold (RFC 9112 section 3.2): the characters of a URI and, since clients send them,
    /// the other visible ones of ASCII.
    static func isTarget(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7f }

    static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    static func isWhitespace(_ byte: UInt8) -> Bool { byte == space || byte == tab }

    /// The value of a hexadecimal digit of either case (RFC 5234, HEXDIG in a chunk size).
    static func hexValue(_ byte: UInt8) -> Int? { lowerHexValue(asciiLowercased(byte)).map(Int.init) }

    /// The range without the optional white space at its ends (RFC 9110 section 5.6.3).
    static func trimmed(_ range: Range<Int>, of bytes: Span<UInt8>) -> Range<Int> {
        var lower = range.lowerBound
        var upper = range.upperBound
        while lower < upper, isWhitespace(bytes[lower]) { lower += 1 }
        while lower < upper, isWhitespace(bytes[upper - 1]) { upper -= 1 }
        return lower..<upper
    }

    /// The same of bytes.
    static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard let first = bytes.firstIndex(where: { !isWhitespace($0) }),
            let last = bytes.lastIndex(where: { !isWhitespace($0) })
        else { return [] }
        return bytes[first...last]
    }

    /// Whether the bytes of the range spell this lower-case text in any case.
    static func isEqual(_ range: Range<Int>, of bytes: Span<UInt8>, to text: StaticString) -> Bool {
        guard range.count == text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { expected in
            for index in expected.indices
            where asciiLowercased(bytes[range.lowerBound + index]) != expected[index] { return false }
            return true
        }
    }

    /// The first byte of the range that the class does not hold.
    @inline(__always)
    static func firstIndex(
        in range: Range<Int>, of bytes: Span<UInt8>, outside isMember: (UInt8) -> Bool
    ) -> Int? {
        var index = range.lowerBound
        while index < range.upperBound, isMember(bytes[index]) { index += 1 }
        return index < range.upperBound ? index : nil
    }

    /// The first byte of the range that ``isToken(_:)`` does not hold for.
    static func firstIndexOutsideToken(in range: Range<Int>, of bytes: Span<UInt8>) -> Int? {
        let raw = bytes.bytes
        var index = range.lowerBound
        while range.upperBound - index >= 8, let word = raw.word(at: index), isPlainName(word) { index += 8 }
        while index < range.upperBound {
            guard isToken(bytes[index]) else { return index }
            index += 1
        }
        return nil
    }

    /// Whether eight bytes are letters, digits and hyphens alone, of which the names of nearly all fields are made.
    @inline(__always)
    private static func isPlainName(_ word: UInt64) -> Bool {
        let tops: UInt64 = 0x8080_8080_8080_8080
        guard word & tops == 0 else { return false }
        // Every byte is below 0x80, and so no sum carries into the next: its top bit says that the byte is not below a bound.
        let lower = word | 0x2020_2020_2020_2020
        let letters = (lower &+ 0x1f1f_1f1f_1f1f_1f1f) & ~(lower &+ 0x0505_0505_0505_0505)
        let digits = (word &+ 0x5050_5050_5050_5050) & ~(word &+ 0x4646_4646_4646_4646)
        let hyphens = ~((word ^ 0x2d2d_2d2d_2d2d_2d2d) &+ 0x7f7f_7f7f_7f7f_7f7f)
        return (letters | digits | hyphens) & tops == tops
    }

    /// The first byte of the range that ``isFieldValue(_:)`` does not hold for.
    ///
    /// Values are most of what a connection carries, so eight bytes are looked at together (a call of a hop took 11,000
    /// instructions for this, byte by byte).
    static func firstIndexOutsideValue(in range: Range<Int>, of bytes: Span<UInt8>) -> Int? {
        let tops: UInt64 = 0x8080_8080_8080_8080
        let raw = bytes.bytes
        var index = range.lowerBound
        while index < range.upperBound {
            if range.upperBound - index >= 8, let word = raw.word(at: index) {
                // Wraps by design: a byte that borrows from the one above it is marked itself.
                let controls = (word &- 0x2020_2020_2020_2020) & ~word
                let deletes = word ^ 0x7f7f_7f7f_7f7f_7f7f
                if (controls | (deletes &- 0x0101_0101_0101_0101) & ~deletes) & tops == 0 {
                    index += 8
                    continue
                }
            }
            guard isFieldValue(bytes[index]) else { return index }
            index += 1
        }
        return nil
    }

    /// The elements of a comma-separated list (RFC 9110 section 5.6.1) without the white space around them; empty ones
    /// are given too.
    static func forEachElement(in range: Range<Int>, of bytes: Span<UInt8>, _ body: (Range<Int>) -> Void) {
        var start = range.lowerBound
        for index in range where bytes[index] == comma {
            body(trimmed(start..<index, of: bytes))
            start = index + 1
        }
        body(trimmed(start..<range.upperBound, of: bytes))
    }

    /// Whether the range is `uri-host [ ":" port ]` (RFC 9112 section 3.2, RFC 3986 section 3.2.2); an empty one is the
    /// Host of a target without authority.
    static func isHost(_ range: Range<Int>, of bytes: Span<UInt8>) -> Bool {
        var name = range
        if let digits = portStart(range, of: bytes) {
            guard (digits..<range.upperBound).allSatisfy({ isDigit(bytes[$0]) }) else { return false }
            name = range.lowerBound..<digits - 1
        }
        if name.count >= 2, bytes[name.lowerBound] == 0x5b {
            return bytes[name.upperBound - 1] == 0x5d
                && (name.lowerBound + 1..<name.upperBound - 1).allSatisfy {
                    bytes[$0] == colon || isRegisteredName(bytes[$0])
                }
        }
        return name.allSatisfy { isRegisteredName(bytes[$0]) }
    }

    /// Where the port begins: behind the last colon, if that stands behind the `]` of a literal address.
    private static func portStart(_ range: Range<Int>, of bytes: Span<UInt8>) -> Int? {
        for index in range.reversed() {
            if bytes[index] == colon { return index + 1 }
            if bytes[index] == 0x5d { return nil }
        }
        return nil
    }

    /// `reg-name` (RFC 3986 section 3.2.2): unreserved characters, sub-delimiters and percent-encoding.
    private static func isRegisteredName(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x21, 0x24...0x2e, 0x30...0x39, 0x3b, 0x3d, 0x41...0x5a, 0x5f, 0x61...0x7a, 0x7e: true
        default: false
        }
    }
}
