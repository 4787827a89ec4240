/// One statement of a specification that a subject either keeps or breaks.
///
/// ```
/// static let traceIDLength = Rule("zipkin-v2/trace-id/length", .must, spec: "zipkin2-api.yaml, Span.traceId") { … }
/// ```
public struct Rule<Subject>: Sendable {
    /// A kebab path that never changes and never is a position: `zipkin-v2/trace-id/length`.
    public let id: String
    public let level: RequirementLevel
    public let reference: SpecReference
    private let judge: @Sendable (Subject) -> [Violation]

    public init(
        _ id: String, _ level: RequirementLevel, spec reference: SpecReference,
        check: @escaping @Sendable (Subject) -> [Violation]
    ) {
        self.id = id
        self.level = level
        self.reference = reference
        judge = check
    }

    /// Every place where the subject breaks the rule, in the subject's order; empty when it keeps it.
    public func check(_ subject: Subject) -> [Violation] { judge(subject) }
}

/// How binding a rule is: the specification's own word, not taste.
public enum RequirementLevel: Int, Sendable, Comparable, CaseIterable, CustomStringConvertible {
    /// Quality, or the habit of one implementation.
    case warning
    case should
    case must

    public static func < (left: RequirementLevel, right: RequirementLevel) -> Bool { left.rawValue < right.rawValue }

    public var description: String {
        switch self {
        case .warning: "warning"
        case .should: "should"
        case .must: "must"
        }
    }
}

/// Where a rule is written: the short name of the specification and its section, `RFC 9112 section 5.1`.
public struct SpecReference: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    public let text: String

    public init(stringLiteral text: String) { self.text = text }

    public var description: String { text }
}
