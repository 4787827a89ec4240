import TraceModel

/// One trace as nodes of a snapshot.
struct SnapshotTrace {
    private let tree: TraceTree
    private let options: SnapshotOptions
    private let names: SnapshotNames

    init(_ tree: TraceTree, _ options: SnapshotOptions, _ names: SnapshotNames) {
        self.tree = tree
        self.options = options
        self.names = names
    }

    var nodes: [SnapshotNode] {
        ordered(tree.tops).enumerated().map { place, top in node(top, name: "span-\(place + 1)") }
    }

    /// Gives every span of the trace its name.
    func name(in names: inout SnapshotNames) {
        for (place, top) in ordered(tree.tops).enumerated() { name(top, "span-\(place + 1)", in: &names) }
    }

    private func name(_ node: Int, _ name: String, in names: inout SnapshotNames) {
        names.name(tree.nodes[node].spanID, name)
        guard !isTooDeep(node) else { return }
        for (place, child) in ordered(tree.nodes[node].children).enumerated() {
            self.name(child, "\(name).\(place + 1)", in: &names)
        }
    }

    // MARK: Order

    /// By start; those that overlap by what they say, since which of them began first is chance.
    private func ordered(_ siblings: [Int]) -> [Int] {
        guard siblings.count > 1 else { return siblings }
        var clusters: [[Int]] = []
        var reach: Timestamp?
        // `TraceTree` has them by start, those without one last, and these overlap with everything.
        for sibling in siblings {
            let span = tree.spans[tree.nodes[sibling].span]
            let overlaps = reach.map { reach in span.start.map { $0 < reach } ?? true } ?? false
            if overlaps { clusters[clusters.count - 1].append(sibling) } else { clusters.append([sibling]) }
            // A span without an end reaches to its start at least.
            if let end = span.end ?? span.start { reach = max(reach ?? end, end) }
        }
        return clusters.flatMap { cluster in
            guard cluster.count > 1 else { return cluster }
            return cluster.map { (number: $0, text: unordered($0).text()) }.sorted { $0.text < $1.text }.map(\.number)
        }
    }

    /// A span and all below it, in an order that needs no order; for comparing siblings.
    private func unordered(_ number: Int) -> SnapshotNode {
        let plain = SnapshotTrace(tree, options, SnapshotNames())
        let children = isTooDeep(number) ? [] : tree.nodes[number].children.map(unordered)
        return SnapshotNode(
            plain.headline(number), nil, plain.facts(number) + children.sorted { $0.text() < $1.text() })
    }

    /// Beyond this depth spans are counted and not shown: what anybody sends must not exhaust the stack.
    private static let deepest = 256

    private func isTooDeep(_ number: Int) -> Bool { tree.nodes[number].depth >= Self.deepest }

    // MARK: Nodes

    private func node(_ number: Int, name: String) -> SnapshotNode {
        guard !isTooDeep(number) else {
            let below = SnapshotNode("spans below", "\(tree.subtree(of: number).count - 1)")
            return SnapshotNode(headline(number), name, facts(number) + [below])
        }
        let children = ordered(tree.nodes[number].children).enumerated().map { place, child in
            node(child, name: "\(name).\(place + 1)")
        }
        return SnapshotNode(headline(number), name, facts(number) + children)
    }

    /// `SERVER "GET /users" of shop`.
    private func headline(_ number: Int) -> String {
        tree.spans(of: number).map { span in
            let name = options.shown(text: span.name, naming: names)
            return "\(span.kind) \(SnapshotNode.quoted(name)) of \(span.serviceName ?? "no service")"
        }.joined(separator: " shared with ")
    }

    /// What is said of a span, in a fixed order.
    private func facts(_ number: Int) -> [SnapshotNode] {
        placeFacts(number) + tree.spans(of: number).flatMap(facts)
    }

    /// What its place in the tree and in time tells.
    private func placeFacts(_ number: Int) -> [SnapshotNode] {
        let node = tree.nodes[number]
        var facts: [SnapshotNode] = []
        switch node.position {
        case .root, .child: break
        case .belowVirtual, .orphan: facts.append(SnapshotNode("its parent is not here"))
        case .cut: facts.append(SnapshotNode("it is an ancestor of itself"))
        }
        let span = tree.spans[node.span]
        if span.start == nil { facts.append(SnapshotNode("without a start")) }
        if let duration = span.durationNanoseconds {
            if duration < 0 { facts.append(SnapshotNode("ends before it starts")) }
        } else {
            facts.append(SnapshotNode("without a duration"))
        }
        if let parent = node.parent, let start = span.start, let outer = tree.spans[tree.nodes[parent].span].start,
            start < outer
        {
            facts.append(SnapshotNode("starts before its parent"))
        }
        return facts
    }

    private func facts(_ span: TraceSpan) -> [SnapshotNode] {
        var facts: [SnapshotNode] = []
        if span.status.code != .unset {
            let message = span.status.message
            facts.append(
                SnapshotNode(
                    "status",
                    "\(span.status.code)".uppercased()
                        + (message.isEmpty
                            ? "" : " " + SnapshotNode.quoted(options.shown(text: message, naming: names)))))
        }
        if span.isDebug { facts.append(SnapshotNode("debug")) }
        if !span.scope.name.isEmpty {
            facts.append(SnapshotNode("scope", SnapshotNode.quoted(span.scope.name)))
        }
        if !span.traceState.isEmpty { facts.append(SnapshotNode("tracestate", SnapshotNode.quoted(span.traceState))) }
        if let service = span.remoteEndpoint?.serviceName {
            facts.append(SnapshotNode("remote service", SnapshotNode.quoted(service)))
        }
        let dropped = span.dropped
        for (what, count) in [
            ("attributes", dropped.attributes), ("events", dropped.events), ("links", dropped.links),
        ] where count > 0 {
            facts.append(SnapshotNode("\(what) dropped", "\(count)"))
        }
        facts += Self.attributes(span.attributes, options, names)
        facts += span.events.map { event in
            SnapshotNode(
                "event \(SnapshotNode.quoted(options.shown(text: event.name, naming: names)))", nil,
                Self.attributes(event.attributes, options, names))
        }
        return facts + span.links.map(link)
    }

    private func link(_ link: SpanLink) -> SnapshotNode {
        let target = [names[link.traceID], names[link.spanID]].compactMap { $0 }
        let name = target.count == 2 ? target.joined(separator: " ") : "a span that is not here"
        return SnapshotNode("link", name, Self.attributes(link.attributes, options, names))
    }

    /// By key; those of one key in the order of the wire.
    static func attributes(
        _ attributes: [Attribute], _ options: SnapshotOptions, _ names: SnapshotNames
    ) -> [SnapshotNode] {
        attributes.enumerated().filter { options.includes($0.element.key) }
            .sorted { ($0.element.key, $0.offset) < ($1.element.key, $1.offset) }
            .map { SnapshotNode(key($0.element.key), options.shown($0.element, naming: names)) }
    }

    /// As it is where it is a plain word, else between quotes.
    private static func key(_ key: String) -> String {
        let isPlain =
            !key.isEmpty
            && key.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"),
                    UInt8(ascii: "/"), UInt8(ascii: ":"):
                    true
                default: false
                }
            }
        return isPlain ? key : SnapshotNode.quoted(key)
    }
}
