import TraceModel
import TraceTrees
import TraceWire

/// The spans of a run for rules about whole traces: a store for each format, since a span that came in two forms is one
/// span each time.
struct TraceCollection {
    /// How many spans are kept, 260 bytes each; what comes later is counted, and then no trace is judged, since any could
    /// miss some.
    static let keptSpans = 1_000_000

    /// A store that can stand in a value.
    private class SharedStore {
        var store = SpanStore()

        func spans(_ numbers: Range<Int>, _ all: Bool) -> [TraceSpan] {
            (all ? numbers : numbers.prefix(1)).map { store.span(at: $0) }
        }
    }

    private final class FormStore: SharedStore {
        let rules: FormatRules
        /// Where the spans of each payload begin, and when it had arrived.
        var payloads: [(firstSpan: Int, arrival: Timestamp?)] = []
        /// Names of services, in lower case.
        var services: Set<String> = []

        init(_ rules: FormatRules) { self.rules = rules }

        /// When the spans of ascending numbers had arrived.
        func arrivals(of numbers: [Int]) -> [Timestamp?] {
            var place = 0
            return numbers.map { number in
                // The last payload that begins at or before the span, by halving.
                var high = payloads.count
                while high - place > 1 {
                    let middle = (place + high) / 2
                    if payloads[middle].firstSpan <= number { place = middle } else { high = middle }
                }
                return payloads.isEmpty ? nil : payloads[place].arrival
            }
        }
    }

    /// Whether anything asks for whole traces.
    let isKept: Bool
    /// Of the payload in work, where spans are not kept.
    private let scratch = SharedStore()
    private var stores: [FormStore] = []
    private var count = 0
    /// Spans that found no room.
    private(set) var spansLeftOut = 0

    /// How many names of services are kept.
    private static let keptServices = 4096

    init(isKept: Bool) { self.isKept = isKept }

    /// What a payload brought.
    struct Added {
        let count: Int
        /// All of them, or the first alone where nobody asks for more.
        let spans: [TraceSpan]
    }

    /// Reads a payload as servers do.
    mutating func add(
        _ content: [UInt8], _ rules: FormatRules, arrival: Timestamp?, readingAll: Bool
    ) throws(WireError) -> Added {
        guard isKept, count < Self.keptSpans else {
            scratch.store.removeAll()
            let added = try rules.format.decode(content, into: &scratch.store)
            if isKept { spansLeftOut += added }
            return Added(count: added, spans: scratch.spans(0..<added, readingAll))
        }
        let holder = holder(of: rules)
        let first = holder.store.count
        let added = try rules.format.decode(content, into: &holder.store)
        count += added
        holder.payloads.append((first, arrival))
        // Who sent spans is asked of whole traces, which need all of them.
        let spans = holder.spans(first..<first + added, true)
        var last: String?
        for name in spans.lazy.compactMap(\.serviceName) where name != last {
            last = name
            if holder.services.count < Self.keptServices { holder.services.insert(name.lowercased()) }
        }
        return Added(count: added, spans: spans)
    }

    /// Every trace of every form; none when some spans are missing.
    func forEach(isComplete: Bool, virtualParents: Set<SpanID>, _ body: (JudgedTrace) -> Void) {
        guard spansLeftOut == 0 else { return }
        for (place, holder) in stores.enumerated() {
            let surroundings = TraceSurroundings(
                services: holder.services, callersOfOtherTraces: Self.callersOfOtherTraces(in: holder),
                virtualParents: virtualParents)
            for id in holder.store.traceIDs {
                let numbers = holder.store.numbers(of: id)
                body(
                    JudgedTrace(
                        id, numbers.map { holder.store.span(at: $0) }, dataModel: holder.rules.dataModel,
                        isComplete: isComplete, arrivals: holder.arrivals(of: numbers),
                        spansOfOtherForms: stores[..<place].flatMap { $0.store.spans(of: id) },
                        surroundings: surroundings))
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

    /// First the parents that are missing in their traces, then who bears their ids elsewhere.
    private static func callersOfOtherTraces(in holder: FormStore) -> [SpanID: TraceSpan] {
        var missing: Set<SpanID> = []
        for id in holder.store.traceIDs {
            let numbers = holder.store.numbers(of: id)
            let present = Set(numbers.map { holder.store.spanID(at: $0) })
            for number in numbers {
                let span = holder.store.span(at: number)
                guard span.kind == .server || span.kind == .consumer, let parent = span.parentSpanID,
                    !present.contains(parent)
                else { continue }
                missing.insert(parent)
            }
        }
        guard !missing.isEmpty else { return [:] }
        var found: [SpanID: TraceSpan] = [:]
        for number in 0..<holder.store.count where missing.contains(holder.store.spanID(at: number)) {
            let span = holder.store.span(at: number)
            guard span.kind == .client || span.kind == .producer else { continue }
            // An id of two traces is no random one.
            if let other = found[span.spanID], other.traceID != span.traceID { missing.remove(span.spanID) }
            found[span.spanID] = span
        }
        return found.filter { missing.contains($0.key) }
    }

    private mutating func holder(of rules: FormatRules) -> FormStore {
        if let holder = stores.first(where: { $0.rules.format == rules.format }) { return holder }
        stores.append(FormStore(rules))
        return stores[stores.count - 1]
    }
}
