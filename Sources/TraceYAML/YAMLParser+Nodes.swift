// Making nodes, and counting what the tree costs.
extension YAMLParser {
    /// Goes into a collection; paired with `leave`.
    mutating func enter() throws(YAMLError) {
        guard depth < limits.depth else {
            throw refusal("nesting deeper than \(limits.depth) collections", "at most \(limits.depth)")
        }
        depth += 1
    }

    mutating func leave() { depth -= 1 }

    /// Makes a node, counting what it adds to the tree.
    mutating func node(
        _ content: YAMLNode.Content, from start: YAMLPosition, to end: YAMLPosition, isFlow: Bool = false
    ) throws(YAMLError) -> YAMLNode {
        try count(1, at: start)
        var weight = 1
        var height = 0
        func add(_ child: YAMLNode) {
            weight += child.weight  // at most limits.nodes, since every child has been counted
            height = max(height, child.height + 1)
        }
        switch content {
        case .scalar: break
        case .sequence(let items): items.isEmpty ? height = 1 : items.forEach(add)
        case .mapping(let entries):
            height = 1
            for entry in entries {
                add(entry.key)
                add(entry.value)
            }
        }
        return YAMLNode(
            content: content, range: YAMLRange(start: start, end: end), anchor: nil, alias: nil, isFlow: isFlow,
            weight: weight, height: height)
    }

    mutating func count(_ weight: Int, at position: YAMLPosition) throws(YAMLError) {
        guard weight <= limits.nodes - nodes else {
            throw refusal("more than \(limits.nodes) values, aliases expanded", "at most \(limits.nodes)", at: position)
        }
        nodes += weight
    }

    /// A value that nobody wrote.
    mutating func emptyNode(at position: YAMLPosition) throws(YAMLError) -> YAMLNode {
        let scalar = YAMLScalar(style: .plain, source: "", value: "")
        return try node(.scalar(scalar), from: position, to: position)
    }
}
