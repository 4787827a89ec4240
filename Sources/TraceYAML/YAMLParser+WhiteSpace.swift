// What separates values: spaces, tabs, line breaks and comments (YAML 1.2.2, sections 6.1 to 6.7).
extension YAMLParser {
    /// Goes on to the next character that is neither white space nor in a comment, and returns the first tab that it
    /// passed on the line where it started when it stays there. Sets `lineContent` when it reaches a new line.
    @discardableResult
    mutating func skipToContent() -> YAMLPosition? {
        var isNewLine = cursor.position.column == 1
        var tab: YAMLPosition?
        scan: while let byte = cursor.byte {
            switch byte {
            case .space:
                cursor.advance()
            case .tab:
                tab = tab ?? cursor.position
                cursor.advance()
            case .lineFeed, .carriageReturn:
                cursor.skipBreak()
                isNewLine = true
                tab = nil
            case UInt8(ascii: "#"):
                // A comment begins a line or has white space in front (section 6.6).
                guard cursor.position.column == 1 || cursor.peek(-1).isSpaceOrEnd else { break scan }
                cursor.skipLine()
            default:
                break scan
            }
        }
        guard isNewLine else { return tab }
        lineContent = cursor.position.offset
        indentationTab = tab
        return nil
    }

    var isFirstOnLine: Bool { cursor.position.offset == lineContent }

    /// Columns in front of the cursor: the indentation of what is first on its line.
    var indentation: Int { cursor.position.column - 1 }

    /// The end of the text, or a document marker.
    var isAtEnd: Bool { cursor.byte == nil || cursor.isAtMarker }
}
