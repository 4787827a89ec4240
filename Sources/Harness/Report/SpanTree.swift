import TraceModel

/// The spans of one request as the tree that their parents make, drawn as it came: what hangs wrong is shown wrong.
///
/// Spans whose parent nobody exported hang below a line that says so; a circle is cut open at its earliest span; a SERVER span
/// that shares its id with a CLIENT span (B3) hangs below it.
struct SpanTree {
    struct Node {
        let span: ObservedSpan
        var children: [Int] = []
        /// The span is among its own ancestors, and the circle was cut here.
        var isCut = false
    }

    private(set) var nodes: [Node]
    /// Spans below the context that the client sent.
    private(set) var belowClient: [Int] = []
    private(set) var roots: [Int] = []
    /// Spans below a parent that nobody exported, in the order in which they are met.
    private(set) var orphans: [(parent: SpanID, children: [Int])] = []

    init(_ spans: [ObservedSpan], client: SpanContext?) {
        let ordered = spans.enumerated().sorted {
            ($0.element.start, $0.offset) < ($1.element.start, $1.offset)
        }.map(\.element)
        nodes = ordered.map { Node(span: $0) }
        let index = SpanIndex(ordered)
        var tops: [Int] = []
        for number in nodes.indices {
            if let parent = index.parent(of: number) {
                nodes[parent].children.append(number)
            } else {
                tops.append(number)
            }
        }
        for top in tops { place(top, client) }
        cutCircles(from: tops)
    }

    private mutating func place(_ top: Int, _ client: SpanContext?) {
        let span = nodes[top].span.span
        if let client, span.traceID.low == client.traceID.low,
            span.parentSpanID == client.spanID || span.spanID == client.spanID
        {
            belowClient.append(top)
            return
        }
        guard let parent = span.parentSpanID else { return roots.append(top) }
        if let group = orphans.firstIndex(where: { $0.parent == parent }) {
            orphans[group].children.append(top)
        } else {
            orphans.append((parent, [top]))
        }
    }

    /// What no root leads to goes round in a circle.
    private mutating func cutCircles(from tops: [Int]) {
        var reached = [Bool](repeating: false, count: nodes.count)
        reach(tops, &reached)
        for start in nodes.indices where !reached[start] {
            nodes[start].isCut = true
            for other in nodes.indices { nodes[other].children.removeAll { $0 == start } }
            roots.append(start)
            reach([start], &reached)
        }
    }

    private func reach(_ starts: [Int], _ reached: inout [Bool]) {
        var open = starts
        while let next = open.popLast() {
            if reached[next] { continue }
            reached[next] = true
            open += nodes[next].children
        }
    }
}

/// Finds parents among the spans of a request.
private struct SpanIndex {
    private struct Key: Hashable {
        /// Formats with 64 bits lose the high half.
        let trace: UInt64
        let span: SpanID
    }

    private let spans: [ObservedSpan]
    private let numbers: [Key: [Int]]

    init(_ spans: [ObservedSpan]) {
        self.spans = spans
        numbers = Dictionary(grouping: spans.indices) { number in
            Key(trace: spans[number].span.traceID.low, span: spans[number].span.spanID)
        }
    }

    func parent(of number: Int) -> Int? {
        let child = spans[number]
        if child.span.kind == .server {
            let sharers = others(than: number, with: child.span.spanID)
            if let client = sharers.first(where: { spans[$0].span.kind == .client && spans[$0].hop != child.hop }) {
                return client
            }
        }
        guard let id = child.span.parentSpanID else { return nil }
        let candidates = others(than: number, with: id)
        let isRemote = child.span.kind == .server
        // Of two halves of a call, the server's is the local parent, the client's the remote one.
        return candidates.first { (spans[$0].hop != child.hop) == isRemote } ?? candidates.first
    }

    private func others(than number: Int, with id: SpanID) -> [Int] {
        (numbers[Key(trace: spans[number].span.traceID.low, span: id)] ?? []).filter { $0 != number }
    }
}

extension ObservedSpan {
    /// Spans without a start come last.
    fileprivate var start: Timestamp { span.start ?? Timestamp(nanoseconds: .max) }
}
