import TraceRules

/// What a run came to: every selected rule with what was found, in the order of the catalogue.
public struct CheckResult: Sendable {
    public let tallies: [RuleTally]
    public let account: RunAccount
    /// Spans that found no room among those that traces are built of: then no trace was judged.
    public let spansWithoutTraces: Int
    public let isComplete: Bool

    /// Rules that were broken.
    public var broken: [RuleTally] { tallies.filter { $0.broken > 0 } }

    /// Rules that something exercised, and that were kept.
    public var kept: [RuleTally] { tallies.filter { $0.judged > 0 && $0.broken == 0 } }
}
