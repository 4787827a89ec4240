/// What the receivers of each label have seen, in the order in which the labels were met.
///
/// A list and not a dictionary: to hash the label would cost each request more than all of its counting.
struct CountersByLabel: Sendable {
    private(set) var entries: [(label: String, counters: CollectorCounters)] = []
    /// Where the last one was; a guess at the next.
    private var last = 0

    /// Zeros for a label that was not met.
    subscript(label: String) -> CollectorCounters {
        entries.first { $0.label == label }?.counters ?? CollectorCounters()
    }

    mutating func change(_ label: String, _ body: (inout CollectorCounters) -> Void) {
        if last >= entries.count || entries[last].label != label { last = place(of: label) }
        body(&entries[last].counters)
    }

    private mutating func place(of label: String) -> Int {
        if let known = entries.firstIndex(where: { $0.label == label }) { return known }
        entries.append((label, CollectorCounters()))
        return entries.count - 1
    }
}
