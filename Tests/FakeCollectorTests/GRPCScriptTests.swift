import FakeCollector
import Testing
import TraceBytes
import TraceModel
import TracePlatform
import TraceTransport
import TraceWire

/// Scripted answers to calls of gRPC, and what stands for them over HTTP/1.1.
@Suite(.timeLimit(.minutes(1)))
struct GRPCScriptTests {
    private func post(_ collector: Collector) async throws -> HTTPResponse {
        try await collector.send(Sent.otlpJSON, "/v1/traces", "application/json", to: .otlpGRPC)
    }

    @Test func aStatusIsGivenWithItsDelay() async throws {
        try await withFakeCollector(.otlpGRPC) { collector async throws in
            await collector.script(.grpc(14, "come again", retryAfter: .seconds(2)), times: 2)
            let caller = collector.caller()
            let answer = try await caller.call()
            #expect(answer.status.code == .unavailable)
            #expect(answer.status.message == "come again")
            #expect(answer.status.retryInfo?.delayNanoseconds == 2_000_000_000)
            let plain = try await post(collector)
            #expect(plain.status == 503)
            #expect(plain.headers.text("retry-after") == "2")
            #expect(await collector.requests.map(\.outcome) == [.scripted(status: 200), .scripted(status: 503)])
            #expect(await collector.spans.isEmpty)
            caller.close()
        }
    }

    /// OTLP, Partial Success: field 1 of the answer has the spans in its field 1, and the text in its field 2.
    @Test func aPartialSuccessTakesAllTheSame() async throws {
        try await withFakeCollector(.otlpGRPC) { collector async throws in
            await collector.script(.partialSuccess(rejectedSpans: 3, "old"), times: 2)
            let caller = collector.caller()
            let answer = try await caller.call()
            #expect(answer.status.code == .ok)
            #expect(answer.content == [0x0a, 7, 0x08, 3, 0x12, 3] + Array("old".utf8))
            let plain = try await post(collector)
            let text = #"{"partialSuccess":{"rejectedSpans":"3","errorMessage":"old"}}"#
            #expect(String(decoding: plain.body, as: UTF8.self) == text)
            #expect(await collector.spans.count == 2)
            caller.close()
        }
    }

    @Test func aGoodbyeComesWithTheAnswer() async throws {
        try await withFakeCollector(.otlpGRPC) { collector async throws in
            await collector.script(.goAway)
            let caller = collector.caller()
            for _ in 0..<3 { #expect(try await caller.call().status.code == .ok) }
            #expect(await caller.connectionCount == 2)
            await collector.script(.goAway)
            #expect(try await post(collector).headers.text("connection") == "close")
            #expect(await collector.spans.count == 4)
            caller.close()
        }
    }

    /// REFUSED_STREAM says that it may be sent again (RFC 9113 section 8.7); INTERNAL_ERROR does not.
    @Test func aStreamIsResetWithItsCode() async throws {
        try await withFakeCollector(.otlpGRPC) { collector async throws in
            let caller = collector.caller()
            await collector.script(.resetStream(7))
            #expect(try await caller.call().status.code == .ok)
            await collector.script(.resetStream(2))
            let error = await #expect(throws: HTTP2ClientError.self) { try await caller.call() }
            #expect(error?.reason == .reset(.internalError))
            #expect(await caller.connectionCount == 1)
            await collector.script(.resetStream(7))
            await #expect(throws: HTTPClientError.self) { try await post(collector) }
            #expect(
                await collector.requests.map(\.outcome) == [
                    .scripted(status: nil), .accepted(spans: 0..<1), .scripted(status: nil), .scripted(status: nil),
                ])
            caller.close()
        }
    }

    @Test func anAnswerIsCut() async throws {
        try await withFakeCollector(.otlpGRPC) { collector async throws in
            await collector.script(.cut(afterBytes: 12), times: 2)
            let caller = collector.caller()
            let error = await #expect(throws: HTTP2ClientError.self) { try await caller.call() }
            guard case .closedEarly = error?.reason else {
                Issue.record("\(String(describing: error))")
                return
            }
            let plain = await #expect(throws: HTTPClientError.self) { try await post(collector) }
            guard case .closedEarly(12, nil) = plain?.reason else {
                Issue.record("\(String(describing: plain))")
                return
            }
            #expect(await collector.spans.count == 2)
            caller.close()
        }
    }

    @Test func aConnectionIsDropped() async throws {
        try await withFakeCollector(.otlpGRPC) { collector async throws in
            await collector.script(.dropConnection)
            let caller = collector.caller()
            let error = await #expect(throws: HTTP2ClientError.self) { try await caller.call() }
            guard case .closedEarly(let cause?) = error?.reason else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(cause.errno == 104 || cause.errno == 54)  // ECONNRESET of Linux and of Darwin
            #expect(await collector.requests.map(\.outcome) == [.scripted(status: nil)])
            #expect(try await caller.call().status.code == .ok)
            caller.close()
        }
    }

    /// Neither says anything; the connection serves others meanwhile.
    @Test func silenceIsForOneCallAndAStallForAll() async throws {
        let clock = ManualClock()
        try await withEventLoop(clock: .manual(clock)) { loop in
            let collector = try await Collector.start(on: loop, CollectorOptions(receivers: [.otlpGRPC]))
            let caller = collector.caller()
            await collector.script(.silence)
            let silent = Task { try await caller.call() }
            _ = try await collector.requests(atLeast: 1)
            #expect(try await caller.call().status.code == .ok)
            await collector.stall()
            let stalled = Task { try await caller.call() }
            let requests = try await collector.requests(atLeast: 3)
            #expect(
                requests.map(\.outcome) == [.scripted(status: nil), .accepted(spans: 0..<1), .unanswered])
            await collector.goAway()
            for task in [silent, stalled] {
                let error = await #expect(throws: HTTP2ClientError.self) { try await task.value }
                guard case .closedEarly = error?.reason else {
                    Issue.record("\(String(describing: error))")
                    continue
                }
            }
            caller.close()
        }
    }

    // MARK: Late answers

    /// An answer that is later than the caller waits becomes DEADLINE_EXCEEDED when its time is up; a clock that stands still
    /// tells the moment.
    @Test(
        arguments: [
            (GRPCTimeout(nanoseconds: 2_000_000_000), Duration.seconds(60), Int64(2), GRPCStatusCode.deadlineExceeded),
            (GRPCTimeout(nanoseconds: 2_000_000_000), .seconds(1), 1, .ok),
            (nil, .seconds(60), 60, .ok),
            (GRPCTimeout(nanoseconds: .max), .seconds(60), 60, .ok),
        ] as [(GRPCTimeout?, Duration, Int64, GRPCStatusCode)])
    func aCallIsAnsweredWhenItsTimeIsUp(
        timeout: GRPCTimeout?, delay: Duration, seconds: Int64, code: GRPCStatusCode
    ) async throws {
        let clock = ManualClock()
        try await withEventLoop(clock: .manual(clock)) { loop in
            let collector = try await Collector.start(on: loop, CollectorOptions(receivers: [.otlpGRPC]))
            await collector.script(.late(delay))
            let caller = collector.caller()
            let answer = Task { try await caller.call(timeout: timeout) }
            try await collector.spans(atLeast: 1)
            clock.advance(byNanoseconds: seconds * 1_000_000_000)
            #expect(try await answer.value.status.code == code)
            // The payload was taken, whatever its sender was told.
            #expect(await collector.requests.map(\.outcome) == [.accepted(spans: 0..<1)])
            caller.close()
            await collector.goAway()
        }
    }
}
