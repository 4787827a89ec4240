/// Which rules or claims a run judges: `--only` and `--skip`, each any number of globs.
public struct RuleSelection: Hashable, Sendable {
    /// Empty means all.
    public var only: [Glob]
    public var skip: [Glob]

    public init(only: [Glob] = [], skip: [Glob] = []) {
        self.only = only
        self.skip = skip
    }

    public static let all = RuleSelection()

    public func includes(_ id: String) -> Bool {
        (only.isEmpty || only.contains { $0.matches(id) }) && !skip.contains { $0.matches(id) }
    }

    /// The same for what is known by a second name too.
    public func includes(_ id: String, orAlias alias: String) -> Bool {
        let isWanted = only.isEmpty || only.contains { $0.matches(id) || $0.matches(alias) }
        return isWanted && !skip.contains { $0.matches(id) || $0.matches(alias) }
    }

    /// The patterns that select none of these ids: a typing error must not shrink a run in silence.
    public func idlePatterns(among ids: [String]) -> [Glob] {
        (only + skip).filter { pattern in !ids.contains { pattern.matches($0) } }
    }
}
