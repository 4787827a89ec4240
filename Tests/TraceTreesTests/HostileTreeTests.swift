import Testing
import TraceModel
import TraceTestSupport
import TraceTrees

@Suite struct HostileTreeTests {
    @Test func aSelfParentIsCut() {
        let tree = TraceTree([span(1, parent: 1), span(2, parent: 1, at: 1)])
        #expect(tree.cycles == [[0]])
        #expect(tree.nodes.map(\.position) == [.cut, .child])
        #expect(tree.outline == ["app-a INTERNAL cut", "  app-a INTERNAL"])
    }

    @Test func cyclesAreCutAtTheirEarliestSpan() {
        // 1 → 3 → 2 → 1 by parents, and a tail below; a second cycle of two; a healthy root.
        let tree = TraceTree([
            span(2, parent: 1, at: 2), span(3, parent: 2, at: 3), span(1, parent: 3, at: 1), span(4, parent: 3, at: 4),
            span(11, parent: 12, at: 11), span(12, parent: 11, at: 12), span(20, at: 20),
        ])
        #expect(tree.cycles.map { $0.map { tree.nodes[$0].spanID.value } } == [[1, 3, 2], [11, 12]])
        #expect(tree.preorder.map { tree.nodes[$0].spanID.value } == [1, 2, 3, 4, 11, 12, 20])
        #expect(tree.outline.first == "app-a INTERNAL cut")
    }

    /// Well above any stack, and any square of it above any patience.
    @Test(.timeLimit(.minutes(1)), arguments: [true, false])
    func aChainOf100000SpansIsATree(isReversed: Bool) {
        let count = 100_000 as UInt64
        let spans = (1...count).map { span($0, parent: $0 > 1 ? $0 - 1 : nil, at: Int64($0)) }
        let tree = TraceTree(isReversed ? spans.reversed() : spans)
        #expect(tree.nodes.map(\.depth).max() == 99_999)
        #expect(tree.isAncestorOrShared(SpanID(1), of: 99_999))
        #expect(tree.ancestors(of: 99_999).count == 99_999)
        #expect(tree.subtree(of: 0).count == 100_000)
    }

    @Test(.timeLimit(.minutes(1))) func aCycleOf100000SpansIsCut() {
        let count = 100_000 as UInt64
        let tree = TraceTree((1...count).map { span($0, parent: $0 > 1 ? $0 - 1 : count, at: Int64($0)) })
        #expect(tree.cycles.map(\.count) == [100_000])
        #expect(tree.tops == [0])
    }

    @Test(.timeLimit(.minutes(1))) func manySpansOfOneIDAreOneConflict() {
        let tree = TraceTree((0..<20_000).map { span(1, parent: 1, .client, at: $0) })
        #expect(tree.conflicts.map(\.nodes.count) == [20_000])
        #expect(tree.preorder.count == 20_000)
    }

    /// Few ids, so that every sort of trouble happens at once: each span is still below exactly one top.
    @Test func randomTracesAreForests() {
        let seed: UInt64 = 0x7472_6565
        var generator = SeededGenerator(seed: seed)
        for round in 0..<2_000 {
            let kinds: [SpanKind] = [.client, .server, .internal, .unspecified]
            let spans = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
                span(
                    .random(in: 0...6, using: &generator),
                    parent: Bool.random(using: &generator) ? .random(in: 0...8, using: &generator) : nil,
                    kinds.randomElement(using: &generator) ?? .internal, Bool.random(using: &generator) ? "a" : "b",
                    at: Bool.random(using: &generator) ? .random(in: 0...3, using: &generator) : nil,
                    shared: Bool.random(using: &generator))
            }
            let tree = TraceTree(spans, virtualParents: [SpanID(8)])
            let isForest =
                tree.preorder.sorted() == Array(tree.nodes.indices)
                && tree.tops.map { tree.subtree(of: $0).count }.reduce(0, +) == tree.nodes.count
                && tree.nodes.indices.allSatisfy { tree.ancestors(of: $0).count == tree.nodes[$0].depth }
                && tree.nodes.indices.allSatisfy { tree.subtree(of: tree.top(of: $0)).contains($0) }
            let held = tree.nodes.map { $0.isShared ? 2 : 1 }.reduce(0, +)
            let copies = tree.duplicates.map(\.extraCopies).reduce(0, +)
            guard isForest, held + copies == spans.count else {
                Issue.record("seed \(seed), round \(round): \(tree.outline.joined(separator: "\n"))")
                return
            }
        }
    }
}
