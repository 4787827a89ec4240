import TraceModel

extension TraceTree {
    /// The children of a node, told apart by the half of a shared span that they belong below, each in their order.
    ///
    /// Both halves have one id, so that a child names both. It is the callee's where the callee's service made it, as
    /// Zipkin's own tree has it; what the caller's or a third service made hangs below the caller's half. Of a span that
    /// is not shared, all children are in `caller`.
    package func childrenOfHalves(of node: Int) -> (caller: [Int], callee: [Int]) {
        let children = nodes[node].children
        guard let half = nodes[node].serverHalf else { return (children, []) }
        let callee = spans[half].serviceName
        return (children.filter { service(of: $0) != callee }, children.filter { service(of: $0) == callee })
    }
}
