import TraceRules

/// The results counted by what they came to, and the one sentence that all reports end with.
package struct RunSummary: Sendable, Hashable {
    package private(set) var holding = 0
    package private(set) var failing = 0
    package private(set) var notApplicable = 0
    package private(set) var notJudged = 0
    package private(set) var failingAsKnown = 0
    package private(set) var holdingAlthoughKnown = 0
    package let skipped: Int
    package let verdict: Verdict

    package init(_ report: RunReport) {
        skipped = report.skipped.count
        verdict = report.verdict
        for result in report.results {
            switch result.standing {
            case .holds: holding += 1
            case .fails: failing += 1
            case .notApplicable: notApplicable += 1
            case .notJudged: notJudged += 1
            case .failsAsKnown: failingAsKnown += 1
            case .holdsAlthoughKnown: holdingAlthoughKnown += 1
            }
        }
    }

    /// `26 hold, 1 fails, 1 not applicable, 0 not judged — FAILS (exit 1)`
    package var sentence: String { "\(figures) — \(verdict.word) (exit \(verdict.rawValue))" }

    private var figures: String {
        var parts = [
            "\(holding) \(holding == 1 ? "holds" : "hold")", "\(failing) \(failing == 1 ? "fails" : "fail")",
            "\(notApplicable) not applicable", "\(notJudged) not judged",
        ]
        if failingAsKnown > 0 { parts.append("\(failingAsKnown) known to fail") }
        if holdingAlthoughKnown > 0 {
            parts.append(
                "\(holdingAlthoughKnown) \(holdingAlthoughKnown == 1 ? "holds" : "hold") although known to fail")
        }
        if skipped > 0 { parts.append("\(skipped) skipped") }
        return parts.joined(separator: ", ")
    }
}
