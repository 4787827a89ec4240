import TracePlatform

/// How text is drawn for one reader: a value, so that every drawing can be tested without a terminal.
package struct ConsoleStyle: Equatable, Sendable {
    /// Columns. Drawings become unreadable below `narrowest` and do not shrink further.
    package var width: Int
    /// Lines and marks of Unicode; otherwise ASCII.
    package var unicode: Bool
    package var color: Bool

    package static let narrowest = 60

    package init(width: Int = TerminalTraits.usualWidth, unicode: Bool = false, color: Bool = false) {
        self.width = max(width, Self.narrowest)
        self.unicode = unicode
        self.color = color
    }

    package init(_ traits: TerminalTraits) {
        self.init(width: traits.width, unicode: traits.isUTF8, color: traits.allowsColor)
    }

    /// Stands for what was cut away.
    var ellipsis: String { unicode ? "…" : "..." }
}

/// What a piece of text means, from which its colour follows.
package enum TextTone: Sendable {
    case plain
    case good
    case bad
    case doubtful
    /// Of less interest.
    case faint
    /// A heading.
    case strong

    /// The text between the codes of ECMA-48, 8.3.117 (SGR); unchanged where colours are not wanted.
    package func applied(to text: String, color: Bool) -> String {
        guard color, !text.isEmpty, let code else { return text }
        return "\u{1b}[\(code)m\(text)\u{1b}[0m"
    }

    private var code: Int? {
        switch self {
        case .plain: nil
        case .good: 32  // green
        case .bad: 31  // red
        case .doubtful: 33  // yellow
        case .faint: 2
        case .strong: 1
        }
    }
}

/// A text of unknown origin with its tone: escaped when it is drawn.
package struct TonedText: Equatable, Sendable, ExpressibleByStringInterpolation {
    package var text: String
    package var tone: TextTone

    package init(_ text: String, _ tone: TextTone = .plain) {
        self.text = text
        self.tone = tone
    }

    package init(stringLiteral value: String) { self.init(value) }
}
