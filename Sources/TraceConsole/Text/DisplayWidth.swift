extension StringProtocol {
    /// The columns that a terminal uses for the text: 2 for wide East Asian letters and emoji, 0 for combining marks
    /// and control characters, else 1. An estimate: terminals differ about emoji that are joined from several.
    package var displayWidth: Int { unicodeScalars.reduce(0) { $0 + $1.displayWidth } }

    /// The start of the text that fits in so many columns, with a mark in the last column(s) where something is missing.
    package func truncated(toWidth width: Int, mark: String = "...") -> String {
        guard displayWidth > width else { return String(self) }
        let room = width - mark.displayWidth
        guard room > 0 else { return String(mark.prefix(Swift.max(width, 0))) }
        var kept = String.UnicodeScalarView()
        var used = 0
        for scalar in unicodeScalars {
            used += scalar.displayWidth
            if used > room { break }
            kept.append(scalar)
        }
        return String(kept) + mark
    }

    /// The text with spaces behind it, or before it, up to so many columns.
    package func padded(toWidth width: Int, alignment: TextAlignment = .leading) -> String {
        let spaces = String(repeating: " ", count: Swift.max(width - displayWidth, 0))
        return alignment == .leading ? self + spaces : spaces + self
    }
}

/// On which side of its column a text stands.
package enum TextAlignment: Sendable {
    case leading
    case trailing
}

extension Unicode.Scalar {
    var displayWidth: Int {
        if value < 0x7f { return value < 0x20 ? 0 : 1 }
        switch properties.generalCategory {
        case .control, .nonspacingMark, .enclosingMark, .format, .lineSeparator, .paragraphSeparator: return 0
        default: return Self.wide.contains { $0.contains(value) } ? 2 : 1
        }
    }

    /// The blocks whose letters are wide (Unicode Standard Annex 11, East_Asian_Width W and F), and emoji.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115f,  // Hangul Jamo, initial consonants
        0x231a...0x231b, 0x23e9...0x23ec, 0x2614...0x2615, 0x2705...0x2705, 0x274c...0x274c,  // emoji among the symbols
        0x2e80...0x303e,  // CJK radicals and punctuation
        0x3041...0xa4cf,  // kana, CJK ideographs, Yi
        0xa960...0xa97f,  // Hangul Jamo extended A
        0xac00...0xd7a3,  // Hangul syllables
        0xf900...0xfaff,  // CJK compatibility ideographs
        0xfe30...0xfe6f,  // CJK compatibility forms
        0xff01...0xff60, 0xffe0...0xffe6,  // full-width forms
        0x1f300...0x1f64f, 0x1f680...0x1f6ff, 0x1f900...0x1f9ff,  // emoji
        0x20000...0x3fffd,  // CJK extensions
    ]
}
