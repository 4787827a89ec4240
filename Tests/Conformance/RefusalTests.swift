import Testing
import TraceBytes
import TraceModel
import TraceTestSupport
import TraceWire

@Suite struct RefusalTests {
    /// Beside every payload stand the path, the offset and the reason of its refusal.
    @Test(arguments: try WireForm.all.payloads(in: .reject))
    func refusedPayloadsSayWhereAndWhyAndLeaveTheStoreAlone(payload: WirePayload) throws {
        let bytes = try payload.bytes()
        let expected = try Fixtures.text(payload.companion("expected"))
            .split(separator: "\n", omittingEmptySubsequences: false)
        try #require(expected.count >= 3)
        var store = SpanStore.withOneSpan()
        let before = store.allSpans()
        let error = #expect(throws: WireError.self) { try payload.form.decode(bytes, &store) }
        #expect(error?.format == payload.form.format.name)
        #expect(error?.path == String(expected[0]))
        #expect(error.map { String($0.cause.offset) } == String(expected[1]))
        #expect(error.map { "\($0.cause.reason)" } == String(expected[2]))
        #expect(store.allSpans() == before)
        #expect(store.traceCount == 1)
    }
}
