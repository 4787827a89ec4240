import TraceYAML

/// Replacements of byte ranges, none of which overlap.
struct TextEdits {
    private(set) var edits: [(range: Range<Int>, text: String)] = []

    mutating func replace(_ range: Range<Int>, by text: String) { edits.append((range, text)) }

    func applied(to bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var done = 0
        // Insertions at one place keep the order in which they were made.
        for (_, edit) in edits.enumerated().sorted(by: {
            ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
        }) {
            let start = max(done, edit.range.lowerBound)
            result += bytes[done..<start]
            result += edit.text.utf8
            done = max(start, edit.range.upperBound)
        }
        return result + bytes[done...]
    }
}

/// New values in one block of the file.
struct BlockEdit {
    let block: String
    let node: YAMLNode
    let document: YAMLDocument

    func replace(_ values: [(key: String, text: String)], in edits: inout TextEdits) {
        // Written through an alias: the block itself belongs to somebody else, so it is written out here.
        if node.alias != nil { return edits.replace(node.range.offsets, by: flowText(with: values)) }
        guard let entries = node.mapping else { return replaceNull(by: flowText(with: values), in: &edits) }
        var missing: [(key: String, text: String)] = []
        for value in values {
            if let entry = entries.first(where: { $0.key.scalar?.value == value.key }) {
                Self.replace(entry, by: value.text, in: &edits)
            } else {
                missing.append(value)
            }
        }
        insert(missing, in: &edits)
    }

    private static func replace(_ entry: YAMLEntry, by text: String, in edits: inout TextEdits) {
        let range = entry.value.range.offsets
        // Behind `key:` there is no white space that could be counted on, and behind a bare `{ key }` no colon.
        let lead = !range.isEmpty ? "" : entry.colon == nil ? ": " : " "
        edits.replace(range, by: lead + text)
    }

    /// `traffic:` without anything, or with `~`.
    private func replaceNull(by text: String, in edits: inout TextEdits) {
        guard let entry = document.root.mapping?.first(where: { $0.key.scalar?.value == block }) else { return }
        Self.replace(entry, by: text, in: &edits)
    }

    /// New entries in front of the first one, in the style of the block.
    private func insert(_ values: [(key: String, text: String)], in edits: inout TextEdits) {
        guard !values.isEmpty else { return }
        let start = node.range.start
        let entries = values.map { "\($0.key): \($0.text)" }
        if node.isFlow {
            let tail = node.mapping?.isEmpty == true ? " " : ","
            edits.replace(start.offset + 1..<start.offset + 1, by: " " + entries.joined(separator: ", ") + tail)
        } else {
            let lineEnd = lineBreak + String(repeating: " ", count: start.column - 1)
            edits.replace(start.offset..<start.offset, by: entries.map { $0 + lineEnd }.joined())
        }
    }

    /// The line break of this file: that of its first line.
    private var lineBreak: String {
        guard let index = document.bytes.firstIndex(where: { $0 == 0x0a || $0 == 0x0d }) else { return "\n" }
        return document.bytes[index...].starts(with: "\r\n".utf8) ? "\r\n" : document.bytes[index] == 0x0d ? "\r" : "\n"
    }

    private func flowText(with values: [(key: String, text: String)]) -> String {
        var entries = (node.mapping ?? []).map { entry in
            (
                key: entry.key.flowText(),
                value: values.first { $0.key == entry.key.scalar?.value }?.text ?? entry.value.flowText()
            )
        }
        let present = Set((node.mapping ?? []).compactMap { $0.key.scalar?.value })
        entries += values.filter { !present.contains($0.key) }.map { ($0.key, $0.text) }
        return YAMLFlowText.mapping(entries)
    }
}

/// Aliases whose anchored text is about to change.
struct AliasEdits {
    let root: YAMLNode

    /// Writes out the old value in place of each such alias that is not replaced itself.
    func keepMeanings(besides edits: inout TextEdits) {
        let replaced = edits.edits.map(\.range)
        visit(root, asItem: false) { node, isItem in
            guard let target = node.alias?.target.offsets else { return }
            let isChanged = replaced.contains {
                target.lowerBound <= $0.lowerBound && $0.upperBound <= target.upperBound
            }
            guard isChanged, !replaced.contains(node.range.offsets) else { return }
            let text = node.flowText()
            edits.replace(node.range.offsets, by: text.isEmpty && isItem ? "null" : text)
        }
    }

    /// Every node as written: what an alias stands for is visited at its anchor only.
    private func visit(_ node: YAMLNode, asItem isItem: Bool, _ body: (YAMLNode, Bool) -> Void) {
        body(node, isItem)
        guard node.alias == nil else { return }
        node.sequence?.forEach { visit($0, asItem: true, body) }
        for entry in node.mapping ?? [] {
            visit(entry.key, asItem: true, body)
            visit(entry.value, asItem: false, body)
        }
    }
}
