/// The ids of rules by what they are about: `otlp` where all rules of OTLP are meant, else `otlp/event`.
struct RuleSubjects {
    /// How many rules of a run have an id that begins with these parts.
    private var totals: [String: Int] = [:]

    /// - Parameter ids: of all rules of the run.
    init(of ids: [String]) {
        for id in ids { totals[Self.first(1, of: id), default: 0] += 1 }
    }

    /// Some of them, in their order, under the shortest name that means no others of the first part.
    func groups(of ids: [String]) -> [(name: String, count: Int)] {
        var counts: [String: Int] = [:]
        for id in ids { counts[Self.first(1, of: id), default: 0] += 1 }
        var groups: [(name: String, count: Int)] = []
        for id in ids {
            let whole = Self.first(1, of: id)
            let name = counts[whole] == totals[whole] ? whole : Self.first(2, of: id)
            if let place = groups.firstIndex(where: { $0.name == name }) {
                groups[place].count += 1
            } else {
                groups.append((name, 1))
            }
        }
        return groups
    }

    private static func first(_ count: Int, of id: String) -> String {
        id.split(separator: "/").prefix(count).joined(separator: "/")
    }
}
