import TraceConsole
import TraceRules

/// The report as workflow commands, which GitHub Actions shows beside the run: an error for what fails the run, a warning for
/// what does not decide or was not judged, a notice for what is known.
package struct CheckAnnotations {
    private let report: CheckReport

    package init(_ report: CheckReport) { self.report = report }

    /// The lines, each ended by `\n`; empty when there is nothing to show.
    package var text: String {
        let commands =
            report.standings.compactMap(command)
            + report.doubts.map { WorkflowCommand.text("warning", title: "not judged", message: $0) }
        return commands.map { $0 + "\n" }.joined()
    }

    private func command(_ standing: RuleStanding) -> String? {
        let facts = standing.tally.facts
        return switch standing.outcome {
        case .kept, .notJudged: nil
        case .fails: WorkflowCommand.text("error", title: facts.id, message: message(standing))
        case .remarked: WorkflowCommand.text("warning", title: facts.id, message: message(standing))
        case .failsAsKnown: WorkflowCommand.text("notice", title: facts.id, message: "known\n\(message(standing))")
        case .keptAlthoughKnown:
            WorkflowCommand.text(
                "error", title: facts.id, message: "kept, although listed as known to be broken")
        }
    }

    private func message(_ standing: RuleStanding) -> String {
        let first = standing.tally.groups.compactMap(\.shown.first).prefix(CheckTextReport.shownGroups).map(\.line)
        return ([standing.tally.facts.statement] + first + ["\(standing.tally.facts.reference)"])
            .map(\.escapedForTerminal).joined(separator: "\n")
    }
}
