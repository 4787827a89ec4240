import FakeCollector
import Testing
import TraceBytes
import TraceModel
import TraceTransport
import TraceWire

/// Answers as a test wants them, and what is kept of the requests meanwhile.
@Suite(.timeLimit(.minutes(1)))
struct ScriptedAnswersTests {
    @Test func anAnswerIsGivenAsOftenAsItWasScripted() async throws {
        try await withFakeCollector { collector in
            await collector.script(.status(503, headers: [("Retry-After", "7")], body: "later"), times: 2)
            let body = Sent.list(Sent.span(1))
            for _ in 0..<2 {
                let answer = try await collector.post(body)
                #expect(answer.status == 503)
                #expect(answer.headers.text("retry-after") == "7")
                #expect(answer.body == Array("later".utf8))
            }
            #expect(await collector.spans.isEmpty)
            #expect(try await collector.post(body).status == 202)
            #expect(
                await collector.requests.map(\.outcome) == [
                    .scripted(status: 503), .scripted(status: 503), .accepted(spans: 0..<1),
                ])
            #expect(await collector.requests.allSatisfy { $0.payload.body == Array(body.utf8) })
        }
    }

    @Test func anotherSuccessStillTakesThePayload() async throws {
        try await withFakeCollector { collector in
            await collector.script(.status(200, body: "{}"))
            let answer = try await collector.post(Sent.list(Sent.span(1)))
            #expect(answer.status == 200)
            #expect(await collector.spans.map(\.spanID) == [SpanID(1)])
        }
    }

    @Test func aDroppedConnectionIsReset() async throws {
        try await withFakeCollector { collector in
            await collector.script(.dropConnection)
            await #expect(throws: HTTPClientError.self) { try await collector.post(Sent.list(Sent.span(1))) }
            #expect(await collector.requests.map(\.outcome) == [.scripted(status: nil)])
        }
    }

    @Test func aScriptIsForOneReceiver() async throws {
        try await withFakeCollector(CollectorOptions(receivers: [])) { collector in
            for name in ["a", "b"] { try await collector.open(.zipkin, label: name) }
            await collector.script(.status(500), at: "b")
            #expect(try await collector.post("[]", to: "a").status == 202)
            #expect(try await collector.post("[]", to: "b").status == 500)
            await collector.script(.status(500), times: 9)
            await collector.clearScript()
            #expect(try await collector.post("[]", to: "b").status == 202)
        }
    }

    /// On a clock that only the test moves: the answer waits for it, the record does not.
    @Test func aLateAnswerComesAfterTheRecord() async throws {
        let clock = ManualClock()
        try await withEventLoop(clock: .manual(clock)) { loop in
            let collector = try await Collector.start(on: loop)
            await collector.script(.late(.seconds(3)))
            let sender = Task(executorPreference: loop) { try await collector.post(Sent.list(Sent.span(1))) }
            try await collector.spans(atLeast: 1)
            clock.advance(byNanoseconds: 3_000_000_000)
            #expect(try await sender.value.status == 202)
            await collector.goAway()
        }
    }
}
