import TraceRules
import TraceTrees
import TraceWire

/// Every rule that this package judges, and where the others of the catalogue are judged.
public enum Catalogue {
    /// The newest version of the set.
    public static let version = CatalogueVersion.first

    /// The rules that payloads, spans and traces are judged by, each once, in the order of the catalogue.
    public static let judged: [RuleFacts] = {
        var facts: [RuleFacts] = HTTPRules.all.map(\.facts)
        for format in FormatRules.all { facts += format.facts }
        facts += ContentRules.all.map(\.facts) + WholeTraceRules.all.map(\.facts) + ExpectationRules.all.map(\.facts)
        var seen: Set<String> = []
        return facts.filter { seen.insert($0.id).inserted }
    }()
}
