import TraceConsole

/// Failures as workflow commands, which GitHub Actions shows beside the run: `::error title=…::…`.
///
/// A claim that fails is an error, one that could not be judged a warning, a known failure a notice.
package struct GitHubAnnotations {
    private let report: RunReport

    package init(_ report: RunReport) { self.report = report }

    /// Whether the process runs in GitHub Actions: `GITHUB_ACTIONS=true`.
    package static func isWanted(in environment: [String: String]) -> Bool { environment["GITHUB_ACTIONS"] == "true" }

    /// The lines, each ended by `\n`; empty when there is nothing to show.
    package var text: String {
        report.results.compactMap(command).map { $0 + "\n" }.joined()
    }

    private func command(_ result: ClaimResult) -> String? {
        switch result.standing {
        case .holds, .notApplicable: nil
        case .fails: Self.command("error", title: result.id, message: message(result))
        case .holdsAlthoughKnown:
            Self.command("error", title: result.id, message: "holds, although listed as known to fail")
        case .notJudged(let reason):
            Self.command("warning", title: result.id, message: "not judged: \(reason.escapedForTerminal)")
        case .failsAsKnown: Self.command("notice", title: result.id, message: "known to fail\n\(message(result))")
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

    private static func command(_ name: String, title: String, message: String) -> String {
        "::\(name) title=\(escaped(title, inProperty: true))::\(escaped(message, inProperty: false))"
    }

    /// The toolkit's escaping: `%` and line ends always, `:` and `,` in properties.
    static func escaped(_ text: String, inProperty: Bool) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "%": "%25"
            case "\r": "%0D"
            case "\n": "%0A"
            case ":" where inProperty: "%3A"
            case "," where inProperty: "%2C"
            default: String(scalar)
            }
        }.joined()
    }
}
