import Synchronization
import Testing
import TraceConsole
import TracePlatform

@Suite struct ProgressLineTests {
    private let start = ContinuousClock.now

    @Test func aTerminalSeesOneLine() {
        var line = ProgressText(.live(width: 12, unicode: false))
        #expect(line.note("before") == "before\n")
        #expect(line.show("10 of 200", at: start) == "\r\u{1b}[K10 of 200")
        #expect(line.show("100 of 200 requests", at: start) == "\r\u{1b}[K100 of 2...")
        #expect(line.note("hop b died\u{7}") == "\r\u{1b}[Khop b died\\u{7}\n100 of 2...")
        #expect(line.finish() == "\r\u{1b}[K")
        #expect(line.finish() == "")
    }

    @Test func aLogSeesALineNowAndThen() {
        var line = ProgressText(.plain(every: .seconds(5)))
        #expect(line.show("1", at: start) == "1\n")
        #expect(line.show("2", at: start + .milliseconds(4999)) == "")
        #expect(line.show("3", at: start + .seconds(5)) == "3\n")
        #expect(line.show("4", at: start + .seconds(6)) == "")
        #expect(line.finish() == "")
    }

    @Test func silenceKeepsNotes() {
        var line = ProgressText(.silent)
        #expect(line.show("1", at: start) == "")
        #expect(line.note("died") == "died\n")
    }

    @Test func theModeFollowsTheStream() {
        #expect(ProgressText.Mode(TerminalTraits(isTerminal: false)) == .silent)
        #expect(
            ProgressText.Mode(TerminalTraits(isTerminal: true, width: 100, isUTF8: true))
                == .live(width: 100, unicode: true))
    }

    @Test func theShellWritesToItsSink() {
        let written = Written()
        let start = start
        let line = ProgressLine(
            .live(width: 80, unicode: true), sink: { text in written.text.withLock { $0 += text } }, now: { start })
        line.show("one")
        line.note("two")
        line.finish()
        #expect(written.text.withLock { $0 } == "\r\u{1b}[Kone\r\u{1b}[Ktwo\none\r\u{1b}[K")
    }

    private final class Written: Sendable {
        let text = Mutex("")
    }
}
