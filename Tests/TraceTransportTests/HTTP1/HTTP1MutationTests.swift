import Testing
import TraceTestSupport

@testable import TraceTransport

/// No input traps a parser, whatever was done to it. A trap is named by `.build/in-work/http1-…`.
@Suite struct HTTP1MutationTests {
    @Test func mutatedRequestsNeverTrap() async throws {
        let seeds = [
            "POST /api/v2/spans HTTP/1.1\r\nHost: 127.0.0.1:9411\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n[]",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n4;a=\"b\"\r\nWiki\r\n0\r\nX: y\r\n\r\n",
            "GET http://a/b?c HTTP/1.1\r\nHost: [::1]:80\r\nConnection: keep-alive, close\r\n\r\nGET / HTTP/1.0\r\n\r\n",
        ]
        try await mutate(seeds, "http1-requests", seed: 20_261, count: 100_000, with: HTTP1RequestParser())
    }

    @Test func mutatedResponsesNeverTrap() async throws {
        let seeds = [
            "HTTP/1.1 202 Accepted\r\nServer: capture \r\nDate: Fri, 20 Nov 2026 15:19:36 GMT\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\n0123456789\r\n0\r\n\r\n",
            "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\nto the end",
        ]
        var parser = HTTP1ResponseParser()
        for method in ["GET", "HEAD", "CONNECT", "POST"] { parser.expectResponse(to: method) }
        try await mutate(seeds, "http1-responses", seed: 20_262, count: 20_000, with: parser)
    }

    /// Every 25th input is also fed in random cuts and byte by byte, which must change nothing.
    private func mutate(
        _ seeds: [String], _ name: String, seed: UInt64, count: Int, with parser: some HTTP1StreamParser
    ) async throws {
        let work = try MutationInWork(name, seed: seed)
        if let left = work.leftBehind { print("the last run of \(name) trapped at \(left)") }
        let seeds = seeds.map { Array($0.utf8) }
        for number in 0..<count {
            work.begin(number)
            // Other tests want the thread too.
            if number % 500 == 0 { await Task.yield() }
            // Each input has its own source, so that one can be run alone.
            var random = SeededGenerator(seed: seed << 20 | UInt64(number))
            let input = Self.mutation(of: seeds, using: &random)
            let whole = parser.transcript(of: input)
            if number % 25 == 0 {
                let pieces = (0..<8).map { _ in Int.random(in: 1...40, using: &random) }
                #expect(parser.transcript(of: input, pieces: pieces) == whole, "seed \(seed), number \(number)")
                #expect(parser.transcript(of: input, pieces: [1]) == whole, "seed \(seed), number \(number)")
            }
        }
        work.finish()
    }

    private static let fragments = [
        "\r\n", "\n", "\r", "\r\n\r\n", ":", " ", "\t", ";", ",", "\u{0}", "0\r\n\r\n", "ffffffffffffffff\r\n",
        "Content-Length: 1\r\n",
        "Content-Length: 99999999999999999999\r\n", "Transfer-Encoding: chunked\r\n", "Connection: close\r\n",
        "HTTP/1.1", "Host: a\r\n",
        "[", "]", "-1", "7fffffffffffffff", "\u{7f}",
    ].map { Array($0.utf8) }

    /// One to eight changes of one of the seeds, or of two one behind the other; at most 1 KiB.
    private static func mutation(of seeds: [[UInt8]], using random: inout SeededGenerator) -> [UInt8] {
        var bytes = seeds[Int.random(in: 0..<seeds.count, using: &random)]
        if Bool.random(using: &random) { bytes += seeds[Int.random(in: 0..<seeds.count, using: &random)] }
        for _ in 0..<Int.random(in: 1...8, using: &random) {
            let place = Int.random(in: 0...bytes.count, using: &random)
            let end = min(bytes.count, place + Int.random(in: 0...12, using: &random))
            switch Int.random(in: 0..<8, using: &random) {
            case 0 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
            case 2: bytes.removeSubrange(place..<end)
            case 3: bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &random))
            case 4: bytes.removeSubrange(place...)
            case 5:
                bytes.insert(
                    contentsOf: repeatElement(UInt8.random(in: 0...255, using: &random), count: 100), at: place)
            default: bytes.insert(contentsOf: fragments[Int.random(in: 0..<fragments.count, using: &random)], at: place)
            }
        }
        return Array(bytes.prefix(1024))
    }
}
