/// Where a string of a JSON text stands.
public struct JSONText: Hashable, Sendable {
    /// The bytes between the quotes, as spelt.
    public let range: Range<Int>
    /// Whether ``range`` holds a backslash, so that its bytes are not yet the text.
    public let hasEscapes: Bool

    @inlinable
    public init(range: Range<Int>, hasEscapes: Bool) {
        self.range = range
        self.hasEscapes = hasEscapes
    }

    /// The offset of the opening quote.
    @inlinable
    public var offset: Int { range.lowerBound - 1 }

    /// The string with its quotes.
    @inlinable
    public var quotedRange: Range<Int> { range.lowerBound - 1..<range.upperBound + 1 }
}

extension JSONReader {
    /// Reads a string: its grammar, its escapes and its UTF-8 are checked, its text is not yet made.
    @inlinable
    @_lifetime(self: copy self)
    public mutating func readString() throws(ReadError) -> JSONText {
        guard let quote = skipSpace(), quote == 0x22 else { throw unexpected("a string") }
        return try readStringAtQuote()
    }

    /// Reads a string if one stands here; nil, and nothing but white space read, if something else does.
    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    public mutating func readStringIfPresent() throws(ReadError) -> JSONText? {
        guard let quote = skipSpace(), quote == 0x22 else { return nil }
        return try readStringAtQuote()
    }

    /// Reads the string whose quote was just seen.
    @inlinable @inline(__always)
    @_lifetime(self: copy self)
    mutating func readStringAtQuote() throws(ReadError) -> JSONText {
        // An offset inside of the bytes plus one cannot overflow.
        let start = position &+ 1
        let end = endOfPlainText(from: start)
        guard let byte = bytes.byte(at: end), byte == 0x22 else { return try readString(from: start, plainUpTo: end) }
        position = end &+ 1
        return JSONText(range: start..<end, hasEscapes: false)
    }

    /// Reads a string with something in it that is not plain.
    @usableFromInline @inline(never)
    @_lifetime(self: copy self)
    mutating func readString(from start: Int, plainUpTo end: Int) throws(ReadError) -> JSONText {
        position = end
        var hasEscapes = false
        while true {
            position = endOfPlainText(from: position)
            guard let byte = bytes.byte(at: position) else { throw ReadError(.unexpectedEnd, at: position) }
            switch byte {
            case 0x22:
                position += 1
                return JSONText(range: start..<position - 1, hasEscapes: hasEscapes)
            case 0x5c:
                hasEscapes = true
                try readEscape()
            case 0x80...:
                position = try bytes.endOfNonASCII(from: position)
            default:
                throw unexpected("a control character as an escape")
            }
        }
    }

    /// The offset of the first byte at or after `start` that is a quote, a backslash, a control character or not ASCII.
    @inlinable @inline(__always)
    func endOfPlainText(from start: Int) -> Int {
        var offset = start
        while let word = bytes.word(at: offset) {
            let special = Self.specialBytes(of: word)
            // An offset inside of the bytes plus 8 cannot overflow.
            guard special == 0 else { return offset &+ special.trailingZeroBitCount >> 3 }
            offset &+= 8
        }
        while let byte = bytes.byte(at: offset), byte >= 0x20, byte < 0x80, byte != 0x22, byte != 0x5c { offset += 1 }
        return offset
    }

    /// Eight bytes at once: the top bit of each byte that needs a look, those that are not ASCII among them.
    @inlinable @inline(__always)
    static func specialBytes(of word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        // Wraps by design, and marks more than ``escapedBytes(of:)``: bytes that are not ASCII, which are marked anyway.
        let quotes = (word ^ 0x2222_2222_2222_2222) &- ones
        let backslashes = (word ^ 0x5c5c_5c5c_5c5c_5c5c) &- ones
        let controls = word &- 0x2020_2020_2020_2020
        return (quotes | backslashes | controls | word) & 0x8080_8080_8080_8080
    }

