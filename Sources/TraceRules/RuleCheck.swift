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
    @usableFromInline let kept: Int

    public init(keeping kept: Int = .max) { self.kept = kept }

    /// The rule applies to one thing more, and holds for it or not.
    @inlinable
    public mutating func expect(_ holds: Bool, else violation: @autoclosure () -> Violation) {
        if holds {
            applied()
        } else if isFull {
            counted()
        } else {
            broken(by: violation())
        }
    }

    @usableFromInline var isFull: Bool { violations.count >= kept }

    /// The rule applied to one thing more, and holds for it.
    @usableFromInline
    mutating func applied() { judged += 1 }

    /// It does not hold, and nobody asks how.
    @usableFromInline
    mutating func counted() {
        judged += 1
        broken += 1
    }

    @usableFromInline
    mutating func broken(by violation: Violation) {
        counted()
        violations.append(violation)
    }
}
