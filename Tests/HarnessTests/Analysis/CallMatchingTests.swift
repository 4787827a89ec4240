import TraceBytes
import TraceModel
import Testing

@testable import Harness

@Suite struct CallMatchingTests {
    @Test func spansFindTheirCallsByTheIDsOnTheEdges() {
        let calls = Self.match([
            Self.span(20, below: 10, .server, hop: 1), Self.span(10, below: 2, .client, hop: 0),
            Self.span(2, below: 1, .server, hop: 0), Self.span(3, below: 2, .unspecified, hop: 0, name: "delay"),
        ])
        #expect(calls.map(\.hop) == [0, 1])
        #expect(calls.map { $0.server?.span.spanID } == [SpanID(2), SpanID(20)])
        #expect(calls[0].outbound.map { $0.client?.span.spanID } == [SpanID(10)])
        #expect(calls[0].internalSpan(named: "delay")?.span.spanID == SpanID(3))
        #expect(calls.flatMap(\.surplusServers).isEmpty && calls.flatMap(\.surplusClients).isEmpty)
    }

    /// B3: the SERVER span takes the id that came in.
    @Test func aSharedIDIsTheServersToo() {
        let calls = Self.match([
            Self.span(10, below: 2, .client, hop: 0), Self.span(10, below: 2, .server, hop: 1),
        ])
        #expect(calls[1].server?.hop == 1)
        #expect(calls[0].outbound[0].client?.hop == 0)
    }

    @Test(arguments: [SpanKind.internal, .unspecified, .consumer])
    func aSpanInTheServersPlaceHasMerelyTheWrongKind(kind: SpanKind) {
        let calls = Self.match([Self.span(20, below: 10, kind, hop: 1)])
        #expect(calls[1].server?.span.spanID == SpanID(20))
    }

    @Test func aSpanWithoutTheIDOfTheEdgeStandsForTheCallInOrderOfTime() {
        let calls = Self.match([Self.span(77, below: nil, .server, hop: 1), Self.span(76, below: 2, .client, hop: 0)])
        #expect(calls[1].server?.span.spanID == SpanID(77))
        #expect(calls[0].outbound[0].client?.span.spanID == SpanID(76))
    }

    @Test func whatIsTooManyIsSurplus() {
        let calls = Self.match([
            Self.span(2, below: 1, .server, hop: 0), Self.span(4, below: 1, .server, hop: 0),
            Self.span(10, below: 2, .client, hop: 0), Self.span(11, below: 2, .client, hop: 0),
        ])
        #expect(calls[0].surplusServers.map(\.span.spanID) == [SpanID(4)])
        #expect(calls[0].surplusClients.map(\.span.spanID) == [SpanID(11)])
    }

    @Test func aProxyStandsForNoCall() {
        let calls = Self.match(
            [Self.span(19, below: 10, .server, hop: 1, service: "Envoy"), Self.span(20, below: 19, .server, hop: 1)],
            proxies: ["envoy"])
        #expect(calls[1].server?.span.spanID == SpanID(20))
        #expect(calls[1].others.map(\.span.spanID) == [SpanID(19)])
        #expect(calls[1].surplusServers.isEmpty)
    }

    /// The first call was refused a whole answer, the second came later: each has its span, and its children follow it.
    @Test func repeatedCallsHaveTheirOwnSpans() {
        let exchanges = [(0, 0, 1), (1, 0, 10), (1, 1, 11)].map { Self.exchange(edge: $0.0, number: $0.1, id: $0.2) }
        let calls = CallMatching.calls(
            request: 0, exchanges: exchanges,
            spans: [
                Self.span(23, below: 21, .unspecified, hop: 1, name: "delay"),
                Self.span(21, below: 11, .server, hop: 1),
                Self.span(20, below: 10, .server, hop: 1),
                Self.span(22, below: 20, .unspecified, hop: 1, name: "delay"),
            ])
        #expect(calls.map(\.hop) == [0, 1, 1])
        #expect(calls.dropFirst().map { $0.server?.span.spanID } == [SpanID(20), SpanID(21)])
        #expect(calls.dropFirst().map { $0.others.map(\.span.spanID) } == [[SpanID(22)], [SpanID(23)]])
        #expect(calls[0].outbound.map(\.exchange.number) == [0, 1])
    }

    /// Edge 0 carries the id 1, edge 1 the id 10.
    private static func match(_ spans: [ObservedSpan], proxies: Set<String> = []) -> [HopCall] {
        CallMatching.calls(
            request: 0, exchanges: [exchange(edge: 0, number: 0, id: 1), exchange(edge: 1, number: 0, id: 10)],
            spans: spans, proxies: proxies)
    }

    private static func exchange(edge: Int, number: Int, id: UInt64) -> (exchange: Exchange, contexts: [EdgeContext]) {
        let time = Int64(edge + number) * 1000
        let stamp = ClockStamp(wall: Timestamp(nanoseconds: time), monotonic: time)
        let exchange = Exchange(
            edge: edge, number: number, requestHeaders: HeaderFields(), requestReceived: stamp,
            requestForwarded: stamp, response: nil)
        let trace = TraceID(high: 0, low: 9)
        return (exchange, [EdgeContext(format: "b3", traceIDText: trace.hex, spanIDText: SpanID(id).hex)])
    }

    private static func span(
        _ id: UInt64, below parent: UInt64?, _ kind: SpanKind, hop: Int, name: String = "", service: String = "hop"
    ) -> ObservedSpan {
        let span = TraceSpan(
            traceID: TraceID(high: 0, low: 9), spanID: SpanID(id), parentSpanID: parent.map { SpanID($0) }, kind: kind,
            name: name, start: Timestamp(nanoseconds: Int64(id) * 100), durationNanoseconds: 10,
            localEndpoint: Endpoint(serviceName: service))
        return ObservedSpan(span: span, hop: hop, export: 0)
    }
}
