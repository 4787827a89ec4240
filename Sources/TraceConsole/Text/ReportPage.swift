/// The lines of a report for one reader: everything is escaped for the terminal and nothing is wider than it.
package struct ReportPage {
    package let style: ConsoleStyle
    package private(set) var text = ""

    package init(_ style: ConsoleStyle) { self.style = style }

    package mutating func blank() { text += "\n" }

    /// One line, cut where it is too long.
    package mutating func line(_ content: String, _ tone: TextTone = .plain, indent: Int = 0) {
        line([TonedText(content, tone)], indent: indent)
    }

    /// One line of several pieces, cut where they are too long together.
    package mutating func line(_ pieces: [TonedText], indent: Int = 0) {
        var room = style.width - indent
        text += spaces(indent)
        for piece in pieces where room > 0 {
            let shown = legible(piece.text).truncated(toWidth: room, mark: ellipsis)
            room -= shown.displayWidth
            text += piece.tone.applied(to: shown, color: style.color)
        }
        text += "\n"
    }

    /// As many lines as it takes; those behind the first are indented deeper by `hanging`.
    package mutating func paragraph(_ content: String, _ tone: TextTone = .plain, indent: Int = 0, hanging: Int = 0) {
        let lines = WrappedText.lines(legible(content), width: style.width - indent - hanging)
        for (number, line) in lines.enumerated() {
            text += spaces(number == 0 ? indent : indent + hanging)
            text += tone.applied(to: line, color: style.color) + "\n"
        }
    }

    /// A value behind its label, on at most three lines that begin in one column.
    package mutating func labelled(
        _ label: String, _ value: String, _ tone: TextTone = .plain, indent: Int, labelWidth: Int = 10
    ) {
        let label = legible(label).truncated(toWidth: style.width / 2, mark: ellipsis).padded(toWidth: labelWidth)
        let column = indent + label.displayWidth
        let room = style.width - column
        var lines = WrappedText.lines(legible(value), width: room)
        if lines.count > 3 {
            lines = Array(lines.prefix(3))
            lines[2] = lines[2].truncated(toWidth: room - ellipsis.displayWidth, mark: "") + ellipsis
        }
        for (number, line) in lines.enumerated() {
            text += number == 0 ? spaces(indent) + label : spaces(column)
            text += tone.applied(to: line, color: style.color) + "\n"
        }
    }

    /// Lines that are drawn already, by a table or a tree.
    package mutating func drawn(_ lines: some Sequence<some StringProtocol>, indent: Int = 0) {
        for line in lines { text += spaces(indent) + line + "\n" }
    }

    /// What the reader's terminal can show of a text from anywhere: escaped, and without Unicode where it has none.
    package func legible(_ text: String) -> String {
        let escaped = text.escapedForTerminal
        return style.unicode ? escaped : escaped.spelledInASCII
    }

    /// The style for something that is drawn with an indentation.
    package func style(indentedBy indent: Int) -> ConsoleStyle {
        var inner = style
        inner.width = style.width - indent
        return inner
    }

    package var ellipsis: String { style.unicode ? "…" : "..." }

    private func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }
}

extension String {
    /// The text in ASCII: the signs that reports use have a spelling, all others appear as `\u{e9}`.
    package var spelledInASCII: String {
        guard !utf8.allSatisfy({ $0 < 0x80 }) else { return self }
        return unicodeScalars.map { scalar in
            if scalar.isASCII { return String(scalar) }
            return Self.spellings[scalar] ?? "\\u{\(String(scalar.value, radix: 16))}"
        }.joined()
    }

    private static let spellings: [Unicode.Scalar: String] = [
        "→": "->", "—": "-", "–": "-", "…": "...", "≤": "<=", "≥": ">=", "×": "x", "µ": "u", "±": "+-", "α": "alpha",
    ]
}

/// `1 span`, `87 spans`.
package func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
