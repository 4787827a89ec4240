import TraceBytes
import TraceCatalogue
import TraceConsole
import TracePlatform
import TraceRules

/// By what a run is judged: what the command line says and, where it is silent, what the settings file says.
struct RuleOptions: Sendable {
    var selection: CheckSelection
    var failsOn: RequirementLevel
    var known: KnownFailures

    /// - Throws: also for a pattern that selects nothing: a typing error must not shrink a run in silence.
    init(_ arguments: Arguments, settings: JudgingSettings = JudgingSettings()) throws {
        selection = CheckSelection(
            rules: RuleSelection(
                only: Self.globs(arguments, RuleArguments.only, settings.only),
                skip: Self.globs(arguments, RuleArguments.skip, settings.skip)),
            level: arguments.isGiven(RuleArguments.level)
                ? arguments[RuleArguments.level].level : settings.level ?? .warning,
            owners: try Self.owners(arguments[RuleArguments.owner]) ?? settings.owners,
            catalogue: try Self.version(arguments[RuleArguments.catalogue]) ?? settings.catalogue ?? Catalogue.version,
            isComplete: arguments[RuleArguments.complete] || settings.isComplete,
            limits: DecodingLimits(payloadBytes: arguments[RuleArguments.maxBody]))
        failsOn =
            arguments.isGiven(RuleArguments.failOn)
            ? arguments[RuleArguments.failOn].level : settings.failsOn ?? .must
        known = KnownFailures(settings.knownFailing)
        if let file = arguments[RuleArguments.knownFailing] {
            known = KnownFailures(parsing: String(decoding: try Files.read(file), as: UTF8.self))
        }
        try check()
    }

    private func check() throws {
        let names = Catalogue.judged.flatMap { [$0.id, $0.number] }
        let idle = selection.rules.idlePatterns(among: names) + known.idlePatterns(among: names)
        guard idle.isEmpty else {
            let complaints = idle.map { pattern in
                let hint = nearest(to: pattern.pattern, among: names).map { "; did you mean '\($0)'?" } ?? ""
                return "no rule is called '\(pattern)'\(hint) (harness rules names them)"
            }
            throw UsageProblem(description: complaints.joined(separator: "\n"))
        }
        guard Catalogue.judged.contains(where: { selection.level(of: $0) != nil }) else {
            throw UsageProblem(
                description: "--only, --skip, --level, --owner and --catalogue leave no rule to judge by")
        }
    }

    private static func globs(
        _ arguments: Arguments, _ option: CommandOption<[String]>, _ settings: [Glob]
    ) -> [Glob] {
        arguments.isGiven(option) ? arguments[option].map(Glob.init) : settings
    }

    /// nil when none is named.
    static func owners(_ names: [String]) throws -> Set<RuleOwner>? {
        guard !names.isEmpty else { return nil }
        return Set(
            try names.map { name in
                guard let owner = RuleOwner(rawValue: name) else {
                    let known = RuleOwner.allCases.map(\.rawValue)
                    let hint = nearest(to: name, among: known).map { ", did you mean \($0)?" } ?? ""
                    throw UsageProblem(
                        description: "--owner \(name): expected one of \(known.joined(separator: ", "))\(hint)")
                }
                return owner
            })
    }

    static func version(_ text: String?) throws -> CatalogueVersion? {
        guard let text else { return nil }
        guard let version = CatalogueVersion(parsing: text), version <= Catalogue.version else {
            throw UsageProblem(
                description: "--catalogue \(text): expected a version up to \(Catalogue.version), such as 1.0")
        }
        return version
    }

    /// Writes the report in the form that was asked for, and gives the exit status.
    func write(_ result: CheckResult, _ arguments: Arguments) throws -> CommandStatus {
        let report = CheckReport(result, failsOn: failsOn, known: known)
        let output = arguments[RuleArguments.output]
        let text =
            switch arguments[RuleArguments.format] {
            case .text:
                CheckTextReport(
                    report, style: output == nil ? ConsoleStyle(.current(.output)) : ConsoleStyle(unicode: true),
                    listsAll: arguments[RuleArguments.all]
                ).text
            case .json: CheckJSONReport(report).text
            case .junit: CheckJUnitReport(report).text
            case .github: CheckAnnotations(report).text
            }
        if let output {
            try Files.write(text, to: output)
            _ = StandardStream.output.write("\(report.sentence)\n")
        } else {
            _ = StandardStream.output.write(text)
        }
        if arguments[RuleArguments.format] != .github, WorkflowCommand.isWanted(in: Environment.all) {
            _ = StandardStream.output.write(CheckAnnotations(report).text)
        }
        return CommandStatus(rawValue: report.verdict.rawValue) ?? .notJudged
    }
}
