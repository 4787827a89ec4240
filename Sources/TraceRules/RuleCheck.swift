/// A rule at work: how often it applied, and where it was broken.
///
/// A rule that never applied was not judged: nothing exercised it, which is no pass.
public struct RuleCheck: Sendable {
    /// How many things the rule was true or false of.
    public private(set) var judged = 0
    /// In the order in which they were found.
    public private(set) var violations: [Violation] = []

    public init() {}

    /// The rule applies to one thing more, and holds for it or not.
    @inlinable
    public mutating func expect(_ holds: Bool, else violation: @autoclosure () -> Violation) {
        if holds { applied() } else { broken(violation()) }
    }

    /// The rule applied to one thing more, and holds for it.
    @usableFromInline
    mutating func applied() { judged += 1 }

    @usableFromInline
    mutating func broken(_ violation: Violation) {
        judged += 1
        violations.append(violation)
    }
}
