import TraceConsole
import TracePlatform
import TraceRules

/// What is judged, and what is known to fail.
struct JudgingOptions: Sendable {
    let selection: RuleSelection
    let known: KnownFailures

    /// A pattern that selects nothing is an error: a typing error must not shrink a run in silence.
    init(_ arguments: Arguments) throws {
        selection = RuleSelection(
            only: VerifyArguments.globs(arguments[VerifyArguments.only]),
            skip: VerifyArguments.globs(arguments[VerifyArguments.skip]))
        var known = KnownFailures()
        if let file = arguments[VerifyArguments.knownFailing] {
            let listed = KnownFailures(parsing: String(decoding: try Files.read(file), as: UTF8.self))
            known = KnownFailures(VerifyArguments.globs(listed.patterns.map(\.pattern)))
        }
        self.known = known
        let ids = Claim.all.map(\.id)
        let idle = selection.idlePatterns(among: ids) + known.idlePatterns(among: ids)
        guard idle.isEmpty else {
            throw VerifyError.setUp(idle.map { Self.complaint($0, among: ids) }.joined(separator: "\n"))
        }
        guard ids.contains(where: selection.includes) else {
            throw VerifyError.setUp("--only and --skip leave no claim to judge")
        }
    }

    private static func complaint(_ idle: Glob, among ids: [String]) -> String {
        let hint = nearest(to: idle.pattern, among: ids).map { "; did you mean '\($0)'?" } ?? ""
        return "no claim is called '\(idle)'\(hint) (harness verify --list names them)"
    }

    func report(on material: RunMaterial, invocation: [String]) async -> RunReport {
        let started = MonotonicClock.now()
        let analysis = RunAnalysis(material.evidence)
        let judgements = await judgements(on: analysis)
        let judging = MonotonicClock.now() - started
        return RunReport(
            analysis, judgements: judgements, known: known,
            skipped: Claim.all.map(\.id).filter { !selection.includes($0) },
            durations: material.durations(judging: judging), invocation: invocation)
    }

    /// In the order of the claims, which are judged at the same time: none knows of another.
    private func judgements(on analysis: RunAnalysis) async -> [Judgement] {
        await withTaskGroup(of: Numbered.self) { group in
            let claims = Claim.all.filter { selection.includes($0.id) }
            for (number, claim) in claims.enumerated() {
                group.addTask { Numbered(number: number, judgement: claim.judge(analysis)) }
            }
            var judgements: [Numbered] = []
            for await judgement in group { judgements.append(judgement) }
            return judgements.sorted { $0.number < $1.number }.map(\.judgement)
        }
    }

    private struct Numbered: Sendable {
        let number: Int
        let judgement: Judgement
    }
}

extension RunMaterial {
    fileprivate func durations(judging: Int64) -> RunDurations {
        RunDurations(
            spawn: spawnNanoseconds, traffic: trafficNanoseconds, waiting: endNanoseconds, judging: judging)
    }
}
