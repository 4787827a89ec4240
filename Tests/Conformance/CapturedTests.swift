import Testing
import TraceModel

/// What real exporters sent, in every form, is taken and means what they meant.
@Suite struct CapturedTests {
    @Test(arguments: try WireForm.all.readable())
    func payloadsAreTakenAsTheServerTookThem(payload: WirePayload) throws {
        var store = SpanStore()
        #expect(try payload.form.receive(try payload.request(), &store) == payload.decoded().count)
    }

    /// OTLP's captures have a description of their own that says more, see `OTLPCapturedTests`.
    @Test(
        arguments: try WireForm.all.filter { $0.folders.contains(.captured) && !WireForm.otlpForms.contains($0) }
            .flatMap { try CapturedFolder.all(of: $0) })
    func storedSpansAgreeWithWhatTheProgramSent(folder: CapturedFolder) throws {
        var store = SpanStore()
        for payload in folder.payloads { _ = try payload.form.receive(try payload.request(), &store) }
        let form = try #require(folder.payloads.first?.form)
        let sent = try folder.sentSpans()
        #expect(store.count == sent.count)
        for span in sent {
            let id = try #require(span.spanID)
            let stored = store.spans(of: try #require(span.traceID)).filter { $0.spanID == id }
            #expect(stored.count == 1)
            for copy in stored { expectAgreement(of: copy, with: span, in: form) }
        }
    }

    private func expectAgreement(of stored: TraceSpan, with sent: SentSpan, in form: WireForm) {
        if WireForm.jaegerForms.contains(form) {
            JaegerAgreement(sent: sent).check(stored)
        } else if form == .jaegerGRPC {
            JaegerAgreement(sent: sent, isProtobuf: true).check(stored)
        } else if WireForm.zipkinV1Forms.contains(form) {
            ZipkinAgreement(sent: sent).check(versionOne: stored)
        } else {
            ZipkinAgreement(sent: sent).check(versionTwo: stored)
        }
    }
}
