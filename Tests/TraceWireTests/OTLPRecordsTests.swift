import Testing
import TraceBytes
import TraceWire

private func span(_ members: String) throws(WireError) -> OTLPRecord {
    let json = #"{"resourceSpans":[{"scopeSpans":[{"spans":[{"# + members + "}]}]}]}"
    return try OTLP.records(json: Array(json.utf8)).spans.first?.span ?? OTLPRecord(.span)
}

/// Records keep apart what spans fold.
@Suite struct OTLPRecordsTests {
    @Test(
        arguments: [
            ("", nil), (#""spanId":null"#, .null), (#""spanId":"""#, .text("")), (#""spanId":12"#, .number("12")),
            (#""spanId":"APBnqgupArc=""#, .text("APBnqgupArc=")),
            (#""spanId":"00F067AA0BA902B7""#, .text("00F067AA0BA902B7")),
            (#""spanId":[1 ]"#, .other(Array("[1 ]".utf8), wireType: nil)), (#""span_id":"00""#, nil),
        ] as [(String, OTLPValue?)])
    func identifiersStayAsSpelt(members: String, value: OTLPValue?) throws {
        #expect(try span(members)[.spanSpanId] == value)
    }

    @Test(
        arguments: [
            (#""kind":"SPAN_KIND_SERVER""#, .text("SPAN_KIND_SERVER")), (#""kind":2.0"#, .number("2.0")),
            (#""kind":9"#, .number("9")), (#""kind":true"#, .bool(true)),
        ] as [(String, OTLPValue)])
    func enumsStayNumbersOrNames(members: String, value: OTLPValue) throws {
        #expect(try span(members)[.spanKind] == value)
    }

    @Test func repeatedAndUndeclaredMembersAreAllThereInOrder() throws {
        let record = try span(
            #""name":"a","trace_state":{"x":1},"name":"b","attributes":[],"attributes":[{"key":"k"}]"#)
        #expect(record.members.map(\.name) == ["name", "trace_state", "name", "attributes", "attributes"])
        #expect(record.all(.spanName) == [.text("a"), .text("b")])
        #expect(record.text(.spanName) == "b")
        #expect(record.undeclared.map(\.value) == [.other(Array(#"{"x":1}"#.utf8), wireType: nil)])
        #expect(record.members.map(\.offset) == [51, 69, 84, 101, 117])
        #expect(record.members[3].value == .list([]))
        #expect(record.records(.spanAttributes).map { $0.text(.attributeKey) } == ["k"])
    }

    @Test func aValueKeepsAllItsMembers() throws {
        let record = try span(
            #""attributes":[{"key":"k","value":{"stringValue":"a","intValue":1}},{"key":"k","value":{}}]"#)
        let values = record.records(.spanAttributes).map { $0.record(.attributeValue)?.members.map(\.name) }
        #expect(values == [["stringValue", "intValue"], []])
    }

    @Test func listsThatAreNoneAndElementsThatAreNoneAreKept() throws {
        let record = try span(#""attributes":{"http.method":"GET"},"events":[null,1]"#)
        #expect(record[.spanAttributes] == .other(Array(#"{"http.method":"GET"}"#.utf8), wireType: nil))
        #expect(
            record[.spanEvents]
                == .list([.other(Array("null".utf8), wireType: nil), .other(Array("1".utf8), wireType: nil)]))
    }

    @Test func protobufKeepsWireTypesNumbersAndOffsets() throws {
        // A span: kind 2, an undeclared field 99 of four bytes, a start as a varint, a trace id of one byte.
        let payload: [UInt8] = [
            0x0a, 0x11, 0x12, 0x0f, 0x12, 0x0d, 0x30, 0x02, 0x9d, 0x06, 1, 2, 3, 4, 0x38, 0x05, 0x0a, 0x01, 0xff,
        ]
        let span = try #require(try OTLP.records(protobuf: payload).spans.first?.span)
        #expect(span.offset == 6)
        #expect(
            span.members == [
                OTLPMember(.spanKind, .varint(2), at: 7),
                OTLPMember(undeclared: "99", .other([1, 2, 3, 4], wireType: .fixed32), at: 10),
                OTLPMember(.spanStartTimeUnixNano, .other([5], wireType: .varint), at: 15),
                OTLPMember(.spanTraceId, .octets([0xff]), at: 17),
            ])
    }

    @Test func placesOfSpansNameTheirGroups() throws {
        let json = #"{"resourceSpans":[{},{"scopeSpans":[{"spans":[]},{"spans":[{},{"name":"x"}]}]}]}"#
        let places = try OTLP.records(json: Array(json.utf8)).spans
        #expect(
            places.map(\.path) == [
                "resourceSpans[1].scopeSpans[1].spans[0]", "resourceSpans[1].scopeSpans[1].spans[1]",
            ])
    }
}
