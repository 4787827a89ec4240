/// What changed between two snapshots, as a tree: spans that are new, gone or moved, attributes that changed.
///
/// ```
/// trace-1
///   SERVER "GET /users" of shop
///     ~ http.route = "/users"  →  "/user"
///     + http.request.method = "GET"
/// - resource of shop
/// ```
package struct SnapshotDiff {
    /// One line with what stands before it: how deep it stands, and what happened.
    package struct Line: Hashable, Sendable {
        package enum Change: Hashable, Sendable {
            /// Nothing: it says where the lines below it stand.
            case place
            case added, removed
            case changed(from: String)
            /// It stood elsewhere, with all that is below it.
            case moved
        }

        package let depth: Int
        package let change: Change
        package let text: String

        package init(depth: Int, change: Change, text: String) {
            self.depth = depth
            self.change = change
            self.text = text
        }
    }

    package private(set) var lines: [Line] = []

    package var isEmpty: Bool { lines.isEmpty }

    package init(from golden: [SnapshotNode], to actual: [SnapshotNode]) {
        lines = Self.changes(golden, actual, depth: 0)
        markMoved()
    }

    // MARK: Comparing

    private static func changes(_ old: [SnapshotNode], _ new: [SnapshotNode], depth: Int) -> [Line] {
        alignment(old, new).flatMap { step -> [Line] in
            switch step {
            case .onlyOld(let node): whole(node, .removed, depth)
            case .onlyNew(let node): whole(node, .added, depth)
            case .both(let before, let after): changes(before, after, depth)
            }
        }
    }

    private static func changes(_ before: SnapshotNode, _ after: SnapshotNode, _ depth: Int) -> [Line] {
        // Names of spans tell their places, which move with every span before them.
        let isNamed = before.value?.hasPrefix("span-") == true && after.value?.hasPrefix("span-") == true
        let inner = changes(before.children, after.children, depth: depth + 1)
        if before.value != after.value, !isNamed {
            let old = before.value ?? "nothing"
            return [Line(depth: depth, change: .changed(from: old), text: after.line)] + inner
        }
        return inner.isEmpty ? [] : [Line(depth: depth, change: .place, text: after.key)] + inner
    }

    private static func whole(_ node: SnapshotNode, _ change: Line.Change, _ depth: Int) -> [Line] {
        [Line(depth: depth, change: change, text: node.line)]
            + node.children.flatMap { whole($0, change, depth + 1) }
    }

    // MARK: Aligning

    private enum Step {
        case both(SnapshotNode, SnapshotNode)
        case onlyOld(SnapshotNode)
        case onlyNew(SnapshotNode)
    }

    /// What two nodes must have in common to be one: their keys; of traces, whose numbers shift, what they begin with.
    private static func identity(_ node: SnapshotNode) -> String {
        node.key.hasPrefix("trace-") ? "trace \(node.children.first?.key ?? "")" : node.key
    }

    /// The longest common sequence of identities; equal nodes are paired before merely alike ones by standing first.
    private static func alignment(_ old: [SnapshotNode], _ new: [SnapshotNode]) -> [Step] {
        let left = old.map(identity)
        let right = new.map(identity)
        guard old.count * new.count <= largestTable else { return byPosition(old, new) }
        // lengths[i][j]: of what is left from i and from j on.
        var lengths = [[Int]](repeating: [Int](repeating: 0, count: new.count + 1), count: old.count + 1)
        for i in stride(from: old.count - 1, through: 0, by: -1) {
            for j in stride(from: new.count - 1, through: 0, by: -1) {
                // Two for an equal node, one for one of the same identity.
                let gain = old[i] == new[j] ? 2 : left[i] == right[j] ? 1 : 0
                let paired = gain > 0 ? lengths[i + 1][j + 1] + gain : 0
                lengths[i][j] = max(paired, lengths[i + 1][j], lengths[i][j + 1])
            }
        }
        var steps: [Step] = []
        var (i, j) = (0, 0)
        while i < old.count, j < new.count {
            let gain = old[i] == new[j] ? 2 : left[i] == right[j] ? 1 : 0
            if gain > 0, lengths[i][j] == lengths[i + 1][j + 1] + gain {
                steps.append(.both(old[i], new[j]))
                (i, j) = (i + 1, j + 1)
            } else if lengths[i][j] == lengths[i + 1][j] {
                steps.append(.onlyOld(old[i]))
                i += 1
            } else {
                steps.append(.onlyNew(new[j]))
                j += 1
            }
        }
        return steps + old[i...].map { .onlyOld($0) } + new[j...].map { .onlyNew($0) }
    }

    /// A table larger than that costs more than it tells: 2,000 by 2,000 siblings.
    private static let largestTable = 4_000_000

    private static func byPosition(_ old: [SnapshotNode], _ new: [SnapshotNode]) -> [Step] {
        (0..<max(old.count, new.count)).flatMap { place -> [Step] in
            guard place < old.count else { return [.onlyNew(new[place])] }
            guard place < new.count else { return [.onlyOld(old[place])] }
            if identity(old[place]) == identity(new[place]) { return [.both(old[place], new[place])] }
            return [.onlyOld(old[place]), .onlyNew(new[place])]
        }
    }

    // MARK: Moving

    /// A span that is gone in one place and new in another, with the same below it, has moved.
    private mutating func markMoved() {
        var removed: [String: Range<Int>] = [:]
        for range in blocks(of: .removed) { removed[text(of: range)] = range }
        for range in blocks(of: .added).reversed() {
            guard let origin = removed.removeValue(forKey: text(of: range)), isSpan(range) else { continue }
            let first = lines[range.lowerBound]
            lines[range.lowerBound] = Line(depth: first.depth, change: .moved, text: first.text)
            // What is below it moved along and needs no line; it stands no longer where it was.
            let (later, earlier) =
                origin.lowerBound > range.lowerBound
                ? (origin, range.dropFirst()) : (range.dropFirst(), origin)
            lines.removeSubrange(later)
            lines.removeSubrange(earlier)
            return markMoved()
        }
    }

    /// The lines of nodes that came or went as a whole.
    private func blocks(of change: Line.Change) -> [Range<Int>] {
        var blocks: [Range<Int>] = []
        var index = 0
        while index < lines.count {
            guard lines[index].change == change else {
                index += 1
                continue
            }
            let start = index
            index += 1
            while index < lines.count, lines[index].change == change, lines[index].depth > lines[start].depth {
                index += 1
            }
            blocks.append(start..<index)
        }
        return blocks
    }

    /// Without names of spans, which tell places.
    private func text(of range: Range<Int>) -> String {
        lines[range].map { line in
            // What stands before the last ` = span-`.
            let name = line.text.ranges(of: " = span-").last
            let plain = name.map { line.text[..<$0.lowerBound] } ?? line.text[...]
            return "\(line.depth - lines[range.lowerBound].depth) \(plain)"
        }.joined(separator: "\n")
    }

    private func isSpan(_ range: Range<Int>) -> Bool { lines[range.lowerBound].text.contains(" = span-") }
}
