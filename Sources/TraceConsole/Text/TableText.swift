/// A table for a terminal: columns as wide as their widest cell, two spaces between, the last column takes what is left.
package struct TableText: Sendable {
    package struct Column: Sendable {
        package var title: String
        package var alignment: TextAlignment

        package init(_ title: String, _ alignment: TextAlignment = .leading) {
            self.title = title
            self.alignment = alignment
        }
    }

    /// What happens to a last cell that is too wide.
    package enum Overflow: Sendable {
        case wraps
        case truncates
    }

    package var columns: [Column]
    /// Cells in the order of the columns; missing ones are empty, surplus ones are not shown.
    package var rows: [[TonedText]]
    package var overflow: Overflow

    package init(_ columns: [Column], rows: [[TonedText]], overflow: Overflow = .wraps) {
        self.columns = columns
        self.rows = rows
        self.overflow = overflow
    }

    /// The lines, each ended by `\n`. The header is left out where no column has a title.
    package func text(_ style: ConsoleStyle) -> String {
        let titles = columns.map { TonedText($0.title, .strong) }
        let hasHeader = columns.contains { !$0.title.isEmpty }
        let cells = ((hasHeader ? [titles] : []) + rows).map(escaped)
        let widths = widths(cells, style)
        var lines = cells.flatMap { self.lines($0, widths, style) }
        if hasHeader {
            let rule = widths.map { String(repeating: style.unicode ? "─" : "-", count: $0) }.joined(separator: "  ")
            lines.insert(rule, at: self.lines(cells[0], widths, style).count)
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private func escaped(_ row: [TonedText]) -> [TonedText] {
        columns.indices.map { index in
            index < row.count ? TonedText(row[index].text.escapedForTerminal, row[index].tone) : ""
        }
    }

    /// The widest cell of each column. A column before the last gets at most half of the line, so that the last keeps room.
    private func widths(_ cells: [[TonedText]], _ style: ConsoleStyle) -> [Int] {
        var widths = columns.indices.map { column in cells.map { $0[column].text.displayWidth }.max() ?? 0 }
        guard let last = widths.indices.last else { return [] }
        for column in widths.indices.dropLast() { widths[column] = min(widths[column], style.width / 2) }
        let before = widths.dropLast().reduce(0) { $0 + $1 + 2 }
        widths[last] = min(widths[last], max(style.width - before, style.width / 4))
        return widths
    }

    private func lines(_ row: [TonedText], _ widths: [Int], _ style: ConsoleStyle) -> [String] {
        guard let last = widths.indices.last else { return [] }
        let wraps = overflow == .wraps
        let lastLines =
            wraps
            ? WrappedText.lines(row[last].text, width: widths[last])
            : [row[last].text.truncated(toWidth: widths[last], mark: style.ellipsis)]
        return lastLines.enumerated().map { number, lastText in
            let drawn = widths.indices.map { column in
                let text =
                    column == last
                    ? lastText
                    : number == 0 ? row[column].text.truncated(toWidth: widths[column], mark: style.ellipsis) : ""
                return draw(text, row[column].tone, widths[column], columns[column].alignment, style)
            }
            return trimmingEnd(drawn.joined(separator: "  "))
        }
    }

    private func draw(
        _ text: String, _ tone: TextTone, _ width: Int, _ alignment: TextAlignment, _ style: ConsoleStyle
    ) -> String {
        let spaces = String(repeating: " ", count: max(width - text.displayWidth, 0))
        let drawn = tone.applied(to: text, color: style.color)
        return alignment == .leading ? drawn + spaces : spaces + drawn
    }
}

/// The text without the spaces at its end.
func trimmingEnd(_ text: String) -> String {
    var text = text[...]
    while text.last == " " { text.removeLast() }
    return String(text)
}
