import Testing
import TraceBytes
import TraceTestSupport

@testable import TraceTransport

/// Streams of real exporters, and long ones: how they are cut changes nothing and costs nothing.
@Suite struct HTTP1CutTests {
    static let captured = (try? Fixtures.files(in: "http1/captured", withExtension: "stream")) ?? []

    @Test func thereAreCapturedStreams() { #expect(Self.captured.count == 28) }

    @Test(arguments: captured)
    func capturedRequestsAreReadWholeByteByByteAndInRandomCuts(path: String) throws {
        let bytes = try Fixtures.bytes(path)
        let content = try Fixtures.bytes(path.replacing(".stream", with: ".body"))
        let parser = HTTP1RequestParser()
        let whole = parser.transcript(of: bytes)
        guard
            whole.count == 3, case .head(let head, let raw, 0, let framing, true, false) = whole[0],
            case .body(let body) = whole[1], case .end = whole[2]
        else {
            Issue.record("not one request: \(whole)")
            return
        }
        #expect(head.method == "POST")
        #expect(head.version == .http1_1)
        #expect(body == content)
        #expect(bytes.starts(with: raw))
        #expect(framing == (head.headers.contains("content-length") ? .length(content.count) : .chunked))

        #expect(parser.transcript(of: bytes, pieces: [1]) == whole)
        var random = SeededGenerator(seed: 1)
        for _ in 0..<20 {
            let pieces = (0..<64).map { _ in Int.random(in: 1...200, using: &random) }
            #expect(parser.transcript(of: bytes, pieces: pieces) == whole)
        }
    }

    /// The time limit would not hold a search that begins anew with every byte: 10^11 steps.
    @Test(.timeLimit(.minutes(1)))
    func readingByteByByteTakesLinearTime() {
        var limits = HTTP1Limits()
        limits.headBytes = 1 << 20
        limits.startLineBytes = 1 << 20
        limits.chunkExtensionBytes = 1 << 20
        let target = String(repeating: "a", count: 300_000)
        let value = String(repeating: "b", count: 300_000)
        let chunks = String(repeating: "2;x\r\nab\r\n", count: 20_000)
        let text =
            "POST /\(target) HTTP/1.1\r\nHost: a\r\nX: \(value)\r\nTransfer-Encoding: chunked\r\n\r\n\(chunks)0\r\n\r\n"
        let parser = HTTP1RequestParser(limits: limits)
        let bytes = Array(text.utf8)
        #expect(parser.transcript(of: bytes, pieces: [1]).failure() == nil)
    }

    /// A stream of many small requests received at once is not moved for each of them.
    @Test(.timeLimit(.minutes(1)))
    func readingManyRequestsOfOnePieceTakesLinearTime() {
        let count = 20_000
        let text = String(repeating: "GET / HTTP/1.1\r\nHost: a\r\n\r\n", count: count)
        #expect(HTTP1RequestParser().transcript(of: text).requestLines.count == count)
    }
}
