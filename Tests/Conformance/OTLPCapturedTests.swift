import Testing
import TraceBytes
import TraceModel
import TraceWire

@Suite struct OTLPCapturedTests {
    @Test(arguments: try WireForm.otlpForms.readable())
    func storedSpansEqualAnIndependentDecode(payload: WirePayload) throws {
        var store = SpanStore()
        _ = try payload.form.decode(try payload.bytes(), &store)
        try agree(store.allSpans().map { OTLPComparableSpan($0) }, try payload.describedSpans())
    }

    @Test(arguments: try WireForm.otlpForms.readable())
    func recordsEqualAnIndependentDecode(payload: WirePayload) throws {
        let request = try payload.otlpRecords()
        try agree(
            request.spans.map { OTLPComparableSpan($0) }, try payload.describedSpans().map(\.scalars))
    }

    private func agree(_ ours: [OTLPComparableSpan], _ theirs: [OTLPComparableSpan]) throws {
        try #require(!theirs.isEmpty)
        #expect(ours.count == theirs.count)
        let found = Dictionary(ours.map { ($0.place, $0) }, uniquingKeysWith: { first, _ in first })
        for their in theirs {
            var our = try #require(found[their.place])
            if their.flags == nil { our.flags = nil }
            #expect(our == their)
        }
    }

    /// What was captured of gRPC are messages, without their calls.
    @Test(arguments: try [WireForm.otlpJSON, .otlpProtobuf].readable())
    func requestsDeclareTheirEncoding(payload: WirePayload) throws {
        #expect(OTLP.format(of: try payload.request()) == payload.form.format)
    }

    /// Both ways of telling attributes, whole and in parts, say the same.
    @Test(arguments: try WireForm.otlpForms.readable())
    func recordsAndSpansHaveTheSameAttributes(payload: WirePayload) throws {
        var store = SpanStore()
        _ = try payload.form.decode(try payload.bytes(), &store)
        let records = try payload.otlpRecords().spans
        try #require(records.count == store.count)
        for (number, record) in records.enumerated() {
            let span = store.span(at: number)
            #expect(
                record.span.records(.spanAttributes).map { $0.text(.attributeKey) ?? "" } == span.attributes.map(\.key))
            for (value, attribute) in zip(record.span.records(.spanAttributes), span.attributes) {
                guard case .string(let text) = attribute.value else { continue }
                #expect(value.record(.attributeValue)?.text(.stringValue) == text)
            }
        }
    }

    /// Nothing in what real exporters send is undeclared or mistyped.
    @Test(arguments: try WireForm.otlpForms.payloads(in: .captured))
    func everyFieldIsDeclared(payload: WirePayload) throws {
        let request = try payload.otlpRecords()
        #expect(undeclared(in: request).isEmpty)
    }

    private func undeclared(in record: OTLPRecord) -> [String] {
        record.members.flatMap { member -> [String] in
            if case .other = member.value { return [member.name] }
            guard let field = member.field else { return [member.name] }
            return record.records(field).flatMap { undeclared(in: $0) }
        }
    }

    /// The independent decoder refused the payload with "Value out of range".
    @Test func numbersBeyond64BitsAreRefusedAsTheIndependentDecoderRefusedThem() throws {
        let payload = try #require(try WireForm.otlpForms.payloads(in: .captured).first { !$0.isReadable })
        let bytes = try payload.bytes()
        var store = SpanStore()
        let error = #expect(throws: WireError.self) { try OTLP.decode(json: bytes, into: &store) }
        #expect(error?.path == "resourceSpans[0].scopeSpans[0].spans[0].attributes[0].value.intValue")
        #expect(error?.cause.reason == .invalidValue("not an integer of 64 bits"))
        #expect(store.count == 0)
        // The record still shows what was sent.
        let attributes = try OTLP.records(json: bytes).spans.first?.span.records(.spanAttributes) ?? []
        #expect(
            attributes.map { $0.record(.attributeValue)?[.intValue] }
                == [
                    .number("1.7976931348623157e+308"), .number("1e+21"), .number("9223372036854776000"),
                    .number("-9223372036854776000"),
                ])
    }
}
