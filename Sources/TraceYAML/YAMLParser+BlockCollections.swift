// Block sequences and mappings (YAML 1.2.2, section 8.2).
extension YAMLParser {
    /// The items at one indentation; the cursor is on the first `-`.
    mutating func blockSequence(indent: Int, parent: Int) throws(YAMLError) -> YAMLNode {
        try enter()
        defer { leave() }
        let start = cursor.position
        var end = start
        var items: [YAMLNode] = []
        repeat {
            cursor.advance()
            let item = try blockNode(parent: indent, after: .dash)
            items.append(item)
            end = item.range.end
            guard try continuesBlock(indent: indent) else { break }
            guard isAtIndicator("-") else {
                // The next key of the mapping around, whose keys are not indented less than this sequence.
                if indent == parent { break }
                throw refusal("\(cursor.excerpt) among the items of a sequence", "'- ' or less indentation")
            }
        } while true
        return try node(.sequence(items), from: start, to: end)
    }

    /// The entries at one indentation; the cursor is on the first `:`.
    mutating func blockMapping(firstKey: YAMLNode, start: YAMLPosition) throws(YAMLError) -> YAMLNode {
        try enter()
        defer { leave() }
        let indent = start.column - 1
        var entries = YAMLEntries()
        var key = firstKey
        var end = start
        repeat {
            let colon = cursor.position
            cursor.advance()
            let value = try blockNode(parent: indent, after: .colon)
            try append(YAMLEntry(key: key, colon: colon, value: value), to: &entries)
            end = value.range.end
            guard try continuesBlock(indent: indent) else { break }
            key = try blockKey(indent: indent)
        } while true
        return try node(.mapping(entries.list), from: start, to: end)
    }

    mutating func append(_ entry: YAMLEntry, to entries: inout YAMLEntries) throws(YAMLError) {
        guard let earlier = entries.append(entry) else { return }
        throw refusal(
            "the key '\(entry.key.scalar?.excerpt ?? "")' a second time, after line \(earlier.line) column \(earlier.column)",
            "each key once", at: entry.key.range.start)
    }

    private mutating func blockKey(indent: Int) throws(YAMLError) -> YAMLNode {
        if isAtIndicator("-") {
            throw refusal("a sequence item among the keys of a mapping", "'key: value' or other indentation")
        }
        var anchor: YAMLAnchor?
        if cursor.byte == UInt8(ascii: "&") {
            anchor = try scanAnchor()
            cursor.skipBlanks()
        }
        let start = cursor.position
        let key = try inlineNode(parent: indent, in: .blockKey)
        guard try skipToColon(behind: key) else {
            cursor.position = start
            throw refusal("\(cursor.excerpt) without a ':' behind it", "'key: value'")
        }
        return try anchored(key, by: anchor)
    }

    /// Goes behind a value to the next line with content. `false` when that ends the collection.
    private mutating func continuesBlock(indent: Int) throws(YAMLError) -> Bool {
        skipToContent()
        guard !isAtEnd else { return false }
        guard isFirstOnLine else { throw unexpectedBehindValue() }
        try refuseIndentationTab()
        guard indentation <= indent else {
            throw refusal(
                "\(cursor.excerpt) indented by \(indentation) spaces", "\(indent) spaces, as the entries before it")
        }
        return indentation == indent
    }

    private func unexpectedBehindValue() -> YAMLError {
        switch cursor.byte {
        case UInt8(ascii: "#"): refusal("'#' directly behind a value", "white space in front of a comment")
        case UInt8(ascii: ":"): refusal("':' behind a value", "one key on a line, or quotes around the text")
        default: refusal("\(cursor.excerpt) behind a value", "a new line")
        }
    }
}
