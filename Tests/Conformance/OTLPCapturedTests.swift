import Testing
import TraceBytes
import TraceModel
import TraceTestSupport
import TraceWire

@Suite struct OTLPCapturedTests {
    @Test(arguments: try OTLPPayload.readable())
    func storedSpansEqualAnIndependentDecode(payload: CapturedPayload) throws {
        var store = SpanStore()
        try OTLPPayload.decode(payload.format, try payload.content(), into: &store)
        try agree(store.allSpans().map { OTLPComparableSpan($0) }, try payload.described())
    }

    @Test(arguments: try OTLPPayload.readable())
    func recordsEqualAnIndependentDecode(payload: CapturedPayload) throws {
        let request = try OTLPPayload.records(payload.format, try payload.content())
        try agree(
            request.spans.map { OTLPComparableSpan($0) }, try payload.described().map(\.scalars))
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

    @Test(arguments: try OTLPPayload.readable())
    func requestsAreTakenAsTheServerTookThem(payload: CapturedPayload) throws {
        var store = SpanStore()
        let request = try payload.request()
        #expect(try OTLP.receive(request, into: &store) == payload.decoded().count)
        #expect(OTLP.format(of: request)?.name == payload.format)
    }

    /// Both ways of telling attributes, whole and in parts, say the same.
    @Test(arguments: try OTLPPayload.readable())
    func recordsAndSpansHaveTheSameAttributes(payload: CapturedPayload) throws {
        let bytes = try payload.content()
        var store = SpanStore()
        try OTLPPayload.decode(payload.format, bytes, into: &store)
        let records = try OTLPPayload.records(payload.format, bytes).spans
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
    @Test(arguments: try OTLPPayload.captured())
    func everyFieldIsDeclared(payload: CapturedPayload) throws {
        let request = try OTLPPayload.records(payload.format, try payload.content())
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
        let payload = try #require(try OTLPPayload.captured().first { OTLPPayload.isBeyondInt64($0) })
        let bytes = try payload.content()
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
