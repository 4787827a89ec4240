// Scalars in quotes (YAML 1.2.2, sections 7.3.1 and 7.3.2).
extension YAMLParser {
    mutating func singleQuoted(parent: Int) throws(YAMLError) -> YAMLNode {
        let quote = UInt8(ascii: "'")
        return try quoted(.singleQuoted, by: quote, parent: parent) { parser, value throws(YAMLError) in
            guard parser.cursor.byte == quote, parser.cursor.peek(1) == quote else { return false }
            parser.cursor.advance(by: 2)
            value.append(quote)
            return true
        }
    }

    mutating func doubleQuoted(parent: Int) throws(YAMLError) -> YAMLNode {
        try quoted(.doubleQuoted, by: UInt8(ascii: "\""), parent: parent) { parser, value throws(YAMLError) in
            guard parser.cursor.byte == UInt8(ascii: "\\") else { return false }
            if parser.cursor.peek(1)?.isBreak == true {
                parser.cursor.advance()
                let breaks = try parser.skipQuotedBreaks(parent: parent)
                value.append(contentsOf: repeatElement(.lineFeed, count: max(0, breaks - 1)))
            } else {
                value.append(contentsOf: String(try parser.scanEscape()).utf8)
            }
            return true
        }
    }

    /// The text between quotes; `escape` takes what the style escapes, if it stands at the cursor.
    private mutating func quoted(
        _ style: YAMLScalar.Style, by quote: UInt8, parent: Int,
        escape: (inout YAMLParser, inout [UInt8]) throws(YAMLError) -> Bool
    ) throws(YAMLError) -> YAMLNode {
        let start = cursor.position
        cursor.advance()
        var value: [UInt8] = []
        // White space at the end of a line is dropped, but not what was escaped.
        var kept = 0
        while true {
            if try escape(&self, &value) {
                kept = value.count
                continue
            }
            guard let byte = cursor.byte else {
                throw refusal("a quoted scalar that does not end", "a closing \(Unicode.Scalar(quote))", at: start)
            }
            if byte == quote { break }
            if byte.isBreak {
                value.removeLast(value.count - kept)
                value.appendFolded(breaks: try skipQuotedBreaks(parent: parent))
                kept = value.count
            } else {
                value.append(byte)
                cursor.advance()
                if !byte.isBlank { kept = value.count }
            }
        }
        cursor.advance()
        let scalar = YAMLScalar(
            style: style, source: cursor.text(from: start, to: cursor.position),
            value: String(decoding: value, as: UTF8.self))
        return try node(.scalar(scalar), from: start, to: cursor.position)
    }

    /// Goes over line breaks and empty lines to the next text, which is deeper than the collection around.
    private mutating func skipQuotedBreaks(parent: Int) throws(YAMLError) -> Int {
        var breaks = 0
        var indent = 0
        while let byte = cursor.byte, byte.isBreak {
            cursor.skipBreak()
            breaks += 1
            guard !cursor.isAtMarker else {
                throw refusal("\(cursor.excerpt) inside a quoted scalar", "its closing quote before the document's end")
            }
            while cursor.byte == .space { cursor.advance() }
            indent = cursor.position.column - 1
            if cursor.byte == .tab, indent <= parent {
                let tab = cursor.position
                cursor.skipBlanks()
                if !cursor.byte.isBreakOrEnd { throw refusal("a tab as indentation", "spaces", at: tab) }
            }
            cursor.skipBlanks()
        }
        guard indent > parent || cursor.byte == nil else {
            throw refusal(
                "\(cursor.excerpt) inside a quoted scalar, indented by \(indent)", "more than \(parent) spaces")
        }
        return breaks
    }
}
