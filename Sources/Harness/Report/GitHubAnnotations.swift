import TraceConsole

/// Failures as workflow commands, which GitHub Actions shows beside the run: `::error title=…::…`.
///
/// A claim that fails is an error, one that could not be judged a warning, a known failure a notice.
package struct GitHubAnnotations {
    private let report: RunReport

    package init(_ report: RunReport) { self.report = report }

    /// The lines, each ended by `\n`; empty when there is nothing to show.
    package var text: String {
        report.results.compactMap(command).map { $0 + "\n" }.joined()
    }

    private func command(_ result: ClaimResult) -> String? {
        switch result.standing {
        case .holds, .notApplicable: nil
        case .fails: WorkflowCommand.text("error", title: result.id, message: message(result))
        case .holdsAlthoughKnown:
            WorkflowCommand.text("error", title: result.id, message: "holds, although listed as known to fail")
        case .notJudged(let reason):
            WorkflowCommand.text("warning", title: result.id, message: "not judged: \(reason.escapedForTerminal)")
        case .failsAsKnown:
            WorkflowCommand.text("notice", title: result.id, message: "known to fail\n\(message(result))")
        }
    }

    /// The statement, and for each of the first causes its first finding: the log has the rest.
    private func message(_ result: ClaimResult) -> String {
        let groups = FindingGroup.groups(of: result.judgement.findings)
        let causes = groups.prefix(FindingGroup.shownCauses).flatMap { group -> [String] in
            guard let first = group.findings.first else { return [] }
            return [
                "\(group.cause): \(group.extent)",
                "\(first.place(in: report.analysis)): expected \(first.expected), found \(first.actual)",
            ]
        }
        return ([result.judgement.statement] + causes).map(\.escapedForTerminal).joined(separator: "\n")
    }
}
