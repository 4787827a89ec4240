import Testing
import TraceModel
import TraceTrees

@Suite struct AncestryTests {
    let tree = TraceTree(
        TraceTreeTests.chain + [span(20, parent: 99, at: 20), span(21, parent: 20, at: 21)],
        virtualParents: [SpanID(99)])

    func node(_ id: UInt64) throws -> Int { try #require(tree.nodes(withID: SpanID(id)).first) }

    @Test func ancestorsGoUpFromTheParent() throws {
        #expect(tree.ancestors(of: try node(5)).map { tree.nodes[$0].spanID.value } == [4, 3, 2, 1])
        #expect(tree.ancestors(of: try node(1)).isEmpty)
        #expect(tree.subtree(of: try node(3)).map { tree.nodes[$0].spanID.value } == [3, 4, 5])
        #expect(try tree.top(of: node(5)) == node(1))
        #expect(try tree.top(of: node(21)) == node(20))
    }

    @Test(
        arguments: [
            (1, 5, true), (2, 5, true), (4, 5, true), (5, 5, false), (5, 1, false), (6, 5, false), (2, 6, false),
            (1, 21, false), (20, 21, true),
        ] as [(UInt64, UInt64, Bool)])
    func anAncestorStandsAbove(above: UInt64, below: UInt64, expected: Bool) throws {
        #expect(try tree.isAncestor(node(above), of: node(below)) == expected)
        #expect(try tree.isAncestorOrShared(SpanID(above), of: node(below)) == expected)
    }

    @Test func virtualParentsAreAncestorsOfWhatHangsBelowThem() throws {
        #expect(try tree.isAncestorOrShared(SpanID(99), of: node(20)))
        #expect(try tree.isAncestorOrShared(SpanID(99), of: node(21)))
        #expect(try !tree.isAncestorOrShared(SpanID(99), of: node(5)))
    }

    @Test func theIDOfASharedSpanCountsAndATakenOneDoesNot() {
        let shared = TraceTree(SharedSpanTests.pyZipkin)
        #expect(shared.nodes(withID: SpanID(0x12)).map { shared.isAncestorOrShared(SpanID(0x12), of: $0) } == [true])
        // The client's half was exported by nobody.
        #expect(TraceTree([span(1, .server, shared: true)]).isAncestorOrShared(SpanID(1), of: 0))
        #expect(!TraceTree([span(1, .server)]).isAncestorOrShared(SpanID(1), of: 0))
    }
}
