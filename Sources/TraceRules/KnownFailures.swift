/// The claims or rules that are known to fail: they run too, and one that passes fails the run, so that the list
/// never outlives its reasons.
///
/// The file has one id or glob a line; `#` starts a comment.
public struct KnownFailures: Hashable, Sendable {
    public var patterns: [Glob]

    public init(_ patterns: [Glob] = []) { self.patterns = patterns }

    public init(parsing text: String) {
        patterns = text.split(whereSeparator: \.isNewline).compactMap { line in
            let entry = line.prefix { $0 != "#" }.filter { !$0.isWhitespace }
            return entry.isEmpty ? nil : Glob(String(entry))
        }
    }

    public func includes(_ id: String) -> Bool { patterns.contains { $0.matches(id) } }

    /// The same for what is known by a second name too.
    public func includes(_ id: String, orAlias alias: String) -> Bool { includes(id) || includes(alias) }

    /// The patterns that name no existing id.
    public func idlePatterns(among ids: [String]) -> [Glob] {
        patterns.filter { pattern in !ids.contains { pattern.matches($0) } }
    }
}
