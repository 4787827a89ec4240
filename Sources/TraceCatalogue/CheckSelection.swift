import TraceBytes
import TraceModel
import TraceRules

/// Which rules a run judges, and what makes it fail.
public struct CheckSelection: Sendable {
    /// Ids and numbers of the catalogue.
    public var rules: RuleSelection
    /// The least level that is judged.
    public var level: RequirementLevel
    /// Empty means all.
    public var owners: Set<RuleOwner>
    /// The set of rules: later ones are left out.
    public var catalogue: CatalogueVersion
    /// Whether everything that belongs to the traces is there.
    public var isComplete: Bool
    /// Spans that exist and are exported by nobody, such as those that a test client sends.
    public var virtualParents: Set<SpanID>
    /// What is taken off a body's content codings, and no more.
    public var limits: DecodingLimits

    public init(
        rules: RuleSelection = .all, level: RequirementLevel = .warning, owners: Set<RuleOwner> = [],
        catalogue: CatalogueVersion = Catalogue.version, isComplete: Bool = false,
        virtualParents: Set<SpanID> = [], limits: DecodingLimits = .default
    ) {
        self.rules = rules
        self.level = level
        self.owners = owners
        self.catalogue = catalogue
        self.isComplete = isComplete
        self.virtualParents = virtualParents
        self.limits = limits
    }

    /// The level that a rule has in this run; nil when it is not selected.
    public func level(of facts: RuleFacts) -> RequirementLevel? {
        guard facts.since <= catalogue, rules.includes(facts.id, orAlias: facts.number) else { return nil }
        guard owners.isEmpty || owners.contains(facts.owner) else { return nil }
        // A rule that came with the newest minor version warns, so that no build breaks by an update.
        let isNew = facts.since == catalogue && catalogue.minor > 0
        let level = isNew ? RequirementLevel.warning : facts.level
        return level >= self.level ? level : nil
    }
}