    /// Eight bytes at once: the top bit of each that a string cannot hold as it is. A borrow can only mark bytes above a
    /// true mark, so that the lowest mark is always right.
    @inlinable @inline(__always)
    static func escapedBytes(of word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops: UInt64 = 0x8080_8080_8080_8080
        let quote = word ^ 0x2222_2222_2222_2222
        let backslash = word ^ 0x5c5c_5c5c_5c5c_5c5c
        // Wraps by design: a byte that was zero borrows from the byte above it.
        let quotes = (quote &- ones) & ~quote
        let backslashes = (backslash &- ones) & ~backslash
        let controls = (word &- 0x2020_2020_2020_2020) & ~word
        return (quotes | backslashes | controls) & tops
    }

    @inlinable
    @_lifetime(self: copy self)
    mutating func readEscape() throws(ReadError) {
        let backslash = position
        position += 1
        switch bytes.byte(at: position) {
        case 0x22, 0x5c, 0x2f, 0x62, 0x66, 0x6e, 0x72, 0x74:
            position += 1
        case 0x75:
            position += 1
            let unit = try readFourDigits()
            if unit & 0xfc00 == 0xd800 {
                guard bytes.byte(at: position) == 0x5c, bytes.byte(at: position + 1) == 0x75 else {
                    if bytes.byte(at: position) == nil { throw ReadError(.unexpectedEnd, at: position) }
                    throw Self.loneSurrogate(at: backslash)
                }
                position += 2
                guard try readFourDigits() & 0xfc00 == 0xdc00 else { throw Self.loneSurrogate(at: backslash) }
            } else if unit & 0xfc00 == 0xdc00 {
                throw Self.loneSurrogate(at: backslash)
            }
        default:
            throw unexpected("one of \"\\/bfnrtu after a backslash")
        }
    }

    @inlinable
    static func loneSurrogate(at offset: Int) -> ReadError {
        ReadError(.invalidValue("a surrogate without its partner is not Unicode text"), at: offset)
    }

    @inlinable
    @_lifetime(self: copy self)
    mutating func readFourDigits() throws(ReadError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = bytes.byte(at: position), let digit = lowerHexValue(asciiLowercased(byte)) else {
                throw unexpected("four hexadecimal digits after \\u")
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }
}

extension JSONReader {
    /// The bytes of a string as spelt: its text unless it ``JSONText/hasEscapes``.
    @inlinable
    @_lifetime(copy self)
    public func spelling(of text: JSONText) -> RawSpan { bytes.clamped(to: text.range) }

    /// The text of a string that this reader read.
    @inlinable
    public func string(_ text: JSONText) -> String {
        guard text.hasEscapes else { return spelling(of: text).text() }
        var unescaped: [UInt8] = []
        appendText(of: text, to: &unescaped)
        return String(decoding: unescaped, as: UTF8.self)
    }

    /// Adds the UTF-8 of a string that this reader read, its escapes resolved.
    @inlinable
    public func appendText(of text: JSONText, to output: inout [UInt8]) {
        guard text.hasEscapes else { return output.append(contentsOf: spelling(of: text)) }
        var escapes = JSONReader(bytes, depthLimit: 0)
        var offset = text.range.lowerBound
        while offset < text.range.upperBound, let byte = bytes.byte(at: offset) {
            guard byte == 0x5c else {
                output.append(byte)
                offset += 1
                continue
            }
            escapes.position = offset + 1
            escapes.appendEscape(to: &output)
            offset = escapes.position
        }
    }

    /// Resolves the escape whose backslash was just passed; it was checked when it was read.
    @inlinable
    @_lifetime(self: copy self)
    mutating func appendEscape(to output: inout [UInt8]) {
        let letter = bytes.byte(at: position) ?? 0
        position += 1
        switch letter {
        case 0x62: output.append(0x08)
        case 0x66: output.append(0x0c)
        case 0x6e: output.append(0x0a)
        case 0x72: output.append(0x0d)
        case 0x74: output.append(0x09)
        case 0x75:
            guard let first = try? readFourDigits() else { return }
            var scalar = first
            if first & 0xfc00 == 0xd800 {
                position += 2
                guard let second = try? readFourDigits() else { return }
                // Two halves of ten bits each: the sum is at most 0x10ffff.
                scalar = 0x10000 + (first & 0x3ff) << 10 + (second & 0x3ff)
            }
            if let scalar = Unicode.Scalar(scalar) { output.append(contentsOf: UTF8.encode(scalar) ?? .init()) }
        default: output.append(letter)
        }
    }
}
