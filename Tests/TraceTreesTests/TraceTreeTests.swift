import Testing
import TraceModel
import TraceTestSupport
import TraceTrees

@Suite struct TraceTreeTests {
    /// Three hops as OpenTelemetry writes them: separate CLIENT and SERVER spans.
    static let chain = [
        span(1, .server, "app-a", at: 0), span(2, parent: 1, .client, "app-a", at: 1),
        span(3, parent: 2, .server, "app-b", at: 2), span(4, parent: 3, .client, "app-b", at: 3),
        span(5, parent: 4, .server, "app-c", at: 4), span(6, parent: 1, .internal, "app-a", at: 9),
    ]

    func ids(_ tree: TraceTree, _ nodes: some Sequence<Int>) -> [UInt64] { nodes.map { tree.nodes[$0].spanID.value } }

    @Test func childrenStandByStartBelowTheirParents() {
        let tree = TraceTree(Self.chain)
        #expect(ids(tree, tree.roots) == [1])
        #expect(ids(tree, tree.preorder) == [1, 2, 3, 4, 5, 6])
        #expect(tree.preorder.map { tree.nodes[$0].depth } == [0, 1, 2, 3, 4, 1])
        #expect(tree.tops == tree.roots)
        #expect(tree.orphans.isEmpty && tree.cycles.isEmpty && tree.conflicts.isEmpty && tree.duplicates.isEmpty)
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func theOrderOfArrivalDoesNotMatter(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let spans =
            Self.chain + [span(2, parent: 1, .client, "app-a", at: 7), span(8, parent: 9), span(9, parent: 8, at: 1)]
        let tree = TraceTree(spans)
        let shuffled = TraceTree(spans.shuffled(using: &generator))
        #expect(shuffled.outline == tree.outline)
        #expect(shuffled.cycles == tree.cycles)
        #expect(shuffled.conflicts == tree.conflicts)
    }

    @Test func spansWithoutAStartComeLastAndEqualStartsByID() {
        let tree = TraceTree([
            span(1), span(5, parent: 1, at: nil), span(4, parent: 1, at: 2), span(3, parent: 1, at: 2),
            span(2, parent: 1, at: 3),
        ])
        #expect(ids(tree, tree.preorder) == [1, 3, 4, 2, 5])
    }

    @Test func twoRootsAreBothKept() {
        let tree = TraceTree([span(2, at: 5), span(1, at: 3), span(3, parent: 2, at: 6)])
        #expect(ids(tree, tree.roots) == [1, 2])
        #expect(tree.nodes.filter { $0.position == .child }.map(\.spanID.value) == [3])
    }

    @Test func aZeroParentIsNone() {
        #expect(TraceTree([span(1, parent: 0)]).roots == [0])
    }

    @Test func parentsThatNobodyExportedAreVirtualOrMissing() {
        let spans = [span(1, parent: 100, at: 0), span(2, parent: 101, at: 1), span(3, parent: 2, at: 2)]
        let tree = TraceTree(spans, virtualParents: [SpanID(100), SpanID(3)])
        #expect(tree.nodes.map(\.position) == [.belowVirtual, .orphan, .child])
        #expect(ids(tree, tree.orphans) == [2])
        #expect(tree.roots.isEmpty)
    }

    @Test func equalCopiesAreOneNodeAndCounted() {
        let tree = TraceTree([Self.chain[0], Self.chain[1], Self.chain[0], Self.chain[0]])
        #expect(tree.nodes.count == 2)
        #expect(tree.duplicates.map { [$0.span, $0.extraCopies] } == [[0, 2]])
        #expect(tree.conflicts.isEmpty)
    }

    @Test func differentSpansOfOneIDAreAConflict() {
        let tree = TraceTree([
            span(1, .server), span(2, parent: 1, .client, at: 1), span(2, parent: 1, .client, at: 2),
            span(3, parent: 2, at: 3),
        ])
        #expect(tree.conflicts.map(\.spanID) == [SpanID(2)])
        #expect(tree.conflicts.map(\.nodes) == [[1, 2]])
        #expect(tree.nodes[1].children == [3])
        #expect(tree.nodes(withID: SpanID(2)) == [1, 2])
    }

    @Test func aSpanThatRepeatsItsParentsIDHangsBelowIt() {
        let tree = TraceTree([span(1, .server, at: 0), span(1, parent: 1, .client, at: 1)])
        #expect(tree.nodes.map(\.depth) == [0, 1])
        #expect(tree.conflicts.count == 1)
        #expect(tree.cycles.isEmpty)
    }

    @Test func nodesAreFoundByTheirSpans() {
        let tree = TraceTree(Self.chain.reversed())
        #expect(tree.node(of: Self.chain[4]).map { tree.nodes[$0].spanID } == SpanID(5))
        #expect(tree.node(of: span(5)) == nil)
        #expect(tree.nodes(withID: SpanID(77)).isEmpty)
        #expect(TraceTree([]).nodes.isEmpty)
    }
}
