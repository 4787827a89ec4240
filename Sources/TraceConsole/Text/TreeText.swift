/// Draws trees of any kind of node for a terminal:
///
/// ```
///   a GET /        12.1 ms
/// ✘ ├─ a get b     11.0 ms
///   │  └─ b GET /   9.5 ms
///   └─ a delay      0.9 ms
/// ```
///
/// The walk keeps its own stack, and deep levels are shown without their outer lines, so that a tree of any depth (a
/// sender may link a hundred thousand spans in a row) is drawn in bounded width and in time linear in its nodes.
package struct TreeText<Node> {
    /// One line: what stands in the gutter, at the branch, and in the aligned columns behind.
    package struct Row {
        package var mark: TonedText?
        package var label: TonedText
        package var columns: [TonedText]

        package init(_ label: TonedText, columns: [TonedText] = [], mark: TonedText? = nil) {
            self.label = label
            self.columns = columns
            self.mark = mark
        }
    }

    private let children: (Node) -> [Node]
    private let row: (Node) -> Row

    /// - Parameters:
    ///   - children: in the order in which they are drawn; the nodes must form a tree: a node below itself is drawn for ever.
    ///   - row: what is shown of a node. Its columns are aligned to the right.
    package init(children: @escaping (Node) -> [Node], row: @escaping (Node) -> Row) {
        self.children = children
        self.row = row
    }

    /// The lines, each ended by `\n`, at most as wide as the style says; labels give way to the columns.
    package func text(_ roots: [Node], _ style: ConsoleStyle) -> String {
        layOut(rows(roots, style), style).map { $0 + "\n" }.joined()
    }

    private struct DrawnRow {
        var branch: String
        var row: Row
    }

    private struct Level {
        var nodes: [Node]
        var next = 0
        var isLast: Bool { next >= nodes.count }
    }

    /// Depth first, with the nodes of each open level on a stack.
    private func rows(_ roots: [Node], _ style: ConsoleStyle) -> [DrawnRow] {
        var drawn: [DrawnRow] = []
        var levels = [Level(nodes: roots)]
        while var level = levels.popLast() {
            guard level.next < level.nodes.count else { continue }
            let node = level.nodes[level.next]
            level.next += 1
            levels.append(level)
            drawn.append(DrawnRow(branch: branch(levels, style), row: escaped(row(node))))
            let below = children(node)
            if !below.isEmpty { levels.append(Level(nodes: below)) }
        }
        return drawn
    }

    /// The lines before a node: a guide for each level above that goes on, then its own branch. Of many levels the
    /// innermost are drawn, behind the number of those left out.
    private func branch(_ levels: [Level], _ style: ConsoleStyle) -> String {
        let shapes = style.unicode ? ("│  ", "├─ ", "└─ ") : ("|  ", "|- ", "`- ")
        guard levels.count > 1, let own = levels.last else { return "" }
        let most = style.width / 9  // guides of three columns take a third of the line at most
        let left = max(levels.count - 1 - most, 0)
        var text = left > 0 ? "(+\(left)) " : ""
        for level in levels[(1 + left)...].dropLast() { text += level.isLast ? "   " : shapes.0 }
        return text + (own.isLast ? shapes.2 : shapes.1)
    }

    private func escaped(_ row: Row) -> Row {
        func escape(_ text: TonedText) -> TonedText { TonedText(text.text.escapedForTerminal, text.tone) }
        return Row(escape(row.label), columns: row.columns.map(escape), mark: row.mark.map(escape))
    }

    private func layOut(_ rows: [DrawnRow], _ style: ConsoleStyle) -> [String] {
        let gutter = rows.map { $0.row.mark?.text.displayWidth ?? 0 }.max() ?? 0
        let count = rows.map { $0.row.columns.count }.max() ?? 0
        let widths = (0..<count).map { column in
            rows.map { column < $0.row.columns.count ? $0.row.columns[column].text.displayWidth : 0 }.max() ?? 0
        }
        let behind = widths.reduce(0) { $0 + $1 + 2 }
        let before = gutter > 0 ? gutter + 1 : 0
        let widest = rows.map { $0.branch.displayWidth + $0.row.label.text.displayWidth }.max() ?? 0
        // Columns that leave no room at all for labels run over the edge, rather than hiding what they belong to.
        let labelWidth = min(widest, max(style.width - before - behind, style.width / 3))

        return rows.map { drawn in
            var line = ""
            if gutter > 0 {
                let mark = drawn.row.mark ?? ""
                line += mark.tone.applied(to: mark.text, color: style.color)
                line += String(repeating: " ", count: gutter - mark.text.displayWidth + 1)
            }
            let room = labelWidth - drawn.branch.displayWidth
            let label = drawn.row.label.text.truncated(toWidth: room, mark: style.ellipsis)
            line += drawn.branch + drawn.row.label.tone.applied(to: label, color: style.color)
            line += String(repeating: " ", count: max(room - label.displayWidth, 0))
            for (column, cell) in drawn.row.columns.enumerated() {
                line += String(repeating: " ", count: widths[column] - cell.text.displayWidth + 2)
                line += cell.tone.applied(to: cell.text, color: style.color)
            }
            return trimmingEnd(line)
        }
    }
}
