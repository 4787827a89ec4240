/// One statement of a specification that a subject either keeps or breaks.
///
/// ```
/// static let traceIDSpelling = Rule(
///     "zipkin-v2/trace-id/spelling", "ZIP2-002", .must, "A trace id is 16 or 32 lower-case hex digits.", …
/// ) { payload, check in
///     for place in payload.places {
///         // Absent is the business of `traceIDPresent`: one fault, one rule.
///         guard let id = place.span.text(.traceId) else { continue }
///         check.expect(isTraceID(id), else: place.violation(at: .traceId, expected: …, actual: id))
///     }
/// }
/// ```
public struct Rule<Subject>: Sendable {
    public let facts: RuleFacts
    private let begin: @Sendable () -> RuleRun<Subject>

    /// A rule that looks at each subject by itself.
    public init(
        _ id: String, _ number: String, _ level: RequirementLevel, _ statement: String, why: String,
        owner: RuleOwner = .exporter, since: CatalogueVersion = .first, condition: RuleCondition = .none,
        spec reference: SpecReference, good: String, bad: String,
        check: @escaping @Sendable (_ subject: Subject, _ check: inout RuleCheck) -> Void
    ) {
        self.init(
            RuleFacts(
                id, number, level, statement, why: why, owner: owner, since: since, condition: condition,
                spec: reference, good: good, bad: bad)
        ) { RuleRun(judge: { subject, found in check(subject, &found) }) }
    }

    /// A rule over all subjects of a run in their order, of which it keeps what it must remember: little, and bounded.
    public init<Memory>(
        _ id: String, _ number: String, _ level: RequirementLevel, _ statement: String, why: String,
        owner: RuleOwner = .exporter, since: CatalogueVersion = .first, condition: RuleCondition = .none,
        spec reference: SpecReference, good: String, bad: String,
        remembering memory: @escaping @autoclosure @Sendable () -> Memory,
        check: @escaping @Sendable (_ subject: Subject, _ memory: inout Memory, _ check: inout RuleCheck) -> Void,
        atEnd: (@Sendable (_ memory: Memory, _ check: inout RuleCheck) -> Void)? = nil
    ) {
        self.init(
            RuleFacts(
                id, number, level, statement, why: why, owner: owner, since: since, condition: condition,
                spec: reference, good: good, bad: bad)
        ) {
            var remembered = memory()
            return RuleRun(
                judge: { subject, found in check(subject, &remembered, &found) },
                finish: { found in atEnd?(remembered, &found) })
        }
    }

    private init(_ facts: RuleFacts, begin: @escaping @Sendable () -> RuleRun<Subject>) {
        self.facts = facts
        self.begin = begin
    }

    public var id: String { facts.id }
    public var level: RequirementLevel { facts.level }

    /// The rule, to be given the subjects of one run.
    public func run() -> RuleRun<Subject> { begin() }

    /// Every place where a run of these subjects breaks the rule, in their order; empty when it is kept.
    public func check(_ subjects: Subject...) -> [Violation] {
        let run = begin()
        var found = RuleCheck()
        for subject in subjects { run.judge(subject, &found) }
        run.finish(&found)
        return found.violations
    }
}

/// One rule over the subjects of one run; not to be shared between runs.
public struct RuleRun<Subject> {
    /// Looks at the next subject.
    public let judge: (_ subject: Subject, _ check: inout RuleCheck) -> Void
    /// Says what only the end can tell.
    public let finish: (_ check: inout RuleCheck) -> Void

    init(
        judge: @escaping (_ subject: Subject, _ check: inout RuleCheck) -> Void,
        finish: @escaping (_ check: inout RuleCheck) -> Void = { _ in }
    ) {
        self.judge = judge
        self.finish = finish
    }
}
