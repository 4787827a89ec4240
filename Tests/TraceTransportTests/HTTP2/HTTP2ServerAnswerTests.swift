import Testing
import TraceBytes
import TracePlatform

@testable import TraceTransport

/// What becomes of answers: those that find no window, and those with which a handler does something else.
@Suite(.timeLimit(.minutes(1)))
struct HTTP2ServerAnswerTests {
    private static let large = HTTPResponse(status: 200, body: [UInt8](repeating: 7, count: 100_000))

    /// RFC 9113 section 6.9. An answer counts as given when the system has all of it.
    @Test(arguments: [true, false]) func anAnswerWaitsForTheWindowsOfItsPeer(isImmediate: Bool) async throws {
        try await withHTTP2Server(immediately: { _ in isImmediate ? Self.large : nil }, handler: { _ in Self.large }) {
            server, _ in
            let peer = try await server.greetedPeer([(4, 10)])  // SETTINGS_INITIAL_WINDOW_SIZE
            try await peer.send(HTTP2Bytes.headers(1, HTTP2Bytes.get))
            var sizes: [Int] = []
            while sizes.isEmpty, let frame = try await peer.frame() { sizes += frame.contentLength.map { [$0] } ?? [] }
            #expect(sizes == [10])
            #expect(await server.counters.answered == 0)
            try await peer.send(HTTP2Bytes.windowUpdate(1, 99_990), HTTP2Bytes.windowUpdate(0, 34_464))
            while sizes.reduce(0, +) < 99_999, let frame = try await peer.frame() {
                sizes += frame.contentLength.map { [$0] } ?? []
            }
            // The connection's window is 65,535 until it is opened by 34,464.
            #expect(sizes.reduce(0, +) == 99_999)
            #expect(await server.counters.answered == 0)
            try await peer.send(HTTP2Bytes.windowUpdate(0, 1))
            let last = try #require(try await peer.frame())
            #expect(last == HTTP2WrittenFrame(0, flags: 1, stream: 1, [7]))
            #expect(await server.counters.answered == 1)
        }
    }

    @Test func anAnswerWhosePeerVanishesIsNotGiven() async throws {
        try await withHTTP2Server(immediately: { _ in Self.large }) { server, _ in
            let peer = try await server.greetedPeer([(4, 10)])
            try await peer.send(HTTP2Bytes.headers(1, HTTP2Bytes.get))
            try await peer.meet()
            peer.connection.reset()
            let counters = await server.stop()
            #expect(counters.requests == 1)
            #expect(counters.answered == 0)
            #expect(counters.unanswered == 1)
        }
    }

    @Test func anAnswerThatItsPeerCancelsIsNotGiven() async throws {
        try await withHTTP2Server(immediately: { _ in Self.large }) { server, _ in
            let peer = try await server.greetedPeer([(4, 10)])
            try await peer.send(HTTP2Bytes.headers(1, HTTP2Bytes.get), HTTP2Bytes.reset(1, 8))
            try await peer.meet()
            let counters = await server.counters
            #expect(counters.requests == 1)
            #expect(counters.unanswered == 1)
            #expect(counters.cancelled == 0)
        }
    }

    /// What waits for the peer, or for room in the system's buffers, is not lost behind the GOAWAY.
    @Test(arguments: [true, false]) func theLastAnswerOfAConnectionComesWhole(isImmediate: Bool) async throws {
        var answer = HTTPResponse(status: 200, body: [UInt8](repeating: 7, count: 16 << 20))
        answer.disposition = .closeAfter
        let last = answer
        try await withHTTP2Server(immediately: { _ in isImmediate ? last : nil }, handler: { _ in last }) { server, _ in
            let peer = try await server.greetedPeer([(4, 0x7fff_ffff)])
            try await peer.send(HTTP2Bytes.windowUpdate(0, 0x7fff_0000), HTTP2Bytes.headers(1, HTTP2Bytes.get))
            let frames = try await peer.framesToEnd()
            #expect(frames.compactMap(\.contentLength).reduce(0, +) == 16 << 20)
            #expect(frames.last { $0.type == 7 }?.payload == HTTP2Bytes.number(1) + HTTP2Bytes.number(0))
            #expect(await server.counters.answered == 1)
        }
    }

