import TraceModel

/// The spans of one trace, joined by their parent ids; also of a trace that is broken in any way.
///
/// A node is one span, or the two halves of a *shared* span: in Zipkin a server may record under the id that its client
/// made. Nodes are numbers, positions in ``nodes``. Whatever the spans say, every node stands below exactly one top and
/// the walk from a node to its top ends: a link that would close a cycle is cut, and reported.
///
/// The same spans in another order give the same tree; only spans of one id that agree in time, kind, service, name and
/// duration keep the order in which they came. The trace id is not looked at.
package struct TraceTree: Sendable {
    /// As given, equal copies too.
    package let spans: [TraceSpan]
    /// By start, spans without one last; then by id.
    package let nodes: [Node]
    /// The nodes without a parent node, in the order of ``nodes``.
    package let tops: [Int]
    /// All nodes, each before its children: depth first.
    package let preorder: [Int]
    /// Nodes that are their own ancestors, each list upwards from the node whose link was cut: its earliest.
    package let cycles: [[Int]]
    /// Ids of several nodes, in the order of the first.
    package let conflicts: [Conflict]
    /// Spans that came in several equal copies.
    package let duplicates: [Duplicate]

    /// One span, or the two halves of a shared one.
    package struct Node: Sendable {
        package let spanID: SpanID
        /// The span, or the caller's half: a position in ``TraceTree/spans``.
        package let span: Int
        /// The callee's half of a shared span.
        package let serverHalf: Int?
        /// What the span says, the caller's half first; nil on a root.
        package let parentSpanID: SpanID?
        package internal(set) var position = Position.root
        /// nil on tops.
        package internal(set) var parent: Int?
        /// By start, those without one last.
        package internal(set) var children: [Int] = []
        /// Links up to the top, which has 0.
        package internal(set) var depth = 0
        /// The place in ``TraceTree/preorder``, and the place behind the last descendant.
        var entry = 0
        var end = 0

        package var isShared: Bool { serverHalf != nil }
    }

    /// How a node hangs in the tree.
    package enum Position: Hashable, Sendable {
        /// It names no parent.
        case root
        case child
        /// Its parent is known to exist and was exported by nobody.
        case belowVirtual
        /// Its parent is neither here nor virtual.
        case orphan
        /// It is an ancestor of itself; its link to the parent was cut.
        case cut
    }

    /// Different spans under one id that are not the halves of a shared one.
    package struct Conflict: Hashable, Sendable {
        package let spanID: SpanID
        package let nodes: [Int]
    }

    package struct Duplicate: Hashable, Sendable {
        /// The first copy: a position in ``TraceTree/spans``.
        package let span: Int
        /// How many equal ones followed.
        package let extraCopies: Int
    }

    /// - Parameters:
    ///   - spans: of one trace, in one wire form, in any order.
    ///   - virtualParents: ids of spans that exist and are exported by nobody, such as those that a test client sends.
    package init(_ spans: [TraceSpan], virtualParents: Set<SpanID> = []) {
        let grouping = SpanGrouping(spans)
        var linking = NodeLinking(grouping.nodes, virtualParents: virtualParents)
        linking.link()
        self.spans = spans
        nodes = linking.nodes
        tops = linking.tops
        preorder = linking.preorder
        cycles = linking.cycles
        conflicts = linking.conflicts
        duplicates = grouping.duplicates
        index = linking.nodesByID
    }

    private let index: NodesByID

    /// The nodes of this id, in the order of ``nodes``: none, one, or those of a ``Conflict``.
    package func nodes(withID id: SpanID) -> [Int] { index[id] }

    /// The node that holds this span, or a copy of it.
    package func node(of span: TraceSpan) -> Int? {
        nodes(withID: span.spanID).first { node in spans(of: node).contains(span) }
    }

    /// The spans of a node: one, or the caller's and the callee's half.
    package func spans(of node: Int) -> [TraceSpan] {
        [spans[nodes[node].span]] + (nodes[node].serverHalf.map { [spans[$0]] } ?? [])
    }

    /// The services that recorded the node, the caller's first, none twice; empty when it names none.
    package func services(of node: Int) -> [String] {
        let named = spans(of: node).compactMap(\.serviceName)
        return named.count == 2 && named[0] == named[1] ? [named[0]] : named
    }

    /// The service that made the span: of a shared one, the caller's.
    package func service(of node: Int) -> String? { spans[nodes[node].span].serviceName }

    package var roots: [Int] { tops.filter { nodes[$0].position == .root } }
    package var orphans: [Int] { tops.filter { nodes[$0].position == .orphan } }
}
