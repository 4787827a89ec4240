import Testing
import TraceBytes
import TraceRules
import TraceWire

/// How rules about OTLP say where something is wrong, and in which span.
@Suite struct OTLPViolationTests {
    private func rule(_ id: String) throws -> Rule<OTLPPayload> {
        try #require((OTLP.modelRules + OTLP.jsonRules + OTLP.protobufRules).first { $0.id == id })
    }

    private func payload(json text: String) throws -> (payload: OTLPPayload, bytes: [UInt8]) {
        let bytes = Array(text.utf8)
        return (OTLPPayload(try OTLP.records(json: bytes), format: OTLP.json), bytes)
    }

    @Test func theOffsetIsThatOfTheValueThatCounts() throws {
        let (payload, bytes) = try payload(
            json: #"{"resourceSpans":[{"scopeSpans":[{"spans":[{"kind":1},{"spanId":"00f067aa0ba902b7","kind":7}]}]}]}"#
        )
        let violations = try rule("otlp/span/kind-declared").check(payload)
        #expect(violations.map(\.path) == ["resourceSpans[0].scopeSpans[0].spans[1].kind"])
        #expect(violations.map { $0.offset.map { bytes[$0] } } == [UInt8(ascii: "7")])
    }

    @Test func whatIsMissingIsShownWhereItsMessageIs() throws {
        let (payload, bytes) = try payload(json: #"{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"a"}]}]}]}"#)
        let violations = try rule("otlp/trace-id/present").check(payload)
        #expect(violations.map { $0.offset.map { bytes[$0] } } == [UInt8(ascii: "{")])
    }

    @Test func whateverIsInsideOfASpanIsLabelledWithIt() throws {
        let (payload, _) = try payload(
            json: #"""
                {"resourceSpans":[{"scopeSpans":[{"spans":[
                  {"traceId":"4BF9","spanId":"00f067aa0ba902b7","name":"get",
                   "links":[{},{"attributes":[{"key":"a","value":{"arrayValue":{"values":[{"boolValue":1}]}}}]}]}]}]}]}
                """#)
        let violations = try rule("otlp-json/value/type").check(payload)
        #expect(
            violations.map(\.path) == [
                #"resourceSpans[0].scopeSpans[0].spans[0].links[1].attributes["a"].value.arrayValue.values[0].boolValue"#
            ])
        #expect(
            violations.map(\.span) == [SpanLabel(traceID: "4BF9", spanID: "00f067aa0ba902b7", name: "get")])
    }

    @Test func identifiersOfProtobufAreLabelledInHexadecimal() throws {
        // A request with one group of one span: span_id (field 2), name (5), kind (6).
        let span: [UInt8] = [0x12, 8, 0, 0xf0, 0x67, 0xaa, 0x0b, 0xa9, 0x02, 0xb7, 0x2a, 1, 0x61, 0x30, 6]
        let scope = [0x12, UInt8(span.count)] + span
        let resource = [0x12, UInt8(scope.count)] + scope
        let bytes = [0x0a, UInt8(resource.count)] + resource
        let payload = OTLPPayload(try OTLP.records(protobuf: bytes), format: OTLP.protobuf)
        let violations = try rule("otlp/span/kind-declared").check(payload)
        #expect(violations.map(\.span) == [SpanLabel(spanID: "00f067aa0ba902b7", name: "a")])
        #expect(violations.map { $0.offset.map { bytes[$0] } } == [6])
    }

    @Test func whatIsOfTheRequestHasNoSpan() throws {
        let (payload, _) = try payload(json: #"{"resourceSpans":[]}"#)
        #expect(try rule("otlp/envelope/not-empty").check(payload).map(\.span) == [nil])
    }
}
