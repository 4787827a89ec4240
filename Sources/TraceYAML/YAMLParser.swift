/// The reader's state: recursive descent over one cursor, which only ever goes back to the end of a scalar, so that
/// no byte is read more than a few times.
struct YAMLParser {
    var cursor: YAMLCursor
    /// The offset of the first character on the current line that is neither white space nor comment.
    var lineContent = -1
    /// The first tab in front of `lineContent`.
    var indentationTab: YAMLPosition?

    let fileName: String
    let limits: YAMLLimits
    var depth = 0
    var nodes = 0
    var anchors: [String: YAMLNode] = [:]
    /// Anchors of collections that are not closed yet.
    var openAnchors: Set<String> = []

    init(_ bytes: [UInt8], fileName: String, limits: YAMLLimits) {
        cursor = YAMLCursor(bytes)
        self.fileName = fileName
        self.limits = limits
    }

    /// `[BOM] comments [---] node [...] comments`, and then the end.
    mutating func document() throws(YAMLError) -> YAMLNode {
        try checkBytes()
        cursor.skipByteOrderMark()
        skipToContent()
        if cursor.byte == UInt8(ascii: "%"), cursor.position.column == 1 {
            throw refusal("the directive \(cursor.excerpt)", "a text without directives, YAML 1.2 in UTF-8")
        }
        if cursor.isAtMarker, cursor.byte == UInt8(ascii: "-") { cursor.advance(by: 3) }
        let root = try blockNode(parent: -1, after: .documentStart)
        skipToContent()
        if cursor.isAtMarker, cursor.byte == UInt8(ascii: ".") {
            cursor.advance(by: 3)
            skipToContent()
        }
        guard cursor.byte == nil else { throw trailing() }
        return root
    }

    /// What stands where nothing but the end is taken.
    private func trailing() -> YAMLError {
        if cursor.isAtMarker { return refusal("a second document", "one document in a file") }
        return refusal("\(cursor.excerpt) behind the document's value", "the end of the file")
    }

    private mutating func checkBytes() throws(YAMLError) {
        if cursor.bytes.count > limits.bytes {
            throw refusal("\(cursor.bytes.count) bytes", "at most \(limits.bytes)")
        }
        guard let fault = YAMLCharacters.firstFault(in: cursor.bytes) else { return }
        cursor.skipByteOrderMark()
        while cursor.position.offset < fault.offset { cursor.advance() }
        throw refusal(fault.found, fault.accepted)
    }

    /// `found` and `accepted` complete the sentence of `YAMLError`; the place is the cursor's if no other is given.
    func refusal(_ found: String, _ accepted: String, at position: YAMLPosition? = nil) -> YAMLError {
        YAMLError(fileName: fileName, position: position ?? cursor.position, found: found, accepted: accepted)
    }
}
