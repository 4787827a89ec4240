import Testing
import TraceBytes
import TracePlatform

@testable import TraceTransport

/// Breaches that cost no request: they are told and counted all the same.
@Suite(.timeLimit(.minutes(1)))
struct HTTP2ServerBreachTests {
    /// PRIORITY that makes a stream depend on itself, long after the stream (RFC 7540 section 5.3.1).
    @Test func aBreachOnAStreamThatHasEndedIsCounted() async throws {
        try await withHTTP2Server { server, incidents in
            let peer = try await server.greetedPeer()
            try await peer.send(HTTP2Bytes.headers(1, HTTP2Bytes.get))
            _ = try await peer.answer(on: 1)
            try await peer.send(HTTP2Bytes.priority(1, on: 1))
            #expect(try await peer.frame() == HTTP2WrittenFrame(3, stream: 1, HTTP2Bytes.number(1)))
            let incident = try #require(await incidents.first { _ in true })
            #expect(incident.kind == .violation(HTTP2Violation(.selfDependency)))
            #expect(incident.head == nil)
            try await peer.meet()
            let counters = await server.counters
            #expect(counters.violations == [.selfDependency: 1])
            #expect(counters.answered == 1)
        }
    }

    /// What came whole was handed over already: the breach is told without it.
    @Test func aBreachWhileARequestIsAnsweredCostsTheAnswerAlone() async throws {
        try await withEventLoop { loop in
            let gate = Gate(on: loop)
            let (incidents, reports) = AsyncStream<HTTPServerIncident>.makeStream()
            let server = try await HTTPServer.start(
                on: loop, http2: HTTP2Limits(), observer: { reports.yield($0) },
                handler: { _ in
                    await gate.pass()
                    return .text("too late")
                })
            let peer = try await server.greetedPeer()
            try await peer.send(HTTP2Bytes.headers(1, HTTP2Bytes.get), HTTP2Bytes.windowUpdate(1, 0))
            #expect(try await peer.frame() == HTTP2WrittenFrame(3, stream: 1, HTTP2Bytes.number(1)))
            let incident = try #require(await incidents.first { _ in true })
            #expect(incident.head == nil)
            gate.open()
            try await peer.meet()
            let counters = await server.counters
            #expect(counters.violations == [.windowUpdateZeroOnStream: 1])
            #expect(counters.requests == 1)
            #expect(counters.unanswered == 1)
            await server.abort()
        }
    }
}
