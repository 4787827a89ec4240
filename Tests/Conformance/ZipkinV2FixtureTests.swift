import Testing
import TraceModel
import TraceTestSupport
import TraceWire

@Suite struct ZipkinV2FixtureTests {
    @Test(arguments: try WireForm.zipkinV2Forms.payloads(in: .accept))
    func acceptedPayloadsDecodeAndComeBackThroughBothEncoders(payload: WirePayload) throws {
        let bytes = try payload.bytes()
        var store = SpanStore()
        #expect(try payload.form.decode(bytes, &store) == payload.form.recordedSpans(bytes))
        try expectRoundTrip(store.allSpans())
    }

    /// Beside every protobuf payload stand the same spans in JSON, written by hand.
    @Test(arguments: try WireForm.zipkinV2Protobuf.payloads(in: .accept))
    func acceptedProtobufSaysWhatTheSameSpansSayInJSON(payload: WirePayload) throws {
        var protobuf = SpanStore()
        _ = try payload.form.decode(try payload.bytes(), &protobuf)
        var json = SpanStore()
        try ZipkinV2.decode(json: try Fixtures.bytes(payload.companion("json")), into: &json)
        #expect(protobuf.allSpans() == json.allSpans())
    }

    @Test(arguments: try WireForm.zipkinV2Forms.payloads(in: .captured))
    func capturedSpansComeBackThroughBothEncoders(payload: WirePayload) throws {
        var store = SpanStore()
        _ = try payload.form.decode(try payload.bytes(), &store)
        try expectRoundTrip(store.allSpans())
    }

    private func expectRoundTrip(_ spans: [TraceSpan]) throws {
        for roundTrip in RoundTrip.zipkinV2 {
            #expect(try roundTrip.spans(of: spans) == spans.map(asWritten), "\(roundTrip.form.format.name)")
        }
    }

    /// What the encoders document to lose: parts of a microsecond and all but the last of repeated keys; and what they add,
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
