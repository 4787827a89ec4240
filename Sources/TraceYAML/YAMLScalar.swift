/// A scalar as it was written and as it reads.
package struct YAMLScalar: Hashable, Sendable {
    package enum Style: Hashable, Sendable {
        case plain, singleQuoted, doubleQuoted, literal, folded
    }

    package let style: Style
    /// The exact text of its range: `"a\tb"` with the quotes and the backslash.
    package let source: String
    /// The text that it stands for: quotes and escapes decoded, lines folded. Of a plain scalar on one line the same
    /// as `source`: no scalar is ever rewritten by its type, so that `010`, `yes` and `1e3` stay what they are.
    package let value: String

    /// The start of its source for messages: its first line, at most 40 characters, `...` for what was left out.
    package var excerpt: String {
        let line = source.unicodeScalars.prefix { $0 != "\n" && $0 != "\r" }
        let start = line.prefix(40)
        let isWhole = start.endIndex == source.unicodeScalars.endIndex
        return String(start) + (isWhole ? "" : "...")
    }
}
