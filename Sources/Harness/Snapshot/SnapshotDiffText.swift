import TraceConsole
import TraceTrees

/// A difference between snapshots for people.
struct SnapshotDiffText {
    let text: String

    init(_ diff: SnapshotDiff, style: ConsoleStyle) {
        var page = ReportPage(style)
        if diff.isEmpty { page.paragraph("the same spans, numbered otherwise or in another order", .doubtful) }
        for line in diff.lines {
            let indent = line.depth * 2
            switch line.change {
            case .place: page.line("  " + line.text, .faint, indent: indent)
            case .added: page.line("+ " + line.text, .good, indent: indent)
            case .removed: page.line("- " + line.text, .bad, indent: indent)
            case .moved: page.line("> " + line.text + " (moved here)", .doubtful, indent: indent)
            case .changed(let old):
                page.line("~ " + line.text, .doubtful, indent: indent)
                page.line("  was \(old)", .faint, indent: indent + 2)
            }
        }
        text = page.text
    }
}
