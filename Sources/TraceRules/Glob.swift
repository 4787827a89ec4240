/// A pattern over ids: `*` stands for any text without `/`, `**` for any text, everything else for itself.
///
/// What lies below something that a pattern matches is selected too: `linkage` means `linkage/**` as well, and `otlp/*` every
/// rule of OTLP.
public struct Glob: Hashable, Sendable, CustomStringConvertible {
    public let pattern: String

    public init(_ pattern: String) { self.pattern = pattern }

    public var description: String { pattern }

    public func matches(_ id: String) -> Bool {
        let wanted = Array(pattern.utf8)
        let given = Array(id.utf8)
        return Self.match(wanted, given)
    }

    private static let star = UInt8(ascii: "*")
    private static let slash = UInt8(ascii: "/")

    /// A table row per position of the pattern, so that hostile patterns cost their product and no more.
    private static func match(_ pattern: [UInt8], _ text: [UInt8]) -> Bool {
        var reachable = [Bool](repeating: false, count: text.count + 1)
        reachable[0] = true
        var position = 0
        while position < pattern.count {
            if pattern[position] == star {
                let crossesSlashes = position + 1 < pattern.count && pattern[position + 1] == star
                for index in 0..<text.count where reachable[index] && (crossesSlashes || text[index] != slash) {
                    reachable[index + 1] = true
                }
                position += crossesSlashes ? 2 : 1
            } else {
                for index in stride(from: text.count, to: 0, by: -1) {
                    reachable[index] = reachable[index - 1] && text[index - 1] == pattern[position]
                }
                reachable[0] = false
                position += 1
            }
        }
        return reachable[text.count] || text.indices.contains { reachable[$0] && text[$0] == slash }
    }
}
