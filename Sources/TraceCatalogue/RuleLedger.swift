import TraceRules

/// What became of each selected rule in a run: how often it applied, how often it was broken, and the first places.
///
/// Bounded, however long the run: of each cause the first places are kept, of each rule the first causes and the first
/// thousand violations, and the rest is counted.
struct RuleLedger {
    let selection: CheckSelection
    private(set) var tallies: [RuleTally] = []
    /// How often a rule of the highest level was broken.
    private(set) var brokenMusts = 0
    private var slots: [String: Int] = [:]

    init(_ selection: CheckSelection) { self.selection = selection }

    /// Where a rule is counted; nil when it is not selected.
    mutating func enter(_ facts: RuleFacts) -> Int? {
        guard let level = selection.level(of: facts) else { return nil }
        if let slot = slots[facts.id] { return slot }
        slots[facts.id] = tallies.count
        tallies.append(RuleTally(facts: facts, level: level))
        return tallies.count - 1
    }

    /// The rule at work on its next subject.
    func check(in slot: Int) -> RuleCheck {
        RuleCheck(keeping: max(RuleTally.toldViolations - tallies[slot].broken, 0))
    }

    mutating func add(_ check: RuleCheck, to slot: Int, at place: PayloadPlace) {
        tallies[slot].judged += check.judged
        if tallies[slot].level == .must { brokenMusts += check.broken }
        for violation in check.violations { tallies[slot].add(violation, at: place) }
        tallies[slot].add(untold: check.broken - check.violations.count)
    }
}

/// One rule over a run.
public struct RuleTally: Sendable {
    public let facts: RuleFacts
    /// What counts: the rule's own level, or less while it is new.
    public let level: RequirementLevel
    /// How many things the rule was true or false of; 0 when nothing exercised it.
    public internal(set) var judged = 0
    /// How many of them broke it.
    public internal(set) var broken = 0
    /// In the order in which the causes first appeared.
    public private(set) var groups: [ViolationGroup] = []
    /// Violations that are of no group: of causes that found no room, and behind the first thousand.
    public private(set) var ungrouped = 0
    private var places: [String: Int] = [:]

    /// How many causes of a rule are kept apart.
    static let keptGroups = 32

    /// How many violations of a rule are put into words: an exporter that is wrong in each of a million spans is mostly
    /// wrong in one way.
    static let toldViolations = 1000

    init(facts: RuleFacts, level: RequirementLevel) {
        self.facts = facts
        self.level = level
    }

    /// Counts what nobody put into words. Where there was one cause a thousand times it is that one's.
    mutating func add(untold count: Int) {
        guard count > 0 else { return }
        broken += count
        if groups.count == 1 { groups[0].add(untold: count) } else { ungrouped += count }
    }

    mutating func add(_ violation: Violation, at place: PayloadPlace) {
        broken += 1
        let cause = ViolationGroup.cause(of: violation)
        if let group = places[cause] {
            groups[group].add(violation, at: place)
        } else if groups.count < Self.keptGroups {
            places[cause] = groups.count
            groups.append(ViolationGroup(cause: cause))
            groups[groups.count - 1].add(violation, at: place)
        } else {
            ungrouped += 1
        }
    }
}

/// The violations of one rule that have one cause: the same part of each span, whichever span it is.
public struct ViolationGroup: Sendable {
    /// The path without numbers: `[*].tags["http.status_code"]`.
    public let cause: String
    /// How many there were.
    public private(set) var count = 0
    /// The first ones.
    public private(set) var shown: [FoundViolation] = []

    /// How many of a group are shown.
    public static let shownCount = 3

    init(cause: String) { self.cause = cause }

    mutating func add(untold count: Int) { self.count += count }

    mutating func add(_ violation: Violation, at place: PayloadPlace) {
        count += 1
        if shown.count < Self.shownCount { shown.append(FoundViolation(violation, at: place)) }
    }

    /// The path with `*` for every number between brackets.
    static func cause(of violation: Violation) -> String {
        var cause: [UInt8] = []
        cause.reserveCapacity(violation.path.utf8.count)
        var isIndex = false
        for byte in violation.path.utf8 {
            if isIndex, (0x30...0x39).contains(byte) {
                if cause.last != UInt8(ascii: "*") { cause.append(UInt8(ascii: "*")) }
                continue
            }
            isIndex = byte == UInt8(ascii: "[")
            cause.append(byte)
        }
        return String(decoding: cause, as: UTF8.self)
    }
}

/// A violation with its place and what stands there.
public struct FoundViolation: Sendable {
    public let violation: Violation
    /// Which payload, counted from 0; nil when it is the run as a whole.
    public let payload: Int?
    public let source: String
    /// nil where no byte is to blame.
    public let excerpt: PayloadExcerpt?

    init(_ violation: Violation, at place: PayloadPlace) {
        self.violation = violation
        payload = place.number
        source = place.source
        excerpt = violation.offset.flatMap { PayloadExcerpt(of: place.content, at: $0) }
    }
}
