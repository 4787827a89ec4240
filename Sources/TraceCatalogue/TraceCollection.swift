import TraceModel
import TraceTrees
import TraceWire

/// The spans of a run for rules about whole traces: a store for each format, since a span that came in two forms is one
/// span each time.
struct TraceCollection {
    /// How many spans are kept, 260 bytes each; what comes later is counted, and then no trace is judged, since any could
    /// miss some.
    static let keptSpans = 1_000_000

    private final class FormStore {
        let rules: FormatRules
        var store = SpanStore()

        init(_ rules: FormatRules) { self.rules = rules }
    }

    /// Whether anything asks for whole traces.
    private let isKept: Bool
    private var stores: [FormStore] = []
    private var count = 0
    /// Spans that found no room.
    private(set) var spansLeftOut = 0

    init(isKept: Bool) { self.isKept = isKept }

    /// Reads a payload as servers do; returns its spans.
    mutating func add(_ content: [UInt8], _ rules: FormatRules) throws(WireError) -> [TraceSpan] {
        guard isKept, count < Self.keptSpans else {
            var store = SpanStore()
            let added = try rules.decode(content, &store)
            if isKept { spansLeftOut += added }
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

    /// A span that was meant beside what arrived, in every form in which anything of its trace did; once without it where
    /// nothing did. None when some spans are missing.
    func pairs(of expected: ExpectedSpan) -> [ExpectedPair] {
        guard spansLeftOut == 0 else { return [] }
        let pairs = stores.compactMap { holder -> ExpectedPair? in
            let spans = holder.store.spans(of: expected.traceID)
            guard !spans.isEmpty else { return nil }
            let alike = spans.filter { $0.spanID == expected.spanID }
            // The halves of a shared span have one id.
            let actual = alike.first { $0.kind.description == expected.kind } ?? alike.first
            return ExpectedPair(expected: expected, actual: actual, dataModel: holder.rules.dataModel)
        }
        guard pairs.isEmpty, let model = stores.first?.rules.dataModel else { return pairs }
        return [ExpectedPair(expected: expected, actual: nil, dataModel: model)]
    }

    private mutating func holder(of rules: FormatRules) -> FormStore {
        if let holder = stores.first(where: { $0.rules.format == rules.format }) { return holder }
        stores.append(FormStore(rules))
        return stores[stores.count - 1]
    }
}
