import Testing
import TraceModel
import TraceTrees

@Suite struct SharedSpanTests {
    /// What three py_zipkin services send for one request: 9 spans with 6 ids; servers record under the client's id,
    /// children come before their parents.
    static let pyZipkin = [
        span(0x16, parent: 0x14, .client, "service3", name: "sleep_service3", at: 32),
        span(0x14, parent: 0x12, .server, "service3", name: "index_service3", at: 31, shared: true),
        span(0x14, parent: 0x12, .client, "service2", name: "call_service3_from_service2", at: 30),
        span(0x12, parent: 0x11, .server, "service2", name: "index_service2", at: 21, shared: true),
        span(0x15, parent: 0x13, .client, "service3", name: "sleep_service3", at: 52),
        span(0x13, parent: 0x11, .server, "service3", name: "index_service3", at: 51, shared: true),
        span(0x12, parent: 0x11, .client, "service1", name: "call_service2_from_service1", at: 20),
        span(0x13, parent: 0x11, .client, "service1", name: "call_service3_from_service1", at: 50),
        span(0x11, .server, "service1", name: "index_service1", at: 10),
    ]

    @Test func nineSpansWithSixIDsAreSixNodes() {
        let tree = TraceTree(Self.pyZipkin)
        #expect(tree.nodes.count == 6)
        #expect(tree.conflicts.isEmpty && tree.duplicates.isEmpty && tree.orphans.isEmpty)
        #expect(tree.nodes.filter(\.isShared).map(\.spanID.value) == [0x12, 0x14, 0x13])
        #expect(
            tree.outline == [
                "service1 SERVER index_service1",
                "  service1 CLIENT call_service2_from_service1 + service2 SERVER index_service2",
                "    service2 CLIENT call_service3_from_service2 + service3 SERVER index_service3",
                "      service3 CLIENT sleep_service3",
                "  service1 CLIENT call_service3_from_service1 + service3 SERVER index_service3",
                "    service3 CLIENT sleep_service3",
            ])
    }

    @Test func aSharedNodeHasTwoServices() throws {
        let tree = TraceTree(Self.pyZipkin)
        let node = try #require(tree.nodes(withID: SpanID(0x12)).first)
        #expect(tree.service(of: node) == "service1")
        #expect(tree.services(of: node) == ["service1", "service2"])
        #expect(tree.spans(of: node).map(\.kind) == [.client, .server])
        #expect(tree.node(of: Self.pyZipkin[3]) == node)
        #expect(tree.node(of: Self.pyZipkin[6]) == node)
    }

    @Test(arguments: [
        // The flag says it, whatever the services.
        ([span(1, .client, "a"), span(1, .server, "a", at: 1, shared: true)], true),
        ([span(1, .unspecified, "a"), span(1, .server, "b", at: 1, shared: true)], true),
        // Without the flag: CLIENT and SERVER of different services.
        ([span(1, .client, "a"), span(1, .server, "b", at: 1)], true),
        ([span(1, .client, "a"), span(1, .server, "a", at: 1)], false),
        ([span(1, .internal, "a"), span(1, .server, "b", at: 1, shared: true)], false),
        ([span(1, .server, "a"), span(1, .server, "b", at: 1, shared: true)], false),
        ([span(1, .client, "a"), span(1, .client, "b", at: 1, shared: true)], false),
    ])
    func onlyAClientAndItsServerShare(spans: [TraceSpan], isPair: Bool) {
        for order in [spans, spans.reversed()] {
            let tree = TraceTree(order)
            #expect(tree.nodes.map(\.isShared) == (isPair ? [true] : [false, false]))
            #expect(tree.conflicts.isEmpty == isPair)
        }
    }

    /// Child 4 is the callee's own, 5 the caller's, 6 of a third service that took the id from the wire.
    @Test func childrenOfASharedNodeBelongToTheHalfOfTheirService() throws {
        let tree = TraceTree([
            span(1, .client), span(1, .server, "b", at: 1, shared: true), span(6, parent: 1, .server, "c", at: 2),
            span(4, parent: 1, .client, "b", at: 3), span(5, parent: 1, at: 4), span(7, parent: 4, at: 5),
        ])
        func ids(_ nodes: [Int]) -> [UInt64] { nodes.map { tree.nodes[$0].spanID.value } }
        let shared = try #require(tree.nodes(withID: SpanID(1)).first)
        #expect(ids(tree.childrenOfHalves(of: shared).caller) == [6, 5])
        #expect(ids(tree.childrenOfHalves(of: shared).callee) == [4])
        let own = try #require(tree.nodes(withID: SpanID(4)).first)
        #expect(ids(tree.childrenOfHalves(of: own).caller) == [7])
        #expect(tree.childrenOfHalves(of: own).callee == [])
    }

    @Test func aSecondServerOfTheSameIDIsAConflict() {
        let tree = TraceTree([
            span(1, .client, "a"), span(1, .server, "b", at: 1, shared: true),
            span(1, .server, "c", at: 2, shared: true),
        ])
        #expect(tree.nodes.map { tree.services(of: tree.nodes(withID: $0.spanID)[0]) } == [["a", "b"], ["a", "b"]])
        #expect(tree.conflicts.map(\.nodes) == [[0, 1]])
    }

    @Test func theServersStartAndParentStandInForTheClients() {
        let tree = TraceTree([
            span(1, at: 0), span(2, parent: 1, at: 5), span(3, .client, "a", at: nil),
            span(3, parent: 1, .server, "b", at: 2, shared: true),
        ])
        #expect(tree.preorder.map { tree.nodes[$0].spanID.value } == [1, 3, 2])
    }
}
