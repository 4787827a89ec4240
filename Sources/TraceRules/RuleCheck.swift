/// A rule at work: how often it applied, and where it was broken.
///
/// A rule that never applied was not judged: nothing exercised it, which is no pass.
public struct RuleCheck: Sendable {
    /// How many things the rule was true or false of.
    public private(set) var judged = 0
    /// How many of them broke it.
    public private(set) var broken = 0
    /// In the order in which they were found; no more than were asked for.
    public private(set) var violations: [Violation] = []
    /// How many violations are told: what is only counted need not be put into words.
    private let kept: Int

    public init(keeping kept: Int = .max) { self.kept = kept }

    /// The rule applies to one thing more, and holds for it or not.
    @inlinable
    public mutating func expect(_ holds: Bool, else violation: @autoclosure () -> Violation) {
        if holds { self.holds() } else { breaks(violation()) }
    }

    /// The rule applies to one thing more, and holds for it.
    public mutating func holds() { judged += 1 }

    /// The rule applies to one thing more, and does not hold for it.
    @inlinable
    public mutating func breaks(_ violation: @autoclosure () -> Violation) {
        if count() { add(violation()) }
    }

    /// Whether somebody asks how it was broken.
    @usableFromInline
    mutating func count() -> Bool {
        judged += 1
        broken += 1
        return violations.count < kept
    }

    @usableFromInline
    mutating func add(_ violation: Violation) { violations.append(violation) }
}
