import TraceRules

/// What a run came to for whoever asked: every rule with its standing, and the verdict.
public struct CheckReport: Sendable {
    public let result: CheckResult
    /// In the order of the catalogue.
    public let standings: [RuleStanding]
    /// The least level that fails a run.
    public let failsOn: RequirementLevel
    public let verdict: Verdict
    /// Why a run that broke nothing does not conform; empty when it does.
    public let doubts: [String]

    public init(_ result: CheckResult, failsOn: RequirementLevel = .must, known: KnownFailures = KnownFailures()) {
        self.result = result
        self.failsOn = failsOn
        standings = result.tallies.map { tally in
            RuleStanding(
                tally: tally, isKnown: known.includes(tally.facts.id, orAlias: tally.facts.number), failsOn: failsOn,
                isComplete: result.isComplete)
        }
        doubts = Self.doubts(of: result)
        if standings.contains(where: \.failsRun) {
            verdict = .fails
        } else {
            verdict = doubts.isEmpty ? .conforms : .notJudged
        }
    }

    /// "No evidence" is never a pass, and neither is a part of it.
    private static func doubts(of result: CheckResult) -> [String] {
        var doubts: [String] = []
        if result.account.payloads == 0 { doubts.append("nothing was received") }
        if result.tallies.isEmpty { doubts.append("no rule was selected") }
        let unjudged = result.account.unjudged
        doubts += unjudged.first.map { "\($0.source) was not judged: \($0.reason)" }
        if unjudged.count > unjudged.first.count { doubts.append("\(unjudged.count) payloads in all were not judged") }
        if doubts.isEmpty, result.tallies.allSatisfy({ $0.judged == 0 }) {
            doubts.append("nothing that was received exercised a selected rule")
        }
        if result.spansWithoutTraces > 0 {
            doubts.append("no trace was judged: more spans than are kept, \(result.spansWithoutTraces) too many")
        }
        return doubts
    }
}

/// One rule in a report.
public struct RuleStanding: Sendable {
    public let tally: RuleTally
    public let outcome: Outcome

    public enum Outcome: Sendable, Hashable {
        case kept
        /// Broken, and of a level that fails the run.
        case fails
        /// Broken, and of a level below that.
        case remarked
        /// Broken, and listed as known to be: does not fail the run.
        case failsAsKnown
        /// Kept, although listed as known to be broken: fails the run.
        case keptAlthoughKnown
        /// With the reason.
        case notJudged(String)
    }

    init(tally: RuleTally, isKnown: Bool, failsOn: RequirementLevel, isComplete: Bool) {
        self.tally = tally
        if tally.broken > 0 {
            outcome = isKnown ? .failsAsKnown : tally.level >= failsOn ? .fails : .remarked
        } else if tally.judged > 0 {
            outcome = isKnown ? .keptAlthoughKnown : .kept
        } else if tally.facts.condition == .complete, !isComplete {
            outcome = .notJudged(RuleCondition.complete.reason)
        } else if tally.facts.condition == .expectation {
            outcome = .notJudged(RuleCondition.expectation.reason)
        } else {
            outcome = .notJudged("nothing exercised it")
        }
    }

    public var failsRun: Bool { outcome == .fails || outcome == .keptAlthoughKnown }
}
