/// What is known of a rule beside how it is judged: what lists, reports and documents tell.
public struct RuleFacts: Sendable, Hashable {
    /// A kebab path that never changes and never is a position: `zipkin-v2/trace-id/spelling`.
    public let id: String
    /// The number in the catalogue, an alias of the id: `ZIP2-002`. A row of the catalogue that says two things, or says
    /// it with two levels, is several rules of one number.
    public let number: String
    public let level: RequirementLevel
    /// One sentence, true of what keeps the rule.
    public let statement: String
    /// What happens to spans of senders that break it.
    public let why: String
    public let owner: RuleOwner
    /// The version of the catalogue that brought it.
    public let since: CatalogueVersion
    /// What must be known of a recording before the rule can be judged.
    public let condition: RuleCondition
    public let reference: SpecReference
    /// A line that keeps it.
    public let good: String
    /// A line that breaks it.
    public let bad: String

    public init(
        _ id: String, _ number: String, _ level: RequirementLevel, _ statement: String, why: String,
        owner: RuleOwner = .exporter, since: CatalogueVersion = .first, condition: RuleCondition = .none,
        spec reference: SpecReference, good: String, bad: String
    ) {
        self.id = id
        self.number = number
        self.level = level
        self.statement = statement
        self.why = why
        self.owner = owner
        self.since = since
        self.condition = condition
        self.reference = reference
        self.good = good
        self.bad = bad
    }
}

/// Who can mend what a rule finds.
public enum RuleOwner: String, Sendable, Hashable, CaseIterable {
    case exporter, sdk, instrumentation, application
}

/// What must be known of a recording before a rule can be judged.
public enum RuleCondition: String, Sendable, Hashable, CaseIterable {
    case none
    /// Everything that belongs to the traces is there: a recording of one service has parents elsewhere.
    case complete
    /// What the program meant to send is known.
    case expectation

    /// Why a rule was not judged: `needs a recording that is declared complete (--complete)`.
    public var reason: String {
        switch self {
        case .none: ""
        case .complete: "needs a recording that is declared complete (--complete)"
        case .expectation: "needs an expected.json beside the payloads: what the program meant to send"
        }
    }
}
