import Testing
import TraceBytes
import TraceModel
import TraceTestSupport
import TraceWire

@Suite struct OTLPFixtureTests {
    /// Beside every JSON payload stands what another project's writer made of it in protobuf.
    @Test(arguments: try Fixtures.files(in: "wire/otlp-json/accept", withExtension: "json"))
    func acceptedJSONSaysWhatTheSamePayloadSaysInProtobuf(path: String) throws {
        let payload = try Fixtures.bytes(path)
        var ours = SpanStore()
        let count = try OTLP.decode(json: payload, into: &ours)
        var theirs = SpanStore()
        try OTLP.decode(protobuf: try Fixtures.bytes(path.replacing(".json", with: ".bin")), into: &theirs)
        expectEqual(ours.allSpans(), theirs.allSpans())
        #expect(try OTLP.records(json: payload).spans.count == count)
        try expectRoundTrip(ours.allSpans())
    }

    /// Beside every protobuf payload stands what another project's reader made of it: known fields, each once, in order.
    @Test(arguments: try Fixtures.files(in: "wire/otlp-protobuf/accept", withExtension: "bin"))
    func acceptedProtobufSaysWhatItsNormalFormSays(path: String) throws {
        let payload = try Fixtures.bytes(path)
        var ours = SpanStore()
        let count = try OTLP.decode(protobuf: payload, into: &ours)
        var theirs = SpanStore()
        try OTLP.decode(protobuf: try Fixtures.bytes(path.replacing(".bin", with: ".normal")), into: &theirs)
        expectEqual(ours.allSpans(), theirs.allSpans())
        #expect(try OTLP.records(protobuf: payload).spans.count == count)
        try expectRoundTrip(ours.allSpans())
    }

    @Test(arguments: try OTLPPayload.readable())
    func capturedSpansComeBackThroughBothEncoders(payload: CapturedPayload) throws {
        var store = SpanStore()
        try OTLPPayload.decode(payload.format, try payload.content(), into: &store)
        try expectRoundTrip(store.allSpans())
    }

    /// Beside every payload stand the path, the offset and the reason of its refusal.
    @Test(
        arguments: try Fixtures.files(in: "wire/otlp-json/reject", withExtension: "json")
            + Fixtures.files(in: "wire/otlp-protobuf/reject", withExtension: "bin"))
    func refusedPayloadsSayWhereAndWhyAndLeaveTheStoreAlone(path: String) throws {
        let payload = try Fixtures.bytes(path)
        let format = path.hasSuffix(".json") ? "otlp-json" : "otlp-protobuf"
        let expected = try Fixtures.text(
            path.replacing(".json", with: ".expected").replacing(".bin", with: ".expected")
        )
        .split(separator: "\n", omittingEmptySubsequences: false)
        var store = SpanStore()
        store.append(TraceSpan(traceID: TraceID(high: 0, low: 1), spanID: SpanID(1), name: "before"))
        let before = store.allSpans()
        let error = #expect(throws: WireError.self) { try OTLPPayload.decode(format, payload, into: &store) }
        #expect(error?.format == format)
        #expect(error?.path == String(expected[0]))
        #expect(error.map { String($0.cause.offset) } == String(expected[1]))
        #expect(error.map { "\($0.cause.reason)" } == String(expected[2]))
        #expect(store.allSpans() == before)
        #expect(store.traceCount == 1)
    }

    private func expectRoundTrip(_ spans: [TraceSpan]) throws {
        for format in OTLPPayload.formats {
            let written = OTLPPayload.encode(format, spans)
            var second = SpanStore()
            try OTLPPayload.decode(format, written, into: &second)
            expectEqual(second.allSpans(), spans)
            #expect(OTLPPayload.encode(format, second.allSpans()) == written)
        }
    }

    /// NaN equals nothing, so that texts are compared where values differ; they show all digits of every number.
    private func expectEqual(_ ours: [TraceSpan], _ theirs: [TraceSpan]) {
        #expect(ours.count == theirs.count)
        for (our, their) in zip(ours, theirs) where our != their {
            #expect("\(our)" == "\(their)")
        }
    }
}
