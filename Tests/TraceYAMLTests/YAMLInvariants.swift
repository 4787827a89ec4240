import Testing
import TraceYAML

/// What holds for every tree, whatever the text.
enum YAMLInvariants {
    /// `input` says in a failure which text it was.
    static func check(_ document: YAMLDocument, _ input: @autoclosure () -> String = "") {
        guard !holds(for: document.root, in: document, within: 0..<document.bytes.count) else { return }
        Issue.record(
            "the ranges do not hold what was read: \(input()) \(String(decoding: document.bytes, as: UTF8.self))")
    }

    // Without `#expect`, which hundreds of thousands of nodes in a debug build would notice.
    private static func holds(for node: YAMLNode, in document: YAMLDocument, within: Range<Int>) -> Bool {
        let range = node.range.offsets
        guard within.lowerBound <= range.lowerBound, range.upperBound <= within.upperBound else { return false }
        if let alias = node.alias {
            return document.bytes[range].elementsEqual("*\(alias.name)".utf8) && alias.target.end <= node.range.start
        }
        var last = range.lowerBound
        func follows(_ node: YAMLNode) -> Bool {
            defer { last = node.range.end.offset }
            return last <= node.range.start.offset && holds(for: node, in: document, within: range)
        }
        return switch node.content {
        case .scalar(let scalar): document.bytes[range].elementsEqual(scalar.source.utf8)
        case .sequence(let items): items.allSatisfy(follows)
        case .mapping(let entries): entries.allSatisfy { follows($0.key) && follows($0.value) }
        }
    }
}
