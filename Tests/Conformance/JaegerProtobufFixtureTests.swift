import Testing
import TraceModel
import TraceTestSupport
import TraceWire

@Suite struct JaegerProtobufFixtureTests {
    /// Beside every payload stands what another project's reader made of it: known fields, each once, in order.
    @Test(arguments: try WireForm.jaegerGRPC.payloads(in: .accept))
    func acceptedPayloadsSayWhatTheirNormalFormSays(payload: WirePayload) throws {
        let ours = try spans(of: payload)
        var theirs = SpanStore()
        try Jaeger.decode(protobuf: try Fixtures.bytes(payload.companion("normal")), into: &theirs)
        expectEqual(ours, theirs.allSpans())
    }

    @Test(arguments: try [WireForm.jaegerGRPC].payloads(in: .accept) + [WireForm.jaegerGRPC].payloads(in: .captured))
    func spansComeBackThroughTheEncoder(payload: WirePayload) throws {
        let sent = try spans(of: payload)
        var store = SpanStore()
        for batch in JaegerProtobufEncoder.batches(of: sent) {
            #expect(try Jaeger.decode(protobuf: batch.bytes, into: &store) == batch.spanCount)
        }
        // A batch has one process, so that spans of several do not come back in their order.
        let order: (TraceSpan, TraceSpan) -> Bool = { $0.spanID < $1.spanID }
        expectEqual(store.allSpans().sorted(by: order), sent.map(asWritten).sorted(by: order))
    }

    private func spans(of payload: WirePayload) throws -> [TraceSpan] {
        var store = SpanStore()
        let count = try payload.form.recordedSpans(try payload.bytes())
        #expect(try payload.form.decode(try payload.bytes(), &store) == count)
        return store.allSpans()
    }

    /// What the encoder documents to change: reported spans are sampled, INTERNAL has no tag, a process has a name, the tags
    /// of a status are the status, and a value that is no value is an empty text.
    private func asWritten(_ span: TraceSpan) -> TraceSpan {
        var span = span
        span.flags = 1
        if span.kind == .internal { span.kind = .unspecified }
        // Some processes say their name as a tag, too, and some say none.
        let name = span.serviceName ?? "unknown_service"
        span.resource.attributes.removeAll { $0.key == "service.name" }
        span.resource.attributes.insert(Attribute("service.name", .string(name)), at: 0)
        span.attributes = span.attributes
            .filter { !["span.kind", "otel.status_code", "otel.status_description"].contains($0.key) }
            .map { $0.value == .empty ? Attribute($0.key, .string("")) : $0 }
        return span
    }

    /// NaN equals nothing, so that texts are compared where values differ; they show all digits of every number.
    private func expectEqual(_ ours: [TraceSpan], _ theirs: [TraceSpan]) {
        #expect(ours.count == theirs.count)
        for (our, their) in zip(ours, theirs) where our != their {
            #expect("\(our)" == "\(their)")
        }
    }
}
