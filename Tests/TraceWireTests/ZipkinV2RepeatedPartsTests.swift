import Testing
import TraceBytes
import TraceModel
import TraceWire

/// What spans say alike is copied from the text before: each must be written as if it were alone.
@Suite struct ZipkinV2RepeatedPartsTests {
    private func text(_ spans: [TraceSpan]) -> String {
        String(decoding: ZipkinV2JSONEncoder.encode(spans), as: UTF8.self)
    }

    private func span(_ number: UInt64, _ change: (inout TraceSpan) -> Void = { _ in }) -> TraceSpan {
        var span = TraceSpan(
            traceID: TraceID(high: 0, low: number), spanID: SpanID(number), kind: .server, name: "GET \(number)",
            start: Timestamp(nanoseconds: Int64(number) * 1_000_000), durationNanoseconds: Int64(number) * 1000,
            attributes: [
                Attribute("http.request.method", .string("GET")), Attribute("caf\u{e9}", .string("caf\u{e9}")),
                Attribute("http.response.status_code", .int(200)), Attribute("flag", .bool(true)),
            ],
            resource: Resource(attributes: [Attribute("service.name", .string("a")), Attribute("host", .string("h"))]),
            scope: InstrumentationScope(name: "scope", version: "1"),
            localEndpoint: Endpoint(serviceName: "a", ipv4: "127.0.0.1", port: 80))
        change(&span)
        return span
    }

    /// Each differs from the first in one thing that is written behind the times.
    private static let changes: [@Sendable (inout TraceSpan) -> Void] = [
        { _ in },
        { $0.kind = .client },
        { $0.attributes[0].value = .string("PUT") },
        { $0.attributes[0].key = "http.request.verb" },
        // The same text to Unicode, and other bytes: in a key, and in a value.
        { $0.attributes[1].key = "cafe\u{301}" },
        { $0.attributes[1].value = .string("cafe\u{301}") },
        { $0.attributes[2].value = .int(404) },
        { $0.attributes[2].value = .string("200") },
        { $0.attributes[2].value = .double(200) },
        { $0.attributes[3].value = .bool(false) },
        { $0.attributes[3].value = .array([.bool(true)]) },
        { $0.attributes.removeLast() },
        { $0.attributes.append(Attribute("server.address", .string("b"))) },
        { $0.status = SpanStatus(.error) },
        { $0.status = SpanStatus(.error, message: "why") },
        { $0.status = SpanStatus(.ok) },
        { $0.resource.attributes[1].value = .string("other") },
        { $0.scope.name = "another" },
        { $0.scope.version = "2" },
        { $0.localEndpoint = nil },
        { $0.localEndpoint?.port = 81 },
        { $0.localEndpoint?.serviceName = "b" },
        { $0.localEndpoint?.ipv4 = "127.0.0.2" },
        { $0.localEndpoint?.ipv6 = "::1" },
        { $0.remoteEndpoint = Endpoint(serviceName: "c") },
        { $0.isDebug = true },
        { $0.isShared = true },
        { $0.events = [SpanEvent(time: Timestamp(nanoseconds: 5000), name: "event")] },
    ]

    @Test func spansOfABatchAreWrittenAsIfAlone() {
        var spans: [TraceSpan] = []
        // Twice in a row, and again when the others have come between.
        for round in 0..<3 {
            for (number, change) in Self.changes.enumerated() {
                for copy in 1...2 { spans.append(span(UInt64(1 + round * 1000 + number * 10 + copy), change)) }
            }
        }
        let alone = spans.map { text([$0]).dropFirst().dropLast() }.joined(separator: ",")
        #expect(text(spans) == "[" + alone + "]")
    }

    @Test func aSequenceWithoutStorageIsWrittenLikeAnArray() {
        let spans = (1...5).map { span(UInt64($0)) }
        let lazily = ZipkinV2JSONEncoder.encode(spans.lazy.map { $0 })
        #expect(String(decoding: lazily, as: UTF8.self) == text(spans))
    }
}
