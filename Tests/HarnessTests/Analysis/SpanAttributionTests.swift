import TraceModel
import Testing

@testable import Harness

@Suite struct SpanAttributionTests {
    private static let settings = RunSettings(seed: 9, requests: 4, probes: 2)

    @Test(arguments: [TraceIDWidth.bits64, .bits128])
    func everySpanBelongsToTheRequestOfItsTrace(width: TraceIDWidth) throws {
        let run = try EvidenceBuilder.abc(Self.settings).with { $0.traceIDWidth = width }.analysis()
        #expect(run.strayingSpans.isEmpty && run.strayingExchanges.isEmpty)
        // Four spans of a and b, three of c; denied requests have none.
        let counts = run.requests.map(\.spans.count)
        #expect(counts == run.requests.map { [.main, .contextless].contains($0.sent.phase) ? 11 : 0 })
    }

    /// Without its high half a trace id still tells where the format has no more.
    @Test func theLowHalfTellsWhereTheWireHasNoMore() throws {
        var evidence = try EvidenceBuilder.abc(Self.settings).build()
        evidence.mapSpans(of: 1) { span in
            var span = span
            span.traceID.high = 0
            span.traceIDWidth = .bits64
            return span
        }
        let run = RunAnalysis(evidence)
        #expect(run.strayingSpans.isEmpty)
        #expect(run.requests[0].spans.count == 11)
    }

    /// A request that lost its trace and its id is known by the time at which it ran alone, whenever its spans arrive.
    @Test(arguments: [false, true])
    func aLonelyRequestOwnsWhatHappensMeanwhile(isShuffled: Bool) throws {
        var evidence = try EvidenceBuilder.abc(Self.settings).with { builder in
            builder.shufflesExports = isShuffled
            builder.faults = [0: ["drops-request-id"], 2: ["new-trace-per-hop"]]
        }.build()
        evidence.mapSpans { span in
            var span = span
            span.attributes.removeAll { $0.key == "http.request.header.x-request-id" }
            return span
        }
        let run = RunAnalysis(evidence)
        let lonely = run.requests.filter { $0.sent.phase == .contextless }
        #expect(lonely.map(\.calls.count) == [3, 3])
        #expect(lonely.map(\.spans.count) == [11, 11])
    }

    @Test func spansOfATraceThatNoRequestHasGoAstray() throws {
        var evidence = try EvidenceBuilder.abc(Self.settings).build()
        let main = try #require(evidence.requests.first)
        evidence.mapSpans(of: 2) { span in
            var span = span
            if span.traceID == main.context?.traceID {
                span.traceID = TraceID(high: 1, low: 1)
                span.attributes.removeAll { $0.key == "http.request.header.x-request-id" }
            }
            return span
        }
        let run = RunAnalysis(evidence)
        #expect(run.strayingSpans.count == 3)
        #expect(run.requests[0].spans.count == 8)
    }
}
