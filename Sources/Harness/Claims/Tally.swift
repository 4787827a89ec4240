import TraceRules

/// What a claim finds while it looks at the evidence, item by item.
package struct Tally: Sendable {
    /// Items that could be judged, whether they kept the claim or not.
    package private(set) var judged = 0
    package private(set) var findings: [Finding] = []
    /// For the report's line; the number of judged items when empty.
    package var figures = ""
    private var blocked: [String: Int] = [:]
    private var unjudged: [String] = []
    private var inapplicable: String?

    package init() {}

    /// One item was looked at and kept the claim.
    package mutating func hold() { judged += 1 }

    package mutating func hold(_ count: Int) { judged += count }

    /// One item was looked at and broke the claim.
    package mutating func fail(_ finding: Finding) {
        judged += 1
        findings.append(finding)
    }

    /// One item: keeps the claim when the condition is true.
    package mutating func expect(_ condition: Bool, else finding: @autoclosure () -> Finding) {
        if condition { hold() } else { fail(finding()) }
    }

    /// The evidence for one item was destroyed by what another claim charges.
    package mutating func block(by claim: String) { blocked["chain/" + claim, default: 0] += 1 }

    /// Evidence was due and did not come, or is too thin; the reason is printed.
    package mutating func leaveUnjudged(_ reason: String) { unjudged.append(reason) }

    /// Configuration or options rule the claim out for the whole run; the reason is printed.
    package mutating func ruleOut(_ reason: String) { inapplicable = reason }

    /// Whether every judged item kept the claim so far.
    package var isClean: Bool { findings.isEmpty }

    /// Failure first; then missing evidence of any kind; a pass only on all of it.
    package var outcome: Outcome {
        if !findings.isEmpty { return .fails }
        if let (claim, count) = blocked.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) {
            return .notJudged("blocked by \(claim) (\(count) of \(count + judged))")
        }
        if let reason = unjudged.first {
            return .notJudged(unjudged.count == 1 ? reason : "\(reason), and \(unjudged.count - 1) more")
        }
        if let inapplicable { return .notApplicable(inapplicable) }
        return judged == 0 ? .notJudged("nothing to judge") : .holds
    }
}
