import TraceModel

extension TraceTree {
    /// One line of the drawing.
    package struct DrawnNode: Sendable {
        package let node: Int
        /// For each level between the top and the node, outermost first, whether its line goes on below.
        package let guides: [Bool]
        /// The outer levels that ``guides`` leaves out: a chain of 100,000 spans must not draw 100,000 columns.
        package let omittedLevels: Int
        /// Whether no sibling follows.
        package let isLast: Bool
        /// What the node is: `app-a SERVER GET / 12.3 ms`; the halves of a shared span have ` + ` between.
        package let label: String
        /// What is odd about it, without parentheses: `parent 00f067aa0ba902b7 unknown`.
        package let notes: [String]
    }

    /// The levels that are drawn at most; 16 of them take 48 of 80 columns.
    package static let drawnLevels = 16

    /// All nodes from top to bottom. Texts are free of control characters; with `ascii` also of everything else that a
    /// terminal without UTF-8 cannot show.
    package func drawing(ascii: Bool = false) -> [DrawnNode] {
        var goesOn: [Bool] = []
        var isLast = [Bool](repeating: false, count: nodes.count)
        for node in nodes { if let last = node.children.last { isLast[last] = true } }
        let extraCopies = Dictionary(duplicates.map { ($0.span, $0.extraCopies) }, uniquingKeysWith: max)
        let cycleLengths = Dictionary(
            cycles.map { ($0.first ?? 0, $0.count) }, uniquingKeysWith: max)

        return preorder.map { index in
            let node = nodes[index]
            // Preorder: what remains is the line from the top to the parent.
            goesOn.removeLast(max(goesOn.count - max(node.depth - 1, 0), 0))
            let guides = Array(goesOn.suffix(Self.drawnLevels))
            let omitted = goesOn.count - guides.count
            if node.depth > 0 { goesOn.append(!isLast[index]) }
            var notes = notes(on: node, cycleLength: cycleLengths[index])
            let copies = ([node.span] + (node.serverHalf.map { [$0] } ?? [])).reduce(0) { $0 + (extraCopies[$1] ?? 0) }
            if copies > 0 { notes.append("\(copies) equal \(copies == 1 ? "copy" : "copies") more") }
            return DrawnNode(
                node: index, guides: guides, omittedLevels: omitted, isLast: isLast[index],
                label: label(of: index, ascii: ascii), notes: notes)
        }
    }

    /// The drawing as lines without line ends.
    ///
    /// ```
    /// app-a SERVER GET / 12.3 ms
    /// └─ app-a CLIENT GET 11.0 ms + app-b SERVER GET / 9.5 ms  ← expected app-c
    /// ```
    /// - Parameter mark: what to say of a node, behind an arrow; nil for nothing.
    package func lines(ascii: Bool = false, mark: (Int) -> String? = { _ in nil }) -> [String] {
        let shapes = ascii ? ("|  ", "|- ", "`- ", "<-") : ("│  ", "├─ ", "└─ ", "←")
        return drawing(ascii: ascii).map { drawn in
            var line = drawn.omittedLevels > 0 ? "(+\(drawn.omittedLevels)) " : ""
            for guide in drawn.guides { line += guide ? shapes.0 : "   " }
            if nodes[drawn.node].depth > 0 { line += drawn.isLast ? shapes.2 : shapes.1 }
            line += drawn.label
            for note in drawn.notes { line += " (\(note))" }
            if let mark = mark(drawn.node) { line += "  \(shapes.3) \(shown(mark, ascii: ascii))" }
            return line
        }
    }

    /// `app-a SERVER GET / 12.3 ms`; `?` for a service without a name, no time where none was sent.
    package func label(of node: Int, ascii: Bool = false) -> String {
        spans(of: node).map { span in
            let name = span.name.isEmpty ? nil : shown(span.name, ascii: ascii)
            let time = span.durationNanoseconds.map { durationText($0, ascii: ascii) }
            let named = span.serviceName ?? ""
            let service = named.isEmpty ? "?" : shown(named, ascii: ascii)
            return [service, span.kind.description, name, time].compactMap { $0 }.joined(separator: " ")
        }.joined(separator: " + ")
    }

    private func notes(on node: Node, cycleLength: Int?) -> [String] {
        var notes: [String] = []
        let parent = node.parentSpanID?.hex ?? ""
        switch node.position {
        case .orphan: notes.append("parent \(parent) unknown")
        case .cut where cycleLength == 1: notes.append("its own parent")
        case .cut: notes.append("in a cycle of \(cycleLength ?? 0)")
        case .root, .child, .belowVirtual: break
        }
        let others = nodes(withID: node.spanID).count
        if others > 1 { notes.append("id \(node.spanID.hex) stands for \(others) spans") }
        return notes
    }
}
