import FakeCollector
import Testing
import TraceModel
import TraceTransport

/// Who waits gets what comes before, after, or a reason that says what is missing.
@Suite(.timeLimit(.minutes(1)))
struct WaitingTests {
    @Test func whatHasComeAlreadyNeedsNoWait() async throws {
        try await withFakeCollector { collector in
            try await collector.post(Sent.list(Sent.span(1), Sent.span(2), Sent.span(3, trace: 2)))
            #expect(try await collector.spans(atLeast: 3, within: .zero).count == 3)
            #expect(try await collector.spans(of: Sent.trace(1), atLeast: 2, within: .zero).count == 2)
            #expect(try await collector.traces(within: .zero) { $0.spans.count == 2 }.map(\.id) == [Sent.trace(1)])
        }
    }

    @Test func whatComesLaterEndsTheWait() async throws {
        try await withFakeCollector { collector in
            async let all = collector.spans(atLeast: 3)
            async let ofTrace = collector.spans(of: Sent.trace(2), atLeast: 2)
            async let traces = collector.traces { $0.spans.contains { $0.name == "last" } }
            async let refused: Void = collector.wait(for: "a refusal") { snapshot in
                snapshot.newRequests.contains { $0.refusal != nil } ? .satisfied : .missing("none was refused")
            }
            try await collector.post(Sent.list(Sent.span(1)))
            try await collector.post("{}")
            try await collector.post(Sent.list(Sent.span(2, trace: 2)))
            try await collector.post(Sent.list(Sent.span(3, trace: 2, name: "last")))
            #expect(try await all.map(\.spanID) == [SpanID(1), SpanID(2), SpanID(3)])
            #expect(try await ofTrace.map(\.spanID) == [SpanID(2), SpanID(3)])
            #expect(try await traces.map(\.id) == [Sent.trace(2)])
            try await refused
        }
    }

    /// On a clock that only the test moves: the deadline strikes after the wait has begun, and at no other time.
    private func timeout(
        after limit: Duration, sent: [String] = [], _ wait: @escaping @Sendable (Collector) async throws -> Void
    ) async throws -> String {
        let clock = ManualClock()
        return try await withEventLoop(clock: .manual(clock)) { loop in
            let collector = try await Collector.start(on: loop)
            for body in sent { try await collector.post(body) }
            let waiting = Task(executorPreference: loop) { try await wait(collector) }
            await loop.yield()
            clock.advance(byNanoseconds: Int64(limit / .nanoseconds(1)))
            let error = await #expect(throws: WaitTimeout.self) { try await waiting.value }
            #expect(error?.cause == .deadlineExceeded)
            await collector.goAway()
            return "\(error, default: "none")"
        }
    }

    @Test func aDeadlineSaysWhatCame() async throws {
        let nothing = try await timeout(after: .seconds(2)) { try await $0.spans(atLeast: 3, within: .seconds(2)) }
        #expect(nothing == "waited 2s for at least 3 spans: 0 of 3 came; received in all 0 requests")

        let some = try await timeout(
            after: .seconds(2), sent: [Sent.list(Sent.span(1), Sent.span(2, trace: 2)), "{}"]
        ) { try await $0.spans(of: Sent.trace(2), atLeast: 2, within: .seconds(2)) }
        #expect(
            some
                == "waited 2s for at least 2 spans of trace 00000000000000000000000000000002: 1 of 2 came (? get); received in all "
                + "2 requests: 1 accepted with 2 spans, 1 refused (request 1 at zipkin: 400: Expected a JSON_V2 encoded list, "
                + "begins with \"{}\")"
        )

        let traces = try await timeout(after: .milliseconds(300), sent: [Sent.list(Sent.span(1))]) {
            try await $0.traces(within: .milliseconds(300)) { $0.spans.count > 5 }
        }
        #expect(
            traces
                == "waited 300ms for at least 1 trace that the predicate accepts: 0 of 1 trace did; received in all "
                + "1 request: 1 accepted with 1 span")

        let closure = try await timeout(after: .seconds(1)) {
            try await $0.wait(for: "hop b", within: .seconds(1)) { _ in .missing("b sent nothing") }
        }
        #expect(closure == "waited 1s for hop b: b sent nothing; received in all 0 requests")
    }

    @Test func aConditionIsAskedOncePerRequestWithWhatIsNew() async throws {
        struct Counting: WaitCondition {
            var subject: String { "three" }
            var batches: [Int] = []
            let seen: AsyncStream<[Int]>.Continuation

            mutating func isSatisfied(by snapshot: CollectorSnapshot) -> Bool {
                batches.append(snapshot.newSpans.count)
                seen.yield(batches)
                return snapshot.spanCount >= 5
            }

            func missing(in snapshot: CollectorSnapshot) -> String { "\(batches)" }
        }
        try await withFakeCollector { collector in
            let (stream, seen) = AsyncStream.makeStream(of: [Int].self)
            try await collector.post(Sent.list(Sent.span(1), Sent.span(2)))
            async let end: Void = collector.wait(until: Counting(seen: seen))
            var batches = stream.makeAsyncIterator()
            #expect(await batches.next() == [2])
            try await collector.post(Sent.list(Sent.span(3)))
            #expect(await batches.next() == [2, 1])
            try await collector.post("nonsense")
            #expect(await batches.next() == [2, 1, 0])
            try await collector.post(Sent.list(Sent.span(4), Sent.span(5)))
            try await end
            #expect(await batches.next() == [2, 1, 0, 2])
        }
    }

    @Test func theEndOfTheCollectorEndsEveryWait() async throws {
        try await withFakeCollector { collector in
            let early = Task { try await collector.spans(atLeast: 1) }
            await collector.stop()
            let first = await #expect(throws: WaitTimeout.self) { try await early.value }
            #expect(first?.cause == .stopped)
            let later = await #expect(throws: WaitTimeout.self) { try await collector.spans(atLeast: 1) }
            #expect(later?.cause == .stopped)
        }
    }

    @Test func aCancelledTaskWaitsNoLonger() async throws {
        try await withFakeCollector { collector in
            let waiting = Task { try await collector.spans(atLeast: 1) }
            waiting.cancel()
            let error = await #expect(throws: WaitTimeout.self) { try await waiting.value }
            #expect(error?.cause == .cancelled)
        }
    }
}
