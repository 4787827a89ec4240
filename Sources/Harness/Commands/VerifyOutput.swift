import TraceBytes
import TraceCatalogue
import TraceConsole
import TracePlatform
import TraceRules

/// Writes what a run came to: the report in the form asked for, and the run itself where it is kept.
struct VerifyOutput: Sendable {
    let arguments: Arguments
    /// nil when a kept run was judged again.
    let fixture: ChainFixture?
    let material: RunMaterial

    func write(_ report: RunReport) async throws -> CommandStatus {
        var report = report
        report.keptAt = try keep(verdict: report.verdict)
        switch arguments[VerifyArguments.format] {
        case .text: _ = StandardStream.output.write(TextReport(report, style: ConsoleStyle(.current(.output))).text)
        case .json: _ = StandardStream.output.write(JSONReport(report).text)
        }
        if let path = arguments[VerifyArguments.junit] { try Files.write(JUnitReport(report).text, to: path) }
        if WorkflowCommand.isWanted(in: Environment.all) {
            _ = StandardStream.output.write(GitHubAnnotations(report).text)
        }
        let status = CommandStatus(rawValue: report.verdict.rawValue) ?? .notJudged
        guard arguments[VerifyArguments.check] else { return status }
        return worse(status, writeCheck())
    }

    /// The payloads of the run by the rules of the catalogue, behind the report of the claims.
    private func writeCheck() -> CommandStatus {
        let report = CheckReport(material.checked())
        switch arguments[VerifyArguments.format] {
        case .text:
            let text = CheckTextReport(report, style: ConsoleStyle(.current(.output))).text
            _ = StandardStream.output.write("\n" + text)
        case .json: _ = StandardStream.output.write(CheckJSONReport(report).text)
        }
        if WorkflowCommand.isWanted(in: Environment.all) {
            _ = StandardStream.output.write(CheckAnnotations(report).text)
        }
        return CommandStatus(rawValue: report.verdict.rawValue) ?? .notJudged
    }

    /// What fails counts more than what could not be judged, and that more than what conforms.
    private func worse(_ left: CommandStatus, _ right: CommandStatus) -> CommandStatus {
        for status in [CommandStatus.interrupted, .fails, .notJudged] where left == status || right == status {
            return status
        }
        return .conforms
    }

    /// Where `--output` says, or, for a run that does not conform, in a temporary folder. nil when nothing is kept.
    private func keep(verdict: Verdict) throws -> String? {
        guard let fixture else { return arguments[VerifyArguments.from] }
        let folder: String
        if let asked = arguments[VerifyArguments.output] {
            folder = asked
        } else if verdict != .conforms {
            folder = try Files.makeTemporaryDirectory(prefix: "harness-run")
        } else {
            return nil
        }
        let logs = zip(fixture.hops, material.logs).map { hop, lines in
            KeptFile(name: hop.name, bytes: Array((lines.joined(separator: "\n") + "\n").utf8))
        }
        let run = KeptRun(
            evidence: material.evidence, payloads: material.payloads,
            configurations: fixture.hops.map { KeptFile(name: $0.fileName, bytes: $0.bytes) }, logs: logs)
        try run.write(to: folder)
        return folder
    }
}
