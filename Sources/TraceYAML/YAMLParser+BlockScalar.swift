// Scalars by indentation, `|` and `>` (YAML 1.2.2, section 8.1).
extension YAMLParser {
    private enum Chomping { case strip, clip, keep }

    mutating func blockScalar(parent: Int) throws(YAMLError) -> YAMLNode {
        let start = cursor.position
        let style: YAMLScalar.Style = cursor.byte == UInt8(ascii: "|") ? .literal : .folded
        cursor.advance()
        let (width, chomping) = try blockScalarHeader()
        var end = cursor.position
        cursor.skipBlanks()
        if cursor.byte == UInt8(ascii: "#"), cursor.peek(-1).isBlank { cursor.skipLine() }
        guard cursor.byte.isBreakOrEnd else {
            throw refusal("\(cursor.excerpt) behind '|' or '>'", "an indentation 1 to 9, '+' or '-', and a new line")
        }
        cursor.skipBreak()

        var text = YAMLBlockText(isFolded: style == .folded)
        // An indentation that is written counts from the collection around; at the top of a document from 0.
        let indent = if let width { max(0, parent) + width } else { try detectIndentation(parent: parent) }
        while let line = nextLine(indent: indent) {
            switch line {
            case .empty: text.appendEmptyLine()
            case .text(let bytes, let lineEnd):
                text.append(bytes)
                end = lineEnd
            }
        }
        let value = text.finished(keepsLastBreak: chomping != .strip, keepsEmptyLines: chomping == .keep)
        let scalar = YAMLScalar(
            style: style, source: cursor.text(from: start, to: end), value: String(decoding: value, as: UTF8.self))
        return try node(.scalar(scalar), from: start, to: end)
    }

    /// The indicators behind `|` or `>`, in either order.
    private mutating func blockScalarHeader() throws(YAMLError) -> (width: Int?, Chomping) {
        var width: Int?
        var chomping: Chomping?
        while let byte = cursor.byte {
            switch byte {
            case UInt8(ascii: "+") where chomping == nil: chomping = .keep
            case UInt8(ascii: "-") where chomping == nil: chomping = .strip
            case UInt8(ascii: "1")...UInt8(ascii: "9") where width == nil: width = Int(byte - UInt8(ascii: "0"))
            default: return (width, chomping ?? .clip)
            }
            cursor.advance()
        }
        return (width, chomping ?? .clip)
    }

    /// The indentation of the first line that is not empty; the empty ones before it may not be deeper.
    private mutating func detectIndentation(parent: Int) throws(YAMLError) -> Int {
        let start = cursor.position
        defer { cursor.position = start }
        var deepest: YAMLPosition?
        while true {
            while cursor.byte == .space { cursor.advance() }
            guard cursor.byte.isBreakOrEnd else { break }
            if cursor.position.column > (deepest?.column ?? 1) { deepest = cursor.position }
            if cursor.byte == nil { break }
            cursor.skipBreak()
        }
        let indent = cursor.position.column - 1
        if cursor.byte == .tab, indent <= parent { throw refusal("a tab as indentation", "spaces") }
        guard cursor.byte != nil, indent > parent else { return max(parent + 1, (deepest?.column ?? 1) - 1) }
        if let deepest, deepest.column - 1 > indent {
            throw refusal(
                "an empty line with more spaces than the text below it", "at most \(indent) spaces", at: deepest)
        }
        return indent
    }

    private enum BlockLine {
        case empty
        case text(ArraySlice<UInt8>, end: YAMLPosition)
    }

    /// The next line of the scalar; `nil`, and stays at its start, when the next line does not belong to it.
    /// A last line that the end of the text closes counts as if it had a line break, as editors write it.
    private mutating func nextLine(indent: Int) -> BlockLine? {
        let start = cursor.position
        guard cursor.byte != nil else { return nil }
        while cursor.byte == .space, cursor.position.column <= indent { cursor.advance() }
        if cursor.byte.isBreakOrEnd {
            cursor.skipBreak()
            return .empty
        }
        guard cursor.position.column - 1 == indent, !cursor.isAtMarker else {
            cursor.position = start
            return nil
        }
        let textStart = cursor.position
        cursor.skipLine()
        let end = cursor.position
        cursor.skipBreak()
        return .text(cursor.slice(from: textStart, to: end), end: end)
    }
}