    @Test func anAbortedRequestEndsInAReset() async throws {
        try await withHTTP2Server(immediately: { _ in .abort }) { server, _ in
            let peer = try await server.greetedPeer()
            try await peer.send(HTTP2Bytes.headers(1, HTTP2Bytes.get))
            let error = try await #require(throws: NetworkError.self) { try await peer.framesToEnd() }
            #expect(error.errno == 104 || error.errno == 54)  // ECONNRESET of Linux and of Darwin
            #expect(await server.counters.aborted == 1)
        }
    }

    @Test(arguments: [true, false]) func aStreamIsResetWithTheCodeThatIsAskedFor(isImmediate: Bool) async throws {
        var response = HTTPResponse.empty(200)
        response.disposition = .resetStream(7)
        let refused = response
        try await withHTTP2Server(immediately: { _ in isImmediate ? refused : nil }, handler: { _ in refused }) {
            server, _ in
            let peer = try await server.greetedPeer()
            try await peer.send(HTTP2Bytes.headers(1, HTTP2Bytes.get))
            #expect(try await peer.frame() == HTTP2WrittenFrame(3, stream: 1, HTTP2Bytes.number(7)))
            try await peer.meet()
            #expect(await server.counters.aborted == 1)
        }
    }

    /// Its connection goes on for others, and the server does not wait for it.
    @Test(arguments: [true, false]) func aSilentAnswerHoldsUpNobody(isImmediate: Bool) async throws {
        try await withHTTP2Server(immediately: { _ in isImmediate ? .hang : nil }, handler: { _ in .hang }) {
            server, _ in
            let peer = try await server.greetedPeer()
            try await peer.send(HTTP2Bytes.headers(1, HTTP2Bytes.get))
            #expect(try await peer.meet() == [])
            async let counters = server.stop(withinNanoseconds: 3_600_000_000_000)
            #expect(try await peer.framesToEnd() == [HTTP2WrittenFrame(7, HTTP2Bytes.number(1) + HTTP2Bytes.number(0))])
            peer.connection.close()
            #expect(await counters.aborted == 1)
            #expect(await counters.openConnections == 0)
        }
    }

    @Test(arguments: [0, 1, 20]) func anAnswerIsCutAfterSoManyBytes(limit: Int) async throws {
        var response = HTTPResponse.text("a text of more than twenty bytes")
        response.disposition = .cutAfter(bytes: limit)
        let cut = response
        try await withHTTP2Server(handler: { _ in cut }) { server, _ in
            let peer = try await server.greetedPeer()
            try await peer.send(HTTP2Bytes.headers(1, HTTP2Bytes.get))
            var buffer = ReadBuffer()
            while try await peer.connection.read(into: &buffer) > 0 {}
            let octets = buffer.takeAll()
            #expect(octets.count == limit)
            // HEADERS, END_HEADERS.
            #expect(Array(octets.prefix(5).dropFirst(3)) == Array([1, 4].prefix(max(0, limit - 3))))
            #expect(await server.counters.aborted == 1)
        }
    }

    @Test func whatCannotBeWrittenIsAnsweredWith500() async throws {
        let wrong = HTTPResponse(status: 200, headers: HeaderFields([("a b", "c")]))
        try await withHTTP2Server(handler: { _ in wrong }) { server, incidents in
            let peer = try await server.greetedPeer()
            try await peer.send(HTTP2Bytes.headers(1, HTTP2Bytes.get))
            #expect(try await peer.answer(on: 1).status == "500")
            let incident = try #require(await incidents.first { _ in true })
            #expect(incident.head?.method == "GET")
            #expect(incident.number == 1)
            let counters = await server.counters
            #expect(counters.unwritable == 1)
            #expect(counters.answered == 0)
        }
    }
}
