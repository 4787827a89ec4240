import TraceModel

extension TraceTree {
    /// The nodes above a node, its parent first, its top last.
    package func ancestors(of node: Int) -> [Int] {
        var found: [Int] = []
        var next = nodes[node].parent
        while let above = next {
            found.append(above)
            next = nodes[above].parent
        }
        return found
    }

    /// The node itself and all below it, each before its children.
    package func subtree(of node: Int) -> ArraySlice<Int> { preorder[nodes[node].entry..<nodes[node].end] }

    /// Whether one node stands above another; a node does not stand above itself. Takes constant time.
    package func isAncestor(_ ancestor: Int, of node: Int) -> Bool {
        let place = nodes[node].entry
        return nodes[ancestor].entry < place && place < nodes[ancestor].end
    }

    /// The top that a node stands below, or is.
    package func top(of node: Int) -> Int {
        // Tops follow each other in the depth-first order: the last one that begins at or before the node, by halving.
        var low = 0
        var high = tops.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if nodes[tops[middle]].entry <= nodes[node].entry { low = middle } else { high = middle }
        }
        return tops[low]
    }

    /// Whether the span of this id is the caller of a node, near or far: it is an ancestor, or the virtual parent that the
    /// node's top hangs below, or the node shares the id with it (B3: the server joins the client's span).
    ///
    /// A node that has the id for itself alone does not count: it took its caller's id without joining the span.
    package func isAncestorOrShared(_ id: SpanID, of node: Int) -> Bool {
        if nodes(withID: id).contains(where: { isAncestor($0, of: node) }) { return true }
        if nodes[node].spanID == id, nodes[node].isShared || spans[nodes[node].span].isShared { return true }
        let top = nodes[self.top(of: node)]
        return top.position == .belowVirtual && top.parentSpanID == id
    }
}
