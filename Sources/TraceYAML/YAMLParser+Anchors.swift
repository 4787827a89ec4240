// Names for nodes and their uses (YAML 1.2.2, sections 3.2.2.2, 6.9.2 and 7.1).
extension YAMLParser {
    /// `&name`, and remembers it as open until `anchored` closes it.
    mutating func scanAnchor() throws(YAMLError) -> YAMLAnchor {
        let start = cursor.position
        let name = try scanName()
        openAnchors.insert(name)
        return YAMLAnchor(name: name, range: YAMLRange(start: start, end: cursor.position))
    }

    /// Binds an anchor to its node. A name may be bound again; an alias means the last one before it (section 3.2.2.2).
    mutating func anchored(_ node: YAMLNode, by anchor: YAMLAnchor?) throws(YAMLError) -> YAMLNode {
        guard let anchor else { return node }
        if node.alias != nil {
            throw refusal("an anchor in front of an alias", "one of the two", at: anchor.range.start)
        }
        if let second = node.anchor {
            throw refusal("a second anchor for one value", "one anchor", at: second.range.start)
        }
        var node = node
        node.anchor = anchor
        openAnchors.remove(anchor.name)
        anchors[anchor.name] = node
        return node
    }

    /// `*name`: the content of the anchored node at the place of the alias.
    mutating func scanAlias() throws(YAMLError) -> YAMLNode {
        let start = cursor.position
        let name = try scanName()
        if openAnchors.contains(name) {
            throw refusal(
                "the alias '*\(name)' inside the value that it names", "an anchor that is complete", at: start)
        }
        guard let target = anchors[name] else {
            throw refusal("the alias '*\(name)' of an anchor that is not there", "an anchor further up", at: start)
        }
        guard depth + target.height <= limits.depth else {
            throw refusal("nesting deeper than \(limits.depth) through an alias", "at most \(limits.depth)", at: start)
        }
        try count(target.weight, at: start)
        return YAMLNode(
            content: target.content, range: YAMLRange(start: start, end: cursor.position), anchor: nil,
            alias: YAMLAlias(name: name, target: target.range), isFlow: target.isFlow, weight: target.weight,
            height: target.height)
    }

    /// The name behind `&` or `*`. The specification takes almost any character; `*a: b` would be an alias of `a:`.
    private mutating func scanName() throws(YAMLError) -> String {
        let start = cursor.position
        cursor.advance()
        let nameStart = cursor.position
        while let byte = cursor.byte, byte.isAnchorName { cursor.advance() }
        let name = cursor.text(from: nameStart, to: cursor.position)
        guard !name.isEmpty, cursor.byte.isSpaceOrEnd || cursor.byte?.isFlowIndicator == true else {
            cursor.position = start
            throw refusal(
                "the name \(cursor.excerpt)", "letters, digits, '-', '_' and '.', and white space in front of a ':'")
        }
        return name
    }
}

extension UInt8 {
    fileprivate var isAnchorName: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
