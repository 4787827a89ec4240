import TraceModel
import TraceTrees
import TraceWire

/// The spans of a run for rules about whole traces: a store for each format, since a span that came in two forms is one
/// span each time.
struct TraceCollection {
    /// How many spans are kept; what comes later is counted, and no trace is judged that could miss some.
    static let keptSpans = 2_000_000

    private final class FormStore {
        let rules: FormatRules
        var store = SpanStore()

        init(_ rules: FormatRules) { self.rules = rules }
    }

    private var stores: [FormStore] = []
    private var count = 0
    /// Spans that found no room.
    private(set) var spansLeftOut = 0

    /// Reads a payload as servers do; returns its spans.
    mutating func add(_ content: [UInt8], _ rules: FormatRules) throws(WireError) -> [TraceSpan] {
        guard count < Self.keptSpans else {
            var store = SpanStore()
            let added = try rules.decode(content, &store)
            spansLeftOut += added
            return store.allSpans()
        }
        let holder = holder(of: rules)
        let first = holder.store.count
        count += try rules.decode(content, &holder.store)
        return (first..<holder.store.count).map { holder.store.span(at: $0) }
    }

    /// Every trace of every form; none when some spans are missing.
    func forEach(isComplete: Bool, _ body: (JudgedTrace) -> Void) {
        guard spansLeftOut == 0 else { return }
        for holder in stores {
            for id in holder.store.traceIDs {
                body(
                    JudgedTrace(
                        id, holder.store.spans(of: id), dataModel: holder.rules.dataModel, isComplete: isComplete))
            }
        }
    }

    private mutating func holder(of rules: FormatRules) -> FormStore {
        if let holder = stores.first(where: { $0.rules.format == rules.format }) { return holder }
        stores.append(FormStore(rules))
        return stores[stores.count - 1]
    }
}
