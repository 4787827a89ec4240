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
