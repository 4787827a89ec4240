import TraceModel

/// Joins nodes by their parent ids. Every step is a loop, never a recursion: a sender may chain as many spans as it likes.
struct NodeLinking {
    private(set) var nodes: [TraceTree.Node]
    private(set) var tops: [Int] = []
    private(set) var preorder: [Int] = []
    private(set) var cycles: [[Int]] = []
    let nodesByID: NodesByID
    private let virtualParents: Set<SpanID>

    init(_ nodes: [TraceTree.Node], virtualParents: Set<SpanID>) {
        self.nodes = nodes
        self.virtualParents = virtualParents
        nodesByID = NodesByID(nodes)
    }

    var conflicts: [TraceTree.Conflict] { nodesByID.conflicts }

    mutating func link() {
        for node in nodes.indices { findParent(of: node) }
        cutCycles()
        for node in nodes.indices {
            if let parent = nodes[node].parent { nodes[parent].children.append(node) } else { tops.append(node) }
        }
        number()
    }

    private mutating func findParent(of node: Int) {
        guard let id = nodes[node].parentSpanID else { return }
        // Under an id that stands for several spans, the parent is rather another one than the span itself.
        let candidates = nodesByID[id]
        if let parent = candidates.first(where: { $0 != node }) ?? candidates.first {
            nodes[node].parent = parent
            nodes[node].position = .child
        } else {
            nodes[node].position = virtualParents.contains(id) ? .belowVirtual : .orphan
        }
    }

    /// Goes up from every node until known ground; a path that meets itself has found a cycle.
    private mutating func cutCycles() {
        var isFinished = [Bool](repeating: false, count: nodes.count)
        var placeInPath = [Int?](repeating: nil, count: nodes.count)
        for start in nodes.indices {
            var path: [Int] = []
            var next: Int? = start
            while let node = next, !isFinished[node], placeInPath[node] == nil {
                placeInPath[node] = path.count
                path.append(node)
                next = nodes[node].parent
            }
            if let node = next, !isFinished[node], let entry = placeInPath[node] { cut(path[entry...]) }
            for node in path { isFinished[node] = true }
        }
    }

    /// The earliest node loses its link, since the spans of a trace begin at its top.
    private mutating func cut(_ cycle: ArraySlice<Int>) {
        guard let first = cycle.min(), let place = cycle.firstIndex(of: first) else { return }
        cycles.append(Array(cycle[place...] + cycle[..<place]))
        nodes[first].parent = nil
        nodes[first].position = .cut
    }

    /// Depths, the depth-first order, and where each node's descendants lie in it.
    private mutating func number() {
        preorder.reserveCapacity(nodes.count)
        var open = Array(tops.reversed())
        while let node = open.popLast() {
            nodes[node].entry = preorder.count
            preorder.append(node)
            for child in nodes[node].children.reversed() {
                nodes[child].depth = nodes[node].depth + 1
                open.append(child)
            }
        }
        for node in preorder.reversed() {
            // The last child comes last, and so do its descendants.
            nodes[node].end = nodes[node].children.last.map { nodes[$0].end } ?? nodes[node].entry + 1
        }
    }
}

/// Finds nodes by span id. Ids of several nodes are rare, so that only they cost a list.
struct NodesByID: Sendable {
    private var first: [SpanID: Int] = [:]
    private var several: [SpanID: [Int]] = [:]

    init(_ nodes: [TraceTree.Node]) {
        first.reserveCapacity(nodes.count)
        for (index, node) in nodes.enumerated() {
            if let earlier = first[node.spanID] {
                several[node.spanID, default: [earlier]].append(index)
            } else {
                first[node.spanID] = index
            }
        }
    }

    subscript(id: SpanID) -> [Int] { several[id] ?? first[id].map { [$0] } ?? [] }

    var conflicts: [TraceTree.Conflict] {
        several.map { TraceTree.Conflict(spanID: $0.key, nodes: $0.value) }
            .sorted { ($0.nodes.first ?? 0) < ($1.nodes.first ?? 0) }
    }
}
