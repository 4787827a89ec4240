import Testing
import TraceBytes
import TraceModel
import TraceTestSupport
import TraceWire

@Suite struct ZipkinV2FixtureTests {
    @Test(arguments: try Fixtures.files(in: "wire/zipkin-v2/accept", withExtension: "json"))
    func acceptedPayloadsDecodeAndComeBackThroughTheEncoder(path: String) throws {
        let payload = try Fixtures.bytes(path)
        let records = try ZipkinV2.records(json: payload)
        var store = SpanStore()
        #expect(try ZipkinV2.decode(json: payload, into: &store) == records.count)
        try expectRoundTrip(store.allSpans())
    }

    @Test(arguments: try CapturedPayload.all(of: "zipkin-v2"))
    func capturedSpansComeBackThroughTheEncoder(payload: CapturedPayload) throws {
        var store = SpanStore()
        try ZipkinV2.decode(json: try payload.bytes(), into: &store)
        try expectRoundTrip(store.allSpans())
    }

    /// Beside every payload stand the path, the offset and the reason of its refusal.
    @Test(arguments: try Fixtures.files(in: "wire/zipkin-v2/reject", withExtension: "json"))
    func refusedPayloadsSayWhereAndWhyAndLeaveTheStoreAlone(path: String) throws {
        let payload = try Fixtures.bytes(path)
        let expected = try Fixtures.text(path.replacing(".json", with: ".expected"))
            .split(separator: "\n", omittingEmptySubsequences: false)
        var store = SpanStore()
        try ZipkinV2.decode(json: Array(#"[{"traceId":"1","id":"1","name":"before"}]"#.utf8), into: &store)
        let before = store.allSpans()
        let error = #expect(throws: WireError.self) { try ZipkinV2.decode(json: payload, into: &store) }
        #expect(error?.format == "zipkin-v2")
        #expect(error?.path == String(expected[0]))
        #expect(error.map { String($0.cause.offset) } == String(expected[1]))
        #expect(error.map { "\($0.cause.reason)" } == String(expected[2]))
        #expect(store.allSpans() == before)
        #expect(store.traceCount == 1)
    }

    private func expectRoundTrip(_ spans: [TraceSpan]) throws {
        let written = ZipkinV2JSONEncoder.encode(spans)
        var second = SpanStore()
        try ZipkinV2.decode(json: written, into: &second)
        #expect(second.allSpans() == spans.map(asWritten))
        #expect(ZipkinV2JSONEncoder.encode(second.allSpans()) == written)
    }

    /// What the encoder documents to lose: parts of a microsecond and all but the last of repeated keys; and what it adds,
    /// the peer that attributes name.
    private func asWritten(_ span: TraceSpan) -> TraceSpan {
        var span = span
        span.start = span.start.map { Timestamp(microseconds: $0.microseconds) }
        span.durationNanoseconds = span.durationNanoseconds.map { $0 / 1000 * 1000 }
        var attributes: [Attribute] = []
        for attribute in span.attributes {
            if let place = attributes.firstIndex(where: { $0.key == attribute.key }) {
                attributes[place] = attribute
            } else {
                attributes.append(attribute)
            }
        }
        span.attributes = attributes
        if span.remoteEndpoint == nil, span.kind == .client || span.kind == .producer,
            case .string(let peer)? = span.attributes["peer.service"] ?? span.attributes["net.peer.name"]
        {
            span.remoteEndpoint = Endpoint(serviceName: peer)
        }
        return span
    }
}
