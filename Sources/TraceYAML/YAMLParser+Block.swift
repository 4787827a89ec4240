/// What a block node stands behind, which decides what may begin there.
enum BlockPlace {
    /// Nothing or `---`: a block collection begins on a line of its own.
    case documentStart
    /// `key:`: as at the start, but a sequence may stand at the indentation of the key.
    case colon
    /// `-`: a collection may begin on the same line.
    case dash
}

/// Where a value on a line stands, which decides how far a plain scalar goes (YAML 1.2.2, section 7.3.3).
enum YAMLContext {
    /// Below or behind an indicator: over as many lines as are indented.
    case blockOut
    /// Where a further key is due: to the end of the line.
    case blockKey
    /// Inside brackets: as `blockOut`, and not over `,` `[` `]` `{` `}`.
    case flowIn
}

// Indentation is the number of spaces in front; `parent` is that of the collection around, -1 for none.
extension YAMLParser {
    /// The value behind an indicator, or an empty one when something else comes first.
    mutating func blockNode(parent: Int, after place: BlockPlace) throws(YAMLError) -> YAMLNode {
        let behind = cursor.position
        let tab = skipToContent()
        guard try reachesBlockNode(parent: parent, after: place) else { return try emptyNode(at: behind) }
        return try blockNode(parent: parent, after: place, tab: tab, isBelowAnchor: false)
    }

    /// Whether the content at the cursor belongs to the indicator before it.
    private func reachesBlockNode(parent: Int, after place: BlockPlace) throws(YAMLError) -> Bool {
        guard !isAtEnd else { return false }
        guard isFirstOnLine else { return true }
        try refuseIndentationTab()
        return indentation > parent || (place == .colon && indentation == parent && isAtIndicator("-"))
    }

    func refuseIndentationTab() throws(YAMLError) {
        if let indentationTab { throw refusal("a tab as indentation", "spaces", at: indentationTab) }
    }

    /// An indicator that counts only with white space behind it.
    func isAtIndicator(_ indicator: Unicode.Scalar) -> Bool {
        cursor.byte == UInt8(ascii: indicator) && cursor.peek(1).isSpaceOrEnd
    }

    /// A node that begins at the cursor, with the anchors in front of it: on a line of its own an anchor belongs to all
    /// that follows, in front of a key to the key.
    private mutating func blockNode(
        parent: Int, after place: BlockPlace, tab: YAMLPosition?, isBelowAnchor: Bool
    ) throws(YAMLError) -> YAMLNode {
        let start = cursor.position
        let mayBeCollection = isFirstOnLine || place == .dash
        guard cursor.byte == UInt8(ascii: "&") else {
            return try blockContent(
                parent: parent, start: start, mayBeCollection: mayBeCollection, tab: tab, anchor: nil)
        }
        let anchor = try scanAnchor()
        let behind = cursor.position
        skipToContent()
        guard try reachesBlockNode(parent: parent, after: place) else {
            return try anchored(emptyNode(at: behind), by: anchor)
        }
        guard isFirstOnLine else {
            return try blockContent(
                parent: parent, start: start, mayBeCollection: mayBeCollection, tab: tab, anchor: anchor)
        }
        if isBelowAnchor { throw refusal("a second anchor for one value", "one anchor", at: start) }
        return try anchored(blockNode(parent: parent, after: place, tab: nil, isBelowAnchor: true), by: anchor)
    }

    /// A node without what stands in front of it. `start` is where its first line begins, the anchor included.
    private mutating func blockContent(
        parent: Int, start: YAMLPosition, mayBeCollection: Bool, tab: YAMLPosition?, anchor: YAMLAnchor?
    ) throws(YAMLError) -> YAMLNode {
        if isAtIndicator("-") {
            guard mayBeCollection, anchor == nil else {
                throw refusal("a sequence item behind other text", "a new line in front of '-'")
            }
            if let tab { throw refusal("a tab as indentation", "spaces", at: tab) }
            return try blockSequence(indent: indentation, parent: parent)
        }
        if cursor.byte == UInt8(ascii: "|") || cursor.byte == UInt8(ascii: ">") {
            return try anchored(blockScalar(parent: parent), by: anchor)
        }
        let first = try inlineNode(parent: parent, in: .blockOut)
        guard try skipToColon(behind: first) else {
            return try anchored(first, by: anchor)
        }
        guard mayBeCollection else {
            throw refusal("':' behind a value on the line of its key", "one key on a line, or quotes around the text")
        }
        if let tab { throw refusal("a tab as indentation", "spaces", at: tab) }
        return try blockMapping(firstKey: anchored(first, by: anchor), start: start)
    }

    /// An alias, a quoted or plain scalar, or a collection in brackets.
    mutating func inlineNode(parent: Int, in context: YAMLContext) throws(YAMLError) -> YAMLNode {
        switch cursor.byte {
        case UInt8(ascii: "*"): try scanAlias()
        case UInt8(ascii: "\""): try doubleQuoted(parent: parent)
        case UInt8(ascii: "'"): try singleQuoted(parent: parent)
        case UInt8(ascii: "["): try flowSequence(parent: parent)
        case UInt8(ascii: "{"): try flowMapping(parent: parent)
        default: try plainScalar(parent: parent, in: context)
        }
    }

    /// Goes to the `:` that makes the node a key, and says `true`; stays when there is none.
    mutating func skipToColon(behind node: YAMLNode) throws(YAMLError) -> Bool {
        let end = cursor.position
        cursor.skipBlanks()
        guard isAtIndicator(":") else {
            cursor.position = end
            return false
        }
        let start = node.range.start
        if node.scalar?.style == .plain, start.line != cursor.position.line {
            throw refusal(
                "':' in the text that began on line \(start.line)",
                "the indentation of the key above, or quotes around the text")
        }
        try checkKey(node)
        return true
    }

    mutating func checkKey(_ key: YAMLNode) throws(YAMLError) {
        let start = key.range.start
        guard let scalar = key.scalar else {
            throw refusal("a collection as a key", "a scalar as a key", at: start)
        }
        guard start.line == cursor.position.line else {
            throw refusal("a key over several lines", "a key on one line with its ':'", at: start)
        }
        if scalar.style == .plain, scalar.value == "<<" {
            throw refusal(
                "the merge key '<<', which YAML 1.2 does not have", "the entries written out, or '<<' in quotes",
                at: start)
        }
    }
}
