import Testing
import TraceConsole

@Suite struct DisplayWidthTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("ä", 1), ("a\u{308}", 1), ("日本", 4), ("한국", 4), ("ｗｉｄｅ", 8), ("👍", 2), ("✔", 1),
        ("├─", 2),
        ("\u{1b}", 0), ("é\u{200d}", 1),
    ])
    func columnsAreCounted(text: String, width: Int) {
        #expect(text.displayWidth == width)
    }

    @Test(arguments: [
        ("abcdef", 6, "abcdef"), ("abcdef", 5, "ab..."), ("日本語", 5, "日..."), ("abcdef", 2, ".."), ("abcdef", 0, ""),
        ("abcdef", -1, ""), ("", 0, ""),
    ])
    func textIsCutToAWidth(text: String, width: Int, expected: String) {
        #expect(text.truncated(toWidth: width) == expected)
    }

    @Test func textIsPadded() {
        #expect("日".padded(toWidth: 4) == "日  ")
        #expect("12".padded(toWidth: 4, alignment: .trailing) == "  12")
        #expect("long".padded(toWidth: 2) == "long")
    }
}

@Suite struct EscapedForTerminalTests {
    @Test(arguments: [
        ("GET /", "GET /"), ("größe 日本 👩‍👩‍👧", "größe 日本 👩‍👩‍👧"), ("\u{1b}[31mred", "\\u{1b}[31mred"),
        ("a\r\nb\tc", "a\\r\\nb\\tc"),
        ("\0\u{7f}", "\\u{0}\\u{7f}"), ("\u{9b}2J", "\\u{9b}2J"), ("\u{202e}abc", "\\u{202e}abc"),
        ("\u{2028}", "\\u{2028}"),
        ("\u{feff}x", "\\u{feff}x"),
    ])
    func whatSteersATerminalIsShown(text: String, expected: String) {
        #expect(text.escapedForTerminal == expected)
    }
}

@Suite struct WrappedTextTests {
    @Test func linesBreakAtSpaces() {
        #expect(WrappedText.lines("one two three four", width: 9) == ["one two", "three", "four"])
        #expect(WrappedText.lines("one two", width: 7) == ["one two"])
        #expect(WrappedText.lines("", width: 7) == [""])
        #expect(WrappedText.lines("a\n\n  b c", width: 4) == ["a", "", "  b", "  c"])
    }

    @Test func wideWordsAreCut() {
        #expect(WrappedText.lines("an abcdefghij end", width: 4) == ["an", "abcd", "efgh", "ij", "end"])
        #expect(WrappedText.lines("日本語", width: 4) == ["日本", "語"])
        #expect(WrappedText.lines("日本", width: 1) == ["日", "本"])
    }
}

@Suite struct VerdictMarkTests {
    @Test func marksStandForVerdicts() {
        #expect(VerdictMark.allCases.map { $0.text(unicode: true) } == ["✔", "✘", "–", "?", "!"])
        #expect(VerdictMark.allCases.map { $0.text(unicode: false) } == ["ok", "FAIL", "n/a", "?", "warn"])
        #expect(VerdictMark.holds.padded(ConsoleStyle()) == "ok  ")
        #expect(VerdictMark.fails.padded(ConsoleStyle(unicode: true, color: true)) == "\u{1b}[31m✘\u{1b}[0m")
    }

    @Test func statusesHaveTheirNumbers() {
        #expect(CommandStatus.allCases.map(\.rawValue) == [0, 1, 2, 130])
    }
}
