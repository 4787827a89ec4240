/// A place in the bytes of a text that knows its line and column. Reading outside the bytes gives `nil`, never a trap.
struct YAMLCursor {
    let bytes: [UInt8]
    /// May be set back to a place where the cursor has been.
    var position: YAMLPosition

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        position = YAMLPosition(offset: 0, line: 1, column: 1)
    }

    var byte: UInt8? { peek(0) }

    /// The byte so many places further on, or back when negative.
    func peek(_ distance: Int) -> UInt8? {
        let index = position.offset + distance
        return bytes.indices.contains(index) ? bytes[index] : nil
    }

    /// Goes one byte on. A line ends behind LF, CR LF, or a CR alone (YAML 1.2.2, section 5.4).
    mutating func advance() {
        guard let byte else { return }
        position.offset += 1
        switch byte {
        case .lineFeed: startLine()
        case .carriageReturn: if self.byte != .lineFeed { startLine() }
        case 0x80...0xbf: break  // the rest of a character whose first byte has been counted
        default: position.column += 1
        }
    }

    mutating func advance(by count: Int) {
        for _ in 0..<count { advance() }
    }

    private mutating func startLine() {
        position.line += 1
        position.column = 1
    }

    /// Skips the byte order mark, which is no character of the text.
    mutating func skipByteOrderMark() {
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { position.offset = 3 }
    }

    /// Skips one line break.
    mutating func skipBreak() {
        if byte == .carriageReturn, peek(1) == .lineFeed { advance() }
        advance()
    }

    mutating func skipBlanks() {
        while byte.isBlank { advance() }
    }

    mutating func skipLine() {
        while !byte.isBreakOrEnd { advance() }
    }

    /// Whether `---` or `...` stands here as a marker: at the start of a line, with white space or nothing behind it.
    var isAtMarker: Bool {
        guard position.column == 1, let first = byte, first == UInt8(ascii: "-") || first == UInt8(ascii: ".") else {
            return false
        }
        return peek(1) == first && peek(2) == first && peek(3).isSpaceOrEnd
    }

    func text(from start: YAMLPosition, to end: YAMLPosition) -> String {
        String(decoding: slice(from: start, to: end), as: UTF8.self)
    }

    func slice(from start: YAMLPosition, to end: YAMLPosition) -> ArraySlice<UInt8> {
        bytes[YAMLRange(start: start, end: end).offsets.clamped(to: bytes.indices)]
    }

    /// What stands here, for a message: to the end of the line, at most 20 characters.
    var excerpt: String {
        guard byte != nil else { return "the end of the file" }
        var ahead = self
        while !ahead.byte.isBreakOrEnd, ahead.position.column - position.column < 20 { ahead.advance() }
        while let byte = ahead.byte, (0x80...0xbf).contains(byte) { ahead.advance() }  // the whole last character
        let text = text(from: position, to: ahead.position)
        return text.isEmpty ? "the end of the line" : "'\(text)\(ahead.byte.isBreakOrEnd ? "" : "...")'"
    }
}
