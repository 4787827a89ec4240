import Testing
import TraceBytes
import TraceModel
import TraceTestSupport
import TraceWire

/// A payload of one of the three forms of Jaeger, hand-made or captured.
struct JaegerFixture: Sendable, CustomTestStringConvertible {
    let form: Jaeger.Form
    let path: String

    var testDescription: String { path }

    func bytes() throws -> [UInt8] {
        path.hasSuffix(".hex") ? try Fixtures.hexBytes(path) : try Fixtures.bytes(path)
    }

    static func all(_ folder: String, withExtension suffix: String) throws -> [JaegerFixture] {
        try Jaeger.Form.allCases.flatMap { form in
            try Fixtures.files(in: "wire/\(form.format.name)/\(folder)", withExtension: suffix)
                .map { JaegerFixture(form: form, path: $0) }
        }
    }

    /// Of the forms that were captured; no exporter at hand sends the binary encoding in datagrams.
    static func captured() throws -> [JaegerFixture] {
        try [Jaeger.Form.compactDatagram, .httpBody].flatMap { form in
            try CapturedPayload.all(of: form.format.name)
                .map { JaegerFixture(form: form, path: "\($0.folder)/\($0.file)") }
        }
    }
}

@Suite struct JaegerFixtureTests {
    @Test(arguments: try JaegerFixture.all("accept", withExtension: "hex"))
    func acceptedPayloadsDecodeAndComeBackThroughTheEncoder(fixture: JaegerFixture) throws {
        try expectRoundTrip(fixture)
    }

    @Test(arguments: try JaegerFixture.captured())
    func capturedSpansComeBackThroughTheEncoder(fixture: JaegerFixture) throws {
        try expectRoundTrip(fixture)
    }

    /// Beside every payload stand the path, the offset and the reason of its refusal.
    @Test(arguments: try JaegerFixture.all("reject", withExtension: "hex"))
    func refusedPayloadsSayWhereAndWhyAndLeaveTheStoreAlone(fixture: JaegerFixture) throws {
        let payload = try fixture.bytes()
        let expected = try Fixtures.text(fixture.path.replacing(".hex", with: ".expected"))
            .split(separator: "\n", omittingEmptySubsequences: false)
        var store = SpanStore()
        try Jaeger.decode(
            Fixtures.hexBytes("wire/jaeger-compact/accept/worked-packet.hex"), as: .compactDatagram, into: &store)
        let before = store.allSpans()
        let error = #expect(throws: WireError.self) { try Jaeger.decode(payload, as: fixture.form, into: &store) }
        #expect(error?.format == fixture.form.format.name)
        #expect(error?.path == String(expected[0]))
        #expect(error.map { String($0.cause.offset) } == String(expected[1]))
        #expect(error.map { "\($0.cause.reason)" } == String(expected[2]))
        #expect(store.allSpans() == before)
        #expect(store.traceCount == 1)
    }

    /// Through every form, since all three hold the same batch.
    private func expectRoundTrip(_ fixture: JaegerFixture) throws {
        let payload = try fixture.bytes()
        var store = SpanStore()
        let records = try Jaeger.records(payload, as: fixture.form)
        #expect(try Jaeger.decode(payload, as: fixture.form, into: &store) == records.spans.count)
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
