import Testing
import TraceModel
import TraceWire

@Suite struct ZipkinV1FixtureTests {
    @Test(arguments: try WireForm.zipkinV1Forms.payloads(in: .accept) + WireForm.zipkinV1Forms.payloads(in: .captured))
    func acceptedPayloadsBecomeASpanOrMoreForEachOfTheirs(payload: WirePayload) throws {
        let bytes = try payload.bytes()
        var store = SpanStore()
        let count = try payload.form.decode(bytes, &store)
        let isDivided = payload.path.contains("both-sides") || payload.path.contains("one-way")
        #expect(try count == payload.form.recordedSpans(bytes) + (isDivided ? 1 : 0))
        // Sides of one span have the same identity and differ in their kind.
        for span in store.allSpans() where span.isShared { #expect(span.kind == .server || span.kind == .consumer) }
        // Version 2 says the same as the canonical model does of version 1.
        var second = SpanStore()
        try ZipkinV2.decode(json: ZipkinV2JSONEncoder.encode(store.allSpans()), into: &second)
        #expect(second.allSpans().map(\.spanID) == store.allSpans().map(\.spanID))
        #expect(second.allSpans().map(\.kind) == store.allSpans().map(\.kind))
        #expect(second.allSpans().map(\.start) == store.allSpans().map(\.start))
    }
}
