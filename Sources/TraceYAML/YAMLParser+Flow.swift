// Collections in brackets (YAML 1.2.2, section 7.4). `parent` is the indentation of the block collection around.
extension YAMLParser {
    mutating func flowSequence(parent: Int) throws(YAMLError) -> YAMLNode {
        try enter()
        defer { leave() }
        let start = cursor.position
        cursor.advance()
        var items: [YAMLNode] = []
        while try !skipClosing("]", opened: start, parent: parent) {
            let item = try flowNode(opened: start, parent: parent)
            try skipInFlow(opened: start, parent: parent)
            if isValueIndicator(behind: item) {
                items.append(try singlePair(key: item, opened: start, parent: parent))
            } else {
                items.append(item)
            }
            try separate(closing: "]", opened: start, parent: parent)
        }
        return try node(.sequence(items), from: start, to: cursor.position, isFlow: true)
    }

    mutating func flowMapping(parent: Int) throws(YAMLError) -> YAMLNode {
        try enter()
        defer { leave() }
        let start = cursor.position
        cursor.advance()
        var entries = YAMLEntries()
        while try !skipClosing("}", opened: start, parent: parent) {
            let key = try flowNode(opened: start, parent: parent)
            try skipInFlow(opened: start, parent: parent)
            let entry: YAMLEntry
            if isValueIndicator(behind: key) {
                entry = try flowEntry(key: key, opened: start, parent: parent)
            } else {
                guard key.scalar != nil else {
                    throw refusal("a collection as a key", "a scalar as a key", at: key.range.start)
                }
                entry = YAMLEntry(key: key, colon: nil, value: try emptyNode(at: key.range.end))
            }
            try append(entry, to: &entries)
            try separate(closing: "}", opened: start, parent: parent)
        }
        return try node(.mapping(entries.list), from: start, to: cursor.position, isFlow: true)
    }

    /// `key: value` among the items of a sequence: a mapping of one entry.
    private mutating func singlePair(
        key: YAMLNode, opened: YAMLPosition, parent: Int
    ) throws(YAMLError) -> YAMLNode {
        try enter()
        defer { leave() }
        let entry = try flowEntry(key: key, opened: opened, parent: parent)
        let start = key.anchor?.range.start ?? key.range.start
        return try node(.mapping([entry]), from: start, to: entry.value.range.end, isFlow: true)
    }

    /// The rest of an entry; the cursor is on its `:`.
    private mutating func flowEntry(
        key: YAMLNode, opened: YAMLPosition, parent: Int
    ) throws(YAMLError) -> YAMLEntry {
        try checkKey(key)
        let colon = cursor.position
        cursor.advance()
        let behind = cursor.position
        try skipInFlow(opened: opened, parent: parent)
        let isEmpty =
            cursor.byte == UInt8(ascii: ",") || cursor.byte == UInt8(ascii: "}") || cursor.byte == UInt8(ascii: "]")
        let value = isEmpty ? try emptyNode(at: behind) : try flowNode(opened: opened, parent: parent)
        return YAMLEntry(key: key, colon: colon, value: value)
    }

    private mutating func flowNode(opened: YAMLPosition, parent: Int) throws(YAMLError) -> YAMLNode {
        guard cursor.byte == UInt8(ascii: "&") else { return try inlineNode(parent: parent, in: .flowIn) }
        let anchor = try scanAnchor()
        let behind = cursor.position
        try skipInFlow(opened: opened, parent: parent)
        switch cursor.byte {
        case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"):
            return try anchored(emptyNode(at: behind), by: anchor)
        case UInt8(ascii: ":") where endsPlain(behindColon: cursor.peek(1), isFlow: true):
            return try anchored(emptyNode(at: behind), by: anchor)
        case UInt8(ascii: "&"): throw refusal("a second anchor for one value", "one anchor")
        default: return try anchored(inlineNode(parent: parent, in: .flowIn), by: anchor)
        }
    }

    /// Whether the cursor stands on the `:` of a key. Behind quotes and brackets it needs no white space, as in JSON.
    private func isValueIndicator(behind key: YAMLNode) -> Bool {
        guard cursor.byte == UInt8(ascii: ":") else { return false }
        if endsPlain(behindColon: cursor.peek(1), isFlow: true) { return true }
        return key.alias == nil && key.scalar?.style != .plain
    }

    /// Goes behind the closing bracket, and says `true`, or to the next item.
    private mutating func skipClosing(
        _ bracket: Unicode.Scalar, opened: YAMLPosition, parent: Int
    ) throws(YAMLError) -> Bool {
        try skipInFlow(opened: opened, parent: parent)
        guard cursor.byte == UInt8(ascii: bracket) else { return false }
        cursor.advance()
        return true
    }

    /// Takes the comma behind an item, or stays in front of the closing bracket.
    private mutating func separate(
        closing bracket: Unicode.Scalar, opened: YAMLPosition, parent: Int
    ) throws(YAMLError) {
        try skipInFlow(opened: opened, parent: parent)
        if cursor.byte == UInt8(ascii: ",") { return cursor.advance() }
        guard cursor.byte == UInt8(ascii: bracket) else {
            throw refusal("\(cursor.excerpt) inside brackets", "',' or '\(bracket)'")
        }
    }

    /// Skips white space inside brackets; lines stay deeper than the block collection around (section 7.4), except
    /// that a closing bracket may stand below the key, as everybody writes it.
    private mutating func skipInFlow(opened: YAMLPosition, parent: Int) throws(YAMLError) {
        skipToContent()
        guard !isAtEnd else {
            throw refusal(
                "\(cursor.isAtMarker ? cursor.excerpt : "the end of the file") inside brackets",
                "the bracket that closes line \(opened.line) column \(opened.column)")
        }
        guard isFirstOnLine else { return }
        let indent = (indentationTab?.column ?? cursor.position.column) - 1
        let isClosing = cursor.byte == UInt8(ascii: "]") || cursor.byte == UInt8(ascii: "}")
        guard indent > parent || (isClosing && indent == parent) else {
            try refuseIndentationTab()
            throw refusal("\(cursor.excerpt) inside brackets, indented by \(indent)", "more than \(parent) spaces")
        }
    }
}
