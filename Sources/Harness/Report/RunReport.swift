import TraceModel
import TraceRules

/// What a run came to, ready to be written in any form: text, JSON lines, JUnit, annotations.
///
/// All forms read this one value, so that none of them can disagree about the verdict.
package struct RunReport: Sendable {
    /// The evidence in order, from which failures are illustrated.
    package let analysis: RunAnalysis
    /// The judged claims in the order of the report.
    package let results: [ClaimResult]
    /// The ids of claims that were not selected.
    package let skipped: [String]
    package var durations: RunDurations
    package var counts: RunCounts
    /// The folder that holds the run; nil when it was not kept.
    package var keptAt: String?
    /// The words of the command that repeats the run with the same seed, without `--seed`: `harness verify --chain DIR`.
    package var invocation: [String]
    /// Where the entry listened, without a path: `http://127.0.0.1:5000`. nil where it is gone and its port was chosen
    /// by the system.
    package var entryURL: String?

    /// - Parameters:
    ///   - known: claims that are known to fail. One that holds nevertheless fails the run.
    ///   - counts: counted from the evidence where the caller has nothing to add.
    package init(
        _ analysis: RunAnalysis, judgements: [Judgement], known: KnownFailures = KnownFailures(),
        skipped: [String] = [], durations: RunDurations = RunDurations(), counts: RunCounts? = nil,
        keptAt: String? = nil, invocation: [String] = [], entryURL: String? = nil
    ) {
        self.analysis = analysis
        results = judgements.map { ClaimResult(judgement: $0, isKnown: known.includes($0.id)) }
        self.skipped = skipped
        self.durations = durations
        self.counts = counts ?? RunCounts(countedIn: analysis)
        self.keptAt = keptAt
        self.invocation = invocation
        self.entryURL = entryURL
    }

    package var settings: RunSettings { analysis.settings }
    package var chain: ChainTopology { analysis.chain }

    /// The exit status: known failures count as ruled out, and a known failure that holds counts as one that fails.
    package var verdict: Verdict {
        Verdict(
            results.map { result -> Outcome in
                switch result.standing {
                case .holds: .holds
                case .fails, .holdsAlthoughKnown: .fails
                case .failsAsKnown: .notApplicable("known to fail")
                case .notApplicable(let reason): .notApplicable(reason)
                case .notJudged(let reason): .notJudged(reason)
                }
            })
    }

    /// The results that fail the run, in the order of the report.
    package var failures: [ClaimResult] {
        results.filter { $0.standing == .fails || $0.standing == .holdsAlthoughKnown }
    }

    /// Entries of the list of known failures that failed as known.
    package var failuresAsKnown: [ClaimResult] { results.filter { $0.standing == .failsAsKnown } }

    /// Entries of the list of known failures that hold, so that the list is out of date.
    package var holdsAlthoughKnown: [ClaimResult] { results.filter { $0.standing == .holdsAlthoughKnown } }
}

/// One judged claim, seen with the list of known failures in hand.
package struct ClaimResult: Sendable {
    package let judgement: Judgement
    /// The list of known failures names the claim.
    package let isKnown: Bool

    package enum Standing: Sendable, Hashable {
        case holds
        case fails
        case notApplicable(String)
        case notJudged(String)
        case failsAsKnown
        case holdsAlthoughKnown
    }

    package var standing: Standing {
        switch judgement.outcome {
        case .holds: isKnown ? .holdsAlthoughKnown : .holds
        case .fails: isKnown ? .failsAsKnown : .fails
        case .notApplicable(let reason): .notApplicable(reason)
        case .notJudged(let reason): .notJudged(reason)
        }
    }

    package var id: String { judgement.id }

    /// The id as tables show it, without the prefix that all share: `linkage/one-trace`.
    package var shortID: String { Self.shortened(id) }

    static func shortened(_ id: String) -> String { id.hasPrefix("chain/") ? String(id.dropFirst(6)) : id }

    /// What was looked at: the claim's own figures, else how many things it judged.
    package var figures: String { judgement.figures.isEmpty ? "\(judgement.judged) judged" : judgement.figures }
}
