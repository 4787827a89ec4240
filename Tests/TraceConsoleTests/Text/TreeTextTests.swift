import Testing
import TraceConsole

private struct Node {
    var name: String
    var time: String
    var isBad = false
    var children: [Node] = []
}

@Suite struct TreeTextTests {
    private let tree = TreeText<Node>(children: \.children) { node in
        .init(TonedText(node.name), columns: [TonedText(node.time)], mark: node.isBad ? TonedText("✘", .bad) : nil)
    }

    private let root = Node(
        name: "a GET /", time: "12.1 ms",
        children: [
            Node(
                name: "a get b", time: "11.0 ms", isBad: true,
                children: [
                    Node(
                        name: "b GET /orders/with/a/path/that/is/longer/than/a/narrow/terminals", time: "9.5 ms",
                        children: [Node(name: "b\n", time: "0.1 ms")])
                ]),
            Node(name: "a delay", time: "0.9 ms"),
        ])

    @Test func aTreeOf60Columns() {
        #expect(
            tree.text([root], ConsoleStyle(width: 60, unicode: true)) == """
                  a GET /                                            12.1 ms
                ✘ ├─ a get b                                         11.0 ms
                  │  └─ b GET /orders/with/a/path/that/is/longer/t…   9.5 ms
                  │     └─ b\\n                                        0.1 ms
                  └─ a delay                                          0.9 ms

                """)
    }

    @Test func aTreeOfAsciiIn80Columns() {
        #expect(
            tree.text([root, Node(name: "second", time: "1 s")], ConsoleStyle(width: 80)) == """
                  a GET /                                                                12.1 ms
                ✘ |- a get b                                                             11.0 ms
                  |  `- b GET /orders/with/a/path/that/is/longer/than/a/narrow/termi...   9.5 ms
                  |     `- b\\n                                                            0.1 ms
                  `- a delay                                                              0.9 ms
                  second                                                                     1 s

                """)
    }

    @Test func aTreeWithRoomIsNotStretched() {
        let small = Node(name: "a", time: "1", children: [Node(name: "b", time: "20")])
        #expect(tree.text([small], ConsoleStyle(width: 120)) == "a      1\n`- b  20\n")
        #expect(tree.text([], ConsoleStyle()) == "")
    }

    @Test func marksKeepTheirColour() {
        let bad = Node(name: "a", time: "1", isBad: true)
        #expect(tree.text([bad], ConsoleStyle(color: true)) == "\u{1b}[31m✘\u{1b}[0m a  1\n")
    }

    @Test func aVeryDeepTreeIsDrawnInBoundedWidth() {
        let deep = TreeText<Int>(children: { $0 < 100_000 ? [$0 + 1] : [] }, row: { .init(TonedText("\($0)")) })
        let lines = deep.text([1], ConsoleStyle(width: 60)).split(separator: "\n")
        #expect(lines.count == 100_000)
        #expect(lines[2] == "   `- 3")
        #expect(lines.last == "(+99993)                `- 100000")
        #expect(lines.allSatisfy { $0.displayWidth <= 60 })
    }
}
