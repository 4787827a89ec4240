import Testing
import TraceBytes
import TracePlatform

@testable import TraceTransport

/// Requests over HTTP/2 on real connections, against octets written by hand.
@Suite(.timeLimit(.minutes(1)))
struct HTTP2ServerTests {
    /// `:path` is the second indexed field, 4: here a literal in its place.
    static func get(_ path: String) -> [UInt8] {
        HTTP2Bytes.hex("82 86 04") + [UInt8(path.utf8.count)] + Array(path.utf8) + HTTP2Bytes.hex("01 01 61")
    }

    @Test func bothVersionsAreServedOnOnePort() async throws {
        try await withHTTP2Server(handler: { .text("\($0.request.head.version)") }) { server, _ in
            let old = try await server.connect()
            try await old.write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            let new = try await server.greetedPeer()
            try await new.send(HTTP2Bytes.headers(1, HTTP2Bytes.get))
            #expect(try await new.answer(on: 1).text == "\(HTTPVersion.http2)")
            #expect(try await old.readToEnd().hasSuffix("\r\n\r\n\(HTTPVersion.http1_1)"))
            let counters = await server.counters
            #expect(counters.connections == 2)
            #expect(counters.answered == 2)
        }
    }

    /// RFC 9113 section 3.4: the preface is 24 octets, and TCP knows no borders.
    @Test func aPrefaceMayComeInPieces() async throws {
        try await withHTTP2Server { server, _ in
            let peer = try await server.peer()
            for octet in HTTP2Bytes.preface + HTTP2Bytes.settings() {
                try await peer.send([octet])
                try await server.loop.turn()
            }
            while try await peer.frame() != HTTP2WrittenFrame(4, flags: 1) {}
            try await peer.send(HTTP2Bytes.settingsAck, HTTP2Bytes.headers(1, HTTP2Bytes.get))
            #expect(try await peer.answer(on: 1).text == "late")
        }
    }

    @Test func aMethodThatBeginsLikeThePrefaceIsHTTP1() async throws {
        try await withHTTP2Server(handler: { .text($0.request.head.method) }) { server, _ in
            let connection = try await server.connect()
            try await connection.write("PR")
            try await server.loop.turn()
            try await connection.write("OPFIND / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(try await connection.readToEnd().hasSuffix("\r\n\r\nPROPFIND"))
        }
    }

    @Test func fieldsComeInTheirOrderWithThePseudoHeaderFields() async throws {
        let (requests, received) = AsyncStream<HTTPServerRequest>.makeStream()
        let handler: HTTPServer.Handler = { request in
            received.yield(request)
            return .empty(202)
        }
        try await withHTTP2Server(handler: handler) { server, _ in
            let peer = try await server.greetedPeer()
            let block = HTTP2Bytes.post + HTTP2Bytes.literal("x", "1") + HTTP2Bytes.literal("x", "2")
            try await peer.send(HTTP2Bytes.headers(1, block, end: false), HTTP2Bytes.data(1, Array("ab".utf8)))
            try await peer.send(
                HTTP2Bytes.data(1, Array("c".utf8)), HTTP2Bytes.headers(1, HTTP2Bytes.literal("t", "3")))
            #expect(try await peer.answer(on: 1).status == "202")
            let request = try #require(await requests.first { _ in true })
            #expect(request.request.body == Array("abc".utf8))
            #expect(request.request.trailers.text("t") == "3")
            #expect(request.request.headers.text("host") == "localhost")
            let text = ":method: POST\r\n:scheme: http\r\n:path: /\r\n:authority: localhost\r\nx: 1\r\nx: 2\r\n"
            #expect(String(decoding: request.rawHead, as: UTF8.self) == text)
            #expect(request.connection == 1)
            #expect(request.number == 1)
        }
    }

    /// Whoever is ready is answered, whatever came first.
    @Test func requestsOfOneConnectionAreAnsweredAsTheyAreReady() async throws {
        try await withEventLoop { loop in
            let gate = Gate(on: loop)
            let (requests, received) = AsyncStream<String>.makeStream()
            let server = try await HTTPServer.start(
                on: loop, http2: HTTP2Limits(),
                immediately: { $0.request.head.target == "/now" ? .text("now") : nil },
                handler: { request in
                    received.yield(request.request.head.target)
                    if request.request.head.target == "/gate" { await gate.pass() }
                    return .text("task of \(request.request.head.target), \(request.number)")
                })
            let peer = try await server.greetedPeer()
            try await peer.send(
                HTTP2Bytes.headers(1, Self.get("/gate")), HTTP2Bytes.headers(3, Self.get("/now")),
                HTTP2Bytes.headers(5, Self.get("/task")))
            #expect(try await peer.answer(on: 3).text == "now")
            #expect(try await peer.answer(on: 5).text == "task of /task, 3")
            var names = requests.makeAsyncIterator()
            #expect(await names.next() == "/gate")
            gate.open()
            #expect(try await peer.answer(on: 1).text == "task of /gate, 1")
            #expect(await server.counters.answered == 3)
            await server.abort()
        }
    }

    @Test func manyStreamsAtOnceAreAllAnswered() async throws {
        try await withHTTP2Server(handler: { .text("\($0.number)") }) { server, _ in
            let peer = try await server.greetedPeer()
            let streams = stride(from: UInt32(1), to: 401, by: 2)
            try await peer.send(streams.flatMap { HTTP2Bytes.headers($0, HTTP2Bytes.get) })
            var ended: Set<UInt32> = []
            while ended.count < 200, let frame = try await peer.frame() {
                if frame.flags & HTTP2Bytes.endStream != 0, frame.type == 0 { ended.insert(frame.stream) }
            }
            #expect(ended == Set(streams))
            #expect(await server.counters.answered == 200)
        }
    }
}
