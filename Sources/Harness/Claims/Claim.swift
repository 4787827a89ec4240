import TraceRules

/// One statement about a run that holds or fails: `chain/linkage/one-trace`.
///
/// *One anomaly, one claim*: what a more specific claim charges is no failure here but evidence that is missing, and
/// the claim is then blocked by the other.
package struct Claim: Sendable {
    /// A kebab path below `chain/` that never changes.
    package let id: String
    /// What is claimed, in one line.
    package let statement: String
    private let body: @Sendable (RunAnalysis, inout Tally) -> Void

    init(_ path: String, _ statement: String, judge: @escaping @Sendable (RunAnalysis, inout Tally) -> Void) {
        id = "chain/" + path
        self.statement = statement
        body = judge
    }

    package func judge(_ run: RunAnalysis) -> Judgement {
        var tally = Tally()
        body(run, &tally)
        return Judgement(claim: self, tally: tally)
    }
}

/// What judging one claim came to.
package struct Judgement: Sendable {
    package let id: String
    package let statement: String
    package let outcome: Outcome
    /// How many things were looked at.
    package let judged: Int
    /// Figures for the report's line: `200 of 200 requests`, `largest difference 0.4 ms`.
    package let figures: String
    /// Every failure, in the order of the evidence.
    package let findings: [Finding]

    init(claim: Claim, tally: Tally) {
        id = claim.id
        statement = claim.statement
        judged = tally.judged
        figures = tally.figures
        findings = tally.findings
        outcome = tally.outcome
    }
}
