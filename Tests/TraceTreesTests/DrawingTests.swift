import Testing
import TraceModel
import TraceTrees

@Suite struct DrawingTests {
    let tree = TraceTree(
        [
            span(1, parent: 99, .server, "app-a", name: "GET /", at: 0, micros: 12_345),
            span(2, parent: 1, .client, "app-a", name: "GET", at: 1, micros: 11_000),
            span(3, parent: 2, .server, "app-b", name: "GET /", at: 2, micros: 9_500),
            span(3, parent: 2, .server, "app-b", name: "GET /", at: 2, micros: 9_500),
            span(4, parent: 1, .internal, "app-a", name: "delay", at: 3, micros: 850),
            span(5, parent: 0xf0_67aa, .client, "app-c", name: "lost", at: 4),
        ], virtualParents: [SpanID(99)])

    @Test func linesShowServiceKindNameAndTime() {
        #expect(
            tree.lines { tree.nodes[$0].spanID == SpanID(3) ? "expected app-c" : nil } == [
                "app-a SERVER GET / 12.3 ms",
                "├─ app-a CLIENT GET 11.0 ms",
                "│  └─ app-b SERVER GET / 9.5 ms (1 equal copy more)  ← expected app-c",
                "└─ app-a INTERNAL delay 850.0 µs",
                "app-c CLIENT lost (parent 0000000000f067aa unknown)",
            ])
    }

    @Test func asciiHasNothingElse() {
        let lines = TraceTree([
            span(1, name: "caf\u{e9}", micros: 2), span(2, parent: 1), span(3, parent: 2), span(4, parent: 1, at: 1),
        ]).lines(ascii: true) { _ in "here" }
        #expect(
            lines == [
                "app-a INTERNAL caf\\u{e9} 2.0 us  <- here", "|- app-a INTERNAL  <- here",
                "|  `- app-a INTERNAL  <- here", "`- app-a INTERNAL  <- here",
            ])
    }

    @Test func namesCannotSteerTheTerminal() {
        let name = "a\u{1b}[2J\n\u{202e}" + String(repeating: "x", count: 1000)
        let line = TraceTree([span(1, .internal, "", name: name)]).lines().joined()
        #expect(line.hasPrefix("? INTERNAL a\\u{1b}[2J\\u{a}\\u{202e}xxx"))
        #expect(line.hasSuffix("x…"))
        #expect(line.count < 200)
    }

    @Test(arguments: [
        (0, "0 ns"), (999, "999 ns"), (1000, "1.0 µs"), (12_345_678, "12.3 ms"), (12_350_000, "12.4 ms"),
        (1_250_000_000, "1.3 s"), (-2_000_000, "-2.0 ms"), (Int64.max, "9223372036.9 s"), (.min, "-9223372036.9 s"),
    ])
    func durationsAreRoundedToATenth(nanoseconds: Int64, text: String) {
        var timed = span(1)
        timed.durationNanoseconds = nanoseconds
        #expect(TraceTree([timed]).label(of: 0) == "app-a INTERNAL " + text)
    }

    @Test func conflictsAreNoted() {
        let lines = TraceTree([span(1, .client), span(1, .client, at: 1)]).lines()
        #expect(lines.allSatisfy { $0 == "app-a CLIENT (id 0000000000000001 stands for 2 spans)" })
    }
}
