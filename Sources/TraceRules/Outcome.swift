/// What judging came to. "No evidence" is never a pass: it is one of the last two, with the reason.
public enum Outcome: Hashable, Sendable {
    /// Judged on complete evidence, and true.
    case holds
    /// Judged, and false.
    case fails
    /// Ruled out beforehand by configuration or options; the reason is printed.
    case notApplicable(String)
    /// Evidence was due and did not come, or is too thin to tell right from wrong; the reason is printed.
    case notJudged(String)
}

/// The verdict over many outcomes, as the exit status that commands share.
public enum Verdict: Int32, Hashable, Sendable {
    /// Something held, and nothing failed or went unjudged.
    case conforms = 0
    /// Something failed.
    case fails = 1
    /// Nothing failed, and something could not be judged, or nothing was.
    case notJudged = 2

    public init(_ outcomes: some Sequence<Outcome>) {
        var held = false
        var unjudged = false
        for outcome in outcomes {
            switch outcome {
            case .fails:
                self = .fails
                return
            case .notJudged: unjudged = true
            case .holds: held = true
            case .notApplicable: break
            }
        }
        self = unjudged || !held ? .notJudged : .conforms
    }
}

extension Verdict {
    /// The verdict as a shout: `CONFORMS`, `FAILS`, `NOT JUDGED`.
    package var word: String {
        switch self {
        case .conforms: "CONFORMS"
        case .fails: "FAILS"
        case .notJudged: "NOT JUDGED"
        }
    }

    /// The verdict in reports for programs: `conforms`, `fails`, `not_judged`.
    package var identifier: String {
        switch self {
        case .conforms: "conforms"
        case .fails: "fails"
        case .notJudged: "not_judged"
        }
    }
}
