/// The version of the set of rules: `1.0`. A minor version adds rules, a major one may change what a rule asks.
public struct CatalogueVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let major: Int
    public let minor: Int

    public init(_ major: Int, _ minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// `1.0`; nil for anything else than two numbers with a dot between.
    public init?(parsing text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let major = Int(parts[0]), let minor = Int(parts[1]), major > 0, minor >= 0 else {
            return nil
        }
        self.init(major, minor)
    }

    public static let first = CatalogueVersion(1, 0)

    public static func < (left: CatalogueVersion, right: CatalogueVersion) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }

    public var description: String { "\(major).\(minor)" }
}
