import Testing
import TraceConsole
import TraceModel

@testable import Harness

@Suite struct ReportTreeTests {
    private func observed(
        _ id: UInt64, parent: UInt64?, _ kind: SpanKind = .internal, hop: Int = 0, start: Int64 = 0
    ) -> ObservedSpan {
        ObservedSpan(
            span: TraceSpan(
                traceID: TraceID(high: 0, low: 1), spanID: SpanID(id), parentSpanID: parent.map { SpanID($0) },
                kind: kind,
                name: "n\(id)", start: Timestamp(nanoseconds: start), localEndpoint: Endpoint(serviceName: "s\(hop)")),
            hop: hop, export: 0)
    }

    private func lines(
        _ spans: [ObservedSpan], client: UInt64? = nil, trace: UInt64 = 1, style: ConsoleStyle = ConsoleStyle(),
        marking offender: SpanReference? = nil
    ) -> [String] {
        var sent = ReportScenario.request(0)
        sent.context = client.map {
            SpanContext(traceID: TraceID(high: 0, low: trace), spanID: SpanID($0), sampling: .accept)
        }
        return SpanTreeText(of: RequestEvidence(sent: sent, calls: [], spans: spans))
            .lines(on: ReportPage(style), marking: offender, origin: nil, indent: 0)
    }

    /// Without the titles and the columns, whose first word is `unknown`.
    private func drawing(_ spans: [ObservedSpan], client: UInt64? = nil, trace: UInt64 = 1) -> [String] {
        lines(spans, client: client, trace: trace).dropFirst().map { String($0.prefix { $0 != "u" }).trimmingEnd }
    }

    @Test func aSharedIDHangsBelowItsClientAndAboveItsOwn() {
        let spans = [
            observed(1, parent: 9, .client), observed(1, parent: 9, .server, hop: 1, start: 1),
            observed(2, parent: 1, hop: 1, start: 2),
        ]
        #expect(
            drawing(spans, client: 9) == [
                "client (this harness)", "`- s0 CLIENT n1", "   `- s1 SERVER n1", "      `- s1 INTERNAL n2",
            ])
    }

    @Test func whatHangsBelowASharedIDHangsBelowTheHalfThatMadeIt() {
        let spans = [
            observed(1, parent: nil, .client), observed(1, parent: nil, .server, hop: 1, start: 1),
            observed(2, parent: 1, hop: 1, start: 2), observed(3, parent: 1, start: 3),
        ]
        #expect(
            drawing(spans) == [
                "s0 CLIENT n1", "|- s1 SERVER n1", "|  `- s1 INTERNAL n2", "`- s0 INTERNAL n3",
            ])
    }

    @Test func aServerThatJoinedTheClientsSpanHangsBelowTheClient() {
        #expect(
            drawing([observed(9, parent: nil, .server), observed(2, parent: 9, start: 1)], client: 9) == [
                "client (this harness)", "`- s0 SERVER n9", "   `- s0 INTERNAL n2",
            ])
    }

    @Test func aSpanInAnotherTraceThanItsParentSaysSo() {
        var elsewhere = observed(2, parent: 1, .server, hop: 1, start: 1).span
        elsewhere.traceID = TraceID(high: 0, low: 5)
        let spans = [observed(1, parent: 9, .client), ObservedSpan(span: elsewhere, hop: 1, export: 0)]
        #expect(
            drawing(spans, client: 9) == [
                "client (this harness)", "`- s0 CLIENT n1", "   `- s1 SERVER n2 (another trace)",
            ])
        #expect(
            drawing([spans[0]], client: 9, trace: 5) == [
                "client (this harness)", "`- s0 CLIENT n1 (another trace)",
            ])
    }

    @Test func copiesAreCounted() {
        let span = observed(1, parent: nil)
        let twice = ObservedSpan(span: span.span, hop: 0, export: 0, extraCopies: 1)
        #expect(drawing([twice]) == ["s0 INTERNAL n1 (2 copies)"])
        #expect(drawing([twice, span]) == ["s0 INTERNAL n1 (3 copies)"])
    }

    @Test func aCircleIsCutAtItsEarliestSpan() {
        let spans = [observed(1, parent: 2, start: 5), observed(2, parent: 1, start: 3), observed(3, parent: 3)]
        #expect(
            drawing(spans) == [
                "s0 INTERNAL n3 (its own ancestor)", "s0 INTERNAL n2 (its own ancestor)", "`- s0 INTERNAL n1",
            ])
    }

    @Test func childrenComeInOrderOfTheirStart() {
        let spans = [observed(3, parent: 1, start: 9), observed(2, parent: 1, start: 5), observed(1, parent: nil)]
        #expect(drawing(spans) == ["s0 INTERNAL n1", "|- s0 INTERNAL n2", "`- s0 INTERNAL n3"])
    }

    @Test func theMarkedSpanIsShownWhereverItStands() {
        let spans = (1...100).map { observed($0, parent: $0 == 1 ? nil : 1) }
        let lines = lines(spans, style: ConsoleStyle(unicode: true), marking: SpanReference(spans[99].span))
        #expect(lines.count == 41)
        #expect(lines[39] == "  … 61 lines more")
        #expect(lines[40].hasPrefix("✘ └─ s0 INTERNAL n100"))
    }

    @Test func aLargeTreeIsCut() {
        let spans = (1...100).map { observed($0, parent: $0 == 1 ? nil : 1) }
        let lines = drawing(spans)
        #expect(lines.count == 40)
        #expect(lines.last == "  ... 61 lines more")
    }
}

extension String {
    fileprivate var trimmingEnd: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
