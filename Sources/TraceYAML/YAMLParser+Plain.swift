// Scalars without quotes (YAML 1.2.2, section 7.3.3).
extension YAMLParser {
    mutating func plainScalar(parent: Int, in context: YAMLContext) throws(YAMLError) -> YAMLNode {
        let isFlow = context == .flowIn
        try checkPlainStart(isFlow: isFlow)
        let start = cursor.position
        var value: [UInt8] = []
        skipPlainLine(isFlow: isFlow)
        value += cursor.slice(from: start, to: cursor.position)
        while context != .blockKey, let breaks = skipToContinuation(parent: parent, isFlow: isFlow) {
            value.appendFolded(breaks: breaks)
            let lineStart = cursor.position
            skipPlainLine(isFlow: isFlow)
            value += cursor.slice(from: lineStart, to: cursor.position)
        }
        let scalar = YAMLScalar(
            style: .plain, source: cursor.text(from: start, to: cursor.position),
            value: String(decoding: value, as: UTF8.self))
        return try node(.scalar(scalar), from: start, to: cursor.position)
    }

    /// Refuses the indicators with which no plain scalar begins, each in its own words.
    private func checkPlainStart(isFlow: Bool) throws(YAMLError) {
        guard let byte = cursor.byte else { return }
        let hasSpaceBehind = cursor.peek(1).isSpaceOrEnd || (isFlow && cursor.peek(1)?.isFlowIndicator == true)
        switch byte {
        case UInt8(ascii: "!"):
            throw refusal("the tag \(cursor.excerpt)", "a value without a tag")
        case UInt8(ascii: "?") where hasSpaceBehind:
            throw refusal("a complex key ('? ')", "a scalar as a key: 'key: value'")
        case UInt8(ascii: ":") where hasSpaceBehind:
            throw refusal("':' without a key in front", "'key: value', with \"\" for an empty key")
        case UInt8(ascii: "-") where hasSpaceBehind:
            throw refusal("a sequence item ('- ') inside brackets", "items between commas")
        case UInt8(ascii: ","):
            throw refusal("',' without a value in front", "a value, quoted if it begins with ','")
        case UInt8(ascii: "]"), UInt8(ascii: "}"):
            throw refusal("'\(Unicode.Scalar(byte))' that closes nothing", "a value, quoted if it begins so")
        case UInt8(ascii: "|"), UInt8(ascii: ">"):
            throw refusal("a block scalar inside brackets or as a key", "a scalar in quotes")
        case UInt8(ascii: "&"), UInt8(ascii: "*"):
            throw refusal("\(cursor.excerpt) behind an anchor", "one anchor, then the value")
        case UInt8(ascii: "%"), UInt8(ascii: "@"), UInt8(ascii: "`"), UInt8(ascii: "#"):
            throw refusal("\(cursor.excerpt), which begins with a reserved character", "quotes around it")
        default:
            return
        }
    }

    /// Goes behind the last character of the scalar on this line.
    private mutating func skipPlainLine(isFlow: Bool) {
        var end = cursor.position
        while let byte = cursor.byte, !byte.isBreak {
            if byte.isBlank {
                cursor.advance()
                continue
            }
            if byte == UInt8(ascii: "#"), cursor.peek(-1).isBlank { break }
            if isFlow, byte.isFlowIndicator { break }
            if byte == UInt8(ascii: ":"), endsPlain(behindColon: cursor.peek(1), isFlow: isFlow) { break }
            cursor.advance()
            end = cursor.position
        }
        cursor.position = end
    }

    /// Whether a `:` with this behind it is an indicator, which ends a plain scalar and makes it a key.
    func endsPlain(behindColon next: UInt8?, isFlow: Bool) -> Bool {
        next.isSpaceOrEnd || (isFlow && next?.isFlowIndicator == true)
    }

    /// Goes to the next line of the scalar and counts the line breaks passed; `nil`, and stays, when there is none.
    private mutating func skipToContinuation(parent: Int, isFlow: Bool) -> Int? {
        let end = cursor.position
        cursor.skipBlanks()
        var breaks = 0
        var indent = 0
        while let byte = cursor.byte, byte.isBreak {
            cursor.skipBreak()
            breaks += 1
            while cursor.byte == .space { cursor.advance() }
            indent = cursor.position.column - 1
            cursor.skipBlanks()
        }
        guard breaks > 0, indent > parent, !isAtEnd, let byte = cursor.byte,
            byte != UInt8(ascii: "#"), !(isFlow && byte.isFlowIndicator),
            !(byte == UInt8(ascii: ":") && endsPlain(behindColon: cursor.peek(1), isFlow: isFlow))
        else {
            cursor.position = end
            return nil
        }
        return breaks
    }
}
