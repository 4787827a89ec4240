/// Breaks text into lines of at most so many columns, at spaces; a word that is wider than a line is cut.
package enum WrappedText {
    /// Line breaks in the text stay. Spaces at the start of a paragraph indent all its lines.
    package static func lines(_ text: String, width: Int) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { paragraph in
            let indent = String(paragraph.prefix { $0 == " " })
            let room = max(width - indent.count, 1)
            return wrap(paragraph, room).map { $0.isEmpty ? "" : indent + $0 }
        }
    }

    private static func wrap(_ paragraph: Substring, _ width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        var lineWidth = 0
        for word in paragraph.split(separator: " ") {
            for piece in pieces(word, width) {
                let pieceWidth = piece.displayWidth
                if line.isEmpty {
                    line = piece
                    lineWidth = pieceWidth
                } else if lineWidth + 1 + pieceWidth <= width {
                    line += " \(piece)"
                    lineWidth += 1 + pieceWidth
                } else {
                    lines.append(line)
                    line = piece
                    lineWidth = pieceWidth
                }
            }
        }
        return lines + [line]
    }

    /// The word, cut where it is wider than a line.
    private static func pieces(_ word: Substring, _ width: Int) -> [String] {
        guard word.displayWidth > width else { return [String(word)] }
        var pieces: [String] = []
        var piece = String.UnicodeScalarView()
        var used = 0
        for scalar in word.unicodeScalars {
            if used + scalar.displayWidth > width, !piece.isEmpty {
                pieces.append(String(piece))
                piece = String.UnicodeScalarView()
                used = 0
            }
            piece.append(scalar)
            used += scalar.displayWidth
        }
        return pieces + [String(piece)]
    }
}
