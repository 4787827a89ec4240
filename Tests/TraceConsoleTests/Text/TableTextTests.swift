import Testing
import TraceConsole

@Suite struct TableTextTests {
    private let table = TableText(
        [.init("id"), .init("n", .trailing), .init("finding")],
        rows: [
            ["chain/export/accepted", "600", "no export was refused"],
            [
                "chain/tags/http", "7",
                "method and status on SERVER and CLIENT, path on SERVER and in the full address of the CLIENT span",
            ],
            ["\u{1b}[2J", "12"],
        ])

    @Test func theLastColumnWrapsAt60() {
        #expect(
            table.text(ConsoleStyle(width: 60)) == """
                id                       n  finding
                ---------------------  ---  --------------------------------
                chain/export/accepted  600  no export was refused
                chain/tags/http          7  method and status on SERVER and
                                            CLIENT, path on SERVER and in
                                            the full address of the CLIENT
                                            span
                \\u{1b}[2J               12

                """)
    }

    @Test func theLastColumnIsCutAt80() {
        var table = table
        table.overflow = .truncates
        #expect(
            table.text(ConsoleStyle(width: 80, unicode: true)) == """
                id                       n  finding
                ─────────────────────  ───  ────────────────────────────────────────────────────
                chain/export/accepted  600  no export was refused
                chain/tags/http          7  method and status on SERVER and CLIENT, path on SER…
                \\u{1b}[2J               12

                """)
    }

    @Test func aWideTerminalIsNotFilled() {
        let table = TableText([.init(""), .init("", .trailing)], rows: [["a", "1"], ["bb", "10"]])
        #expect(table.text(ConsoleStyle(width: 120)) == "a    1\nbb  10\n")
    }

    @Test func coloursDoNotDisturbTheColumns() {
        let table = TableText(
            [.init("a"), .init("b")], rows: [[TonedText("x", .good), "y"], ["long", TonedText("z", .bad)]])
        #expect(
            table.text(ConsoleStyle(color: true)) == """
                \u{1b}[1ma\u{1b}[0m     \u{1b}[1mb\u{1b}[0m
                ----  -
                \u{1b}[32mx\u{1b}[0m     y
                long  \u{1b}[31mz\u{1b}[0m

                """)
    }

    @Test func nothingIsNothing() {
        #expect(TableText([], rows: [["a"]]).text(ConsoleStyle()) == "")
        #expect(TableText([.init("")], rows: []).text(ConsoleStyle()) == "")
    }
}
