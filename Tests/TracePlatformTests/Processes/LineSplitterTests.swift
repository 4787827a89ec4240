import Testing
import TracePlatform

@Suite struct LineSplitterTests {
    @Test(arguments: 1...12)
    func linesDoNotDependOnThePieces(size: Int) {
        let bytes = [UInt8]("one\r\n\ntwo ä\nlast".utf8)
        var splitter = LineSplitter()
        var lines: [String] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            lines += splitter.received(Array(bytes[start..<min(start + size, bytes.count)]))
        }
        #expect(lines == ["one", "", "two ä"])
        #expect(splitter.ended() == "last")
        #expect(splitter.ended() == nil)
    }

    @Test func endlessLinesAreCut() {
        var splitter = LineSplitter(limit: 4)
        #expect(splitter.received([UInt8]("abcdefghij\nk".utf8)) == ["abcd", "efgh", "ij"])
        #expect(splitter.ended() == "k")
    }

    @Test func brokenTextIsReplaced() {
        var splitter = LineSplitter()
        #expect(splitter.received([0x61, 0xff, 0x0a]) == ["a\u{fffd}"])
    }
}
