import Testing
import TraceBytes
import TracePlatform

@testable import TraceTransport

/// Requests that cost too much, or break a rule, and what is told of them.
@Suite(.timeLimit(.minutes(1)))
struct HTTP2ServerLimitTests {
    @Test func contentBeyondTheLimitIsAnsweredWith413() async throws {
        var limits = HTTP2Limits()
        limits.bodyBytes = 9
        try await withHTTP2Server(HTTPServerLimits(), limits) { server, incidents in
            let peer = try await server.greetedPeer()
            try await peer.send(HTTP2Bytes.headers(1, HTTP2Bytes.post, end: false))
            try await peer.send(HTTP2Bytes.data(1, Array("0123456".utf8)), HTTP2Bytes.data(1, Array("789".utf8)))
            let answer = try await peer.answer(on: 1)
            #expect(answer.status == "413")
            #expect(answer.text == "content too large\n")
            let incident = try #require(await incidents.first { _ in true })
            #expect(incident.kind == .excessive(.content))
            #expect(incident.head?.method == "POST")
            try await peer.send(HTTP2Bytes.headers(3, HTTP2Bytes.get))
            #expect(try await peer.answer(on: 3).status == "200")
            let counters = await server.counters
            #expect(counters.excessive == 1)
            #expect(counters.requests == 1)
            #expect(counters.answered == 1)
        }
    }

    /// RFC 9113 section 10.5.1: 431 (RFC 6585 section 5), and the connection goes on.
    @Test func aHeaderSectionBeyondTheLimitIsAnsweredWith431() async throws {
        var limits = HTTP2Limits()
        limits.headerListBytes = 300
        try await withHTTP2Server(HTTPServerLimits(), limits) { server, incidents in
            let peer = try await server.greetedPeer()
            let long = HTTP2Bytes.literal("x", String(repeating: "y", count: 300))
            try await peer.send(HTTP2Bytes.headers(1, HTTP2Bytes.get + long))
            #expect(try await peer.answer(on: 1).status == "431")
            #expect(await incidents.first { _ in true }?.kind == .excessive(.fields))
            try await peer.send(HTTP2Bytes.headers(3, HTTP2Bytes.get))
            #expect(try await peer.answer(on: 3).status == "200")
            let counters = await server.counters
            #expect(counters.excessive == 1)
            #expect(counters.requests == 1)
        }
    }

    /// 64 KiB of each request are free.
    @Test func contentThatFindsNoRoomIsToldToComeAgain() async throws {
        try await withHTTP2Server(budget: 1000) { server, incidents in
            let peer = try await server.greetedPeer()
            try await peer.send(HTTP2Bytes.headers(1, HTTP2Bytes.post, end: false))
            let frame = HTTP2Bytes.data(1, [UInt8](repeating: 0, count: 16_000))
            for _ in 0..<4 { try await peer.send(frame) }
            try await peer.meet()
            try await peer.send(HTTP2Bytes.data(1, [UInt8](repeating: 0, count: 3000)))
            #expect(try await peer.answer(on: 1).status == "503")
            #expect(await incidents.first { _ in true }?.kind == .overloaded)
            let counters = await server.counters
            #expect(counters.overloaded == 1)
            #expect(counters.requests == 0)
            #expect(await server.loop.run { () async -> Int? in server.budget?.bytesInUse } == 0)
        }
    }

    @Test func whatIsReservedIsGivenBackWhenThePeerVanishes() async throws {
        try await withHTTP2Server(budget: 10_000) { server, incidents in
            let peer = try await server.greetedPeer()
            try await peer.send(HTTP2Bytes.headers(1, HTTP2Bytes.post, end: false))
            for _ in 0..<4 { try await peer.send(HTTP2Bytes.data(1, [UInt8](repeating: 0, count: 16_000))) }
            try await peer.meet()
            try await peer.send(HTTP2Bytes.data(1, [UInt8](repeating: 0, count: 3000)))
            try await peer.meet()
            #expect(await server.loop.run { () async -> Int? in server.budget?.bytesInUse ?? 0 > 0 ? 1 : 0 } == 1)
            peer.connection.reset()
            _ = await incidents.first { _ in true }
            #expect(await server.loop.run { () async -> Int? in server.budget?.bytesInUse } == 0)
        }
    }

    /// What had come of it is told: RFC 9113 section 8.1.1.
    @Test func aRequestThatBreaksARuleIsTold() async throws {
        try await withHTTP2Server { server, incidents in
            let peer = try await server.greetedPeer()
            let block = HTTP2Bytes.post + HTTP2Bytes.literal("content-length", "3")
            try await peer.send(
                HTTP2Bytes.headers(1, block, end: false), HTTP2Bytes.data(1, Array("ab".utf8), end: true))
            #expect(try await peer.frame() == HTTP2WrittenFrame(3, stream: 1, HTTP2Bytes.number(1)))
            let incident = try #require(await incidents.first { _ in true })
            guard case .violation(let violation) = incident.kind else {
                Issue.record("\(incident.kind)")
                return
            }
            #expect(incident.head?.method == "POST")
            #expect(incident.received == Array("ab".utf8))
            #expect(await server.counters.violations == [violation.rule: 1])
            #expect(await server.counters.requests == 0)
        }
    }

    @Test func aRequestThatItsSenderTakesBackIsTold() async throws {
        try await withHTTP2Server { server, incidents in
            let peer = try await server.greetedPeer()
            try await peer.send(HTTP2Bytes.headers(1, HTTP2Bytes.post, end: false), HTTP2Bytes.data(1, [1, 2]))
            try await peer.send(HTTP2Bytes.reset(1, 8))
            let incident = try #require(await incidents.first { _ in true })
            #expect(incident.kind == .cancelled(.cancel))
            #expect(incident.received == [1, 2])
            #expect(incident.http2Fields?.first?.value.elementsEqual("POST".utf8) == true)
            #expect(await server.counters.cancelled == 1)
        }
    }
}
