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

    private func drawing(_ spans: [ObservedSpan], client: UInt64? = nil) -> [String] {
        let context = client.map {
            SpanContext(traceID: TraceID(high: 0, low: 1), spanID: SpanID($0), sampling: .accept)
        }
        return SpanTree(spans, client: context)
            .lines(
                on: ReportPage(ConsoleStyle()), marking: nil, origin: nil, indent: 0
            ).dropFirst().map { String($0.prefix { $0 != "u" }).trimmingEnd }
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

    @Test func aCircleIsCutAtItsEarliestSpan() {
        let spans = [observed(1, parent: 2, start: 5), observed(2, parent: 1, start: 3), observed(3, parent: 3)]
        #expect(
            drawing(spans) == [
                "s0 INTERNAL n2 (its own ancestor)", "`- s0 INTERNAL n1",
                "(span 0000000000000003, which nobody exported)",
                "`- s0 INTERNAL n3",
            ])
    }

    @Test func childrenComeInOrderOfTheirStart() {
        let spans = [observed(3, parent: 1, start: 9), observed(2, parent: 1, start: 5), observed(1, parent: nil)]
        #expect(drawing(spans) == ["s0 INTERNAL n1", "|- s0 INTERNAL n2", "`- s0 INTERNAL n3"])
    }

    @Test func theMarkedSpanIsShownWhereverItStands() {
        let spans = (1...100).map { observed($0, parent: $0 == 1 ? nil : 1) }
        let lines = SpanTree(spans, client: nil)
            .lines(
                on: ReportPage(ConsoleStyle(unicode: true)), marking: SpanReference(spans[99].span), origin: nil,
                indent: 0)
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
