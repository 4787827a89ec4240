/// The mark before a line that was judged.
package enum VerdictMark: CaseIterable, Sendable {
    case holds
    case fails
    case notApplicable
    case notJudged
    /// Wrong, and not so that it decides.
    case remarked

    /// `✔ ✘ – ?`, or in ASCII `ok FAIL n/a ?`.
    package func text(unicode: Bool) -> String {
        switch self {
        case .holds: unicode ? "✔" : "ok"
        case .fails: unicode ? "✘" : "FAIL"
        case .notApplicable: unicode ? "–" : "n/a"
        case .notJudged: "?"
        case .remarked: unicode ? "!" : "warn"
        }
    }

    package var tone: TextTone {
        switch self {
        case .holds: .good
        case .fails: .bad
        case .notApplicable: .faint
        case .notJudged, .remarked: .doubtful
        }
    }

    /// The mark as a cell of a table or the gutter of a tree.
    package func toned(_ style: ConsoleStyle) -> TonedText { TonedText(text(unicode: style.unicode), tone) }

    /// The mark in its colour, padded so that the text behind all marks begins in one column.
    package func padded(_ style: ConsoleStyle) -> String {
        let text = text(unicode: style.unicode)
        let width = Self.allCases.map { $0.text(unicode: style.unicode).displayWidth }.max() ?? 0
        let spaces = String(repeating: " ", count: max(width - text.displayWidth, 0))
        return tone.applied(to: text, color: style.color) + spaces
    }
}
