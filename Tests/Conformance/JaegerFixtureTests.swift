import Testing
import TraceBytes
import TraceModel
import TraceWire

@Suite struct JaegerFixtureTests {
    @Test(arguments: try WireForm.jaegerForms.payloads(in: .accept))
    func acceptedPayloadsDecodeAndComeBackThroughTheEncoder(payload: WirePayload) throws {
        try expectRoundTrip(payload)
    }

    @Test(arguments: try WireForm.jaegerForms.payloads(in: .captured))
    func capturedSpansComeBackThroughTheEncoder(payload: WirePayload) throws {
        try expectRoundTrip(payload)
    }

    /// Through every form, since all three hold the same batch.
    private func expectRoundTrip(_ payload: WirePayload) throws {
        var store = SpanStore()
        #expect(try payload.form.decode(try payload.bytes(), &store) == payload.jaegerRecords().spans.count)
        let spans = store.allSpans()
        for encoding in ThriftEncoding.allCases {
            let written = JaegerEncoder.datagrams(of: spans, encoding: encoding)
            #expect(written.tooLarge.isEmpty)
            var second = SpanStore()
            for datagram in written.datagrams {
                let count = try Jaeger.receive(datagram: datagram.bytes, encoding: encoding, into: &second)
                #expect(count == datagram.spanCount)
            }
            #expect(second.allSpans().map(comparable) == spans.map(asWritten).map(comparable))
        }
        var third = SpanStore()
        for body in JaegerEncoder.bodies(of: spans) { try Jaeger.decode(body, as: .httpBody, into: &third) }
        #expect(third.allSpans().map(comparable) == spans.map(asWritten).map(comparable))
    }

    /// What the encoder documents to change: reported spans are sampled, INTERNAL has no tag, an absent time is 0, the
    /// tags of a status are the status, and a value that is no value is an empty text.
    private func asWritten(_ span: TraceSpan) -> TraceSpan {
        var span = span
        span.flags = 1
        if span.kind == .internal { span.kind = .unspecified }
        span.durationNanoseconds = (span.durationNanoseconds ?? 0) / 1000 * 1000
        span.start = span.start.map { Timestamp(microseconds: $0.microseconds) }
        span.attributes = span.attributes
            .filter { !["span.kind", "otel.status_code", "otel.status_description"].contains($0.key) }
            .map { $0.value == .empty ? Attribute($0.key, .string("")) : $0 }
        span.events = span.events.map { event in
            // An attribute called `event` wins over the name.
            let named = event.attributes.firstIndex {
                if case ("event", .string) = ($0.key, $0.value) { true } else { false }
            }
            var event = event
            if let named, case .string(let name) = event.attributes.remove(at: named).value { event.name = name }
            event.time = Timestamp(microseconds: event.time.microseconds)
            return event
        }
        return span
    }

    /// Not-a-number is equal to itself here.
    private func comparable(_ span: TraceSpan) -> TraceSpan {
        var span = span
        span.attributes = span.attributes.map { attribute in
            if case .double(let number) = attribute.value, number.isNaN {
                return Attribute(attribute.key, .string("NaN"))
            }
            return attribute
        }
        return span
    }
}
