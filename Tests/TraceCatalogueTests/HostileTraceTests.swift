import Testing
import TraceModel
import TraceRules
import TraceTrees

/// A sender may put as many spans into one trace as it likes: no rule about it may take the square of their number.
@Suite struct HostileTraceTests {
    static let count = 5_000

    @Test func orphansAreJudgedInTimeThatGrowsWithThem() {
        let orphans = (1...Self.count).map { span($0, parent: $0 + Self.count, kind: .client) }
        #expect(broken(by: orphans) == ["trace/parent/local-present"])
    }

    @Test func soIsAChain() {
        let chain = (1...Self.count).map { span($0, parent: $0 > 1 ? $0 - 1 : nil, kind: .client) }
        #expect(broken(by: chain) == [])
    }

    @Test func soAreSpansUnderOneID() {
        let spans = (1...Self.count).map { number in
            var span = span(1, parent: nil, kind: .internal)
            span.start = Timestamp(nanoseconds: 1_700_000_000_000_000_000 + Int64(number))
            return span
        }
        #expect(broken(by: spans) == ["trace/tree/single-root", "trace/span-id/unique"])
    }

    private func broken(by spans: [TraceSpan]) -> [String] {
        let trace = trace(spans)
        return WholeTraceRules.all.filter { !$0.check(trace).isEmpty }.map(\.id)
    }

    private func trace(_ spans: [TraceSpan]) -> JudgedTrace {
        JudgedTrace(
            TraceID(high: 1, low: 2), spans, dataModel: .otlp, isComplete: true,
            surroundings: TraceSurroundings(services: ["shop"]))
    }

    private func span(_ id: Int, parent: Int?, kind: SpanKind) -> TraceSpan {
        TraceSpan(
            traceID: TraceID(high: 1, low: 2), spanID: SpanID(UInt64(id)),
            parentSpanID: parent.map { SpanID(UInt64($0)) }, kind: kind, name: "work",
            start: Timestamp(nanoseconds: 1_700_000_000_000_000_000), durationNanoseconds: 1000,
            localEndpoint: Endpoint(serviceName: "shop"))
    }
}
