import Testing
import TraceModel
import TraceTestSupport
import TraceWire

@Suite struct OTLPFixtureTests {
    /// Beside every JSON payload stands what another project's writer made of it in protobuf.
    @Test(arguments: try WireForm.otlpJSON.payloads(in: .accept))
    func acceptedJSONSaysWhatTheSamePayloadSaysInProtobuf(payload: WirePayload) throws {
        try expectTheSame(payload, asProtobuf: payload.companion("bin"))
    }

    /// Beside every protobuf payload stands what another project's reader made of it: known fields, each once, in order.
    @Test(arguments: try WireForm.otlpProtobuf.payloads(in: .accept))
    func acceptedProtobufSaysWhatItsNormalFormSays(payload: WirePayload) throws {
        try expectTheSame(payload, asProtobuf: payload.companion("normal"))
    }

    @Test(arguments: try WireForm.otlpForms.readable())
    func capturedSpansComeBackThroughBothEncoders(payload: WirePayload) throws {
        var store = SpanStore()
        _ = try payload.form.decode(try payload.bytes(), &store)
        try expectRoundTrip(store.allSpans())
    }

    private func expectTheSame(_ payload: WirePayload, asProtobuf path: String) throws {
        let bytes = try payload.bytes()
        var ours = SpanStore()
        #expect(try payload.form.decode(bytes, &ours) == payload.form.recordedSpans(bytes))
        var theirs = SpanStore()
        try OTLP.decode(protobuf: try Fixtures.bytes(path), into: &theirs)
        expectEqual(ours.allSpans(), theirs.allSpans())
        try expectRoundTrip(ours.allSpans())
    }

    private func expectRoundTrip(_ spans: [TraceSpan]) throws {
        for roundTrip in RoundTrip.otlp { expectEqual(try roundTrip.spans(of: spans), spans) }
    }

    /// NaN equals nothing, so that texts are compared where values differ; they show all digits of every number.
    private func expectEqual(_ ours: [TraceSpan], _ theirs: [TraceSpan]) {
        #expect(ours.count == theirs.count)
        for (our, their) in zip(ours, theirs) where our != their {
            #expect("\(our)" == "\(their)")
        }
    }
}
