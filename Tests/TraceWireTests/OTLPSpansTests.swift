import Testing
import TraceBytes
import TraceModel
import TraceWire

private func decode(_ json: String, limits: DecodingLimits = .default) throws(WireError) -> [TraceSpan] {
    var store = SpanStore()
    try OTLP.decode(json: Array(json.utf8), into: &store, limits: limits)
    return store.allSpans()
}

/// A payload with one span of these members.
private func payload(_ members: String) -> String {
    #"{"resourceSpans":[{"scopeSpans":[{"spans":[{"# + members + "}]}]}]}"
}

private func attribute(_ value: String) -> String { payload(#""attributes":[{"key":"k","value":"# + value + "}]") }

@Suite struct OTLPSpansTests {
    @Test func everyFieldHasItsPlaceInTheModel() throws {
        let span = try decode(
            #"""
            {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}],
            "droppedAttributesCount":1},"schemaUrl":"r","scopeSpans":[{"scope":{"name":"lib","version":"2",
            "attributes":[{"key":"a","value":{}}],"droppedAttributesCount":2},"schemaUrl":"s","spans":[{
            "traceId":"4BF92F3577B34DA6A3CE929D0E0E4736","spanId":"00f067aa0ba902b7","parentSpanId":"00f067aa0ba902b6",
            "traceState":"a=b","flags":257,"name":"get","kind":3,"startTimeUnixNano":"1700000000000000001",
            "endTimeUnixNano":"1700000000000000003","attributes":[{"key":"k","value":{"intValue":"-1"}}],
            "droppedAttributesCount":3,"events":[{"timeUnixNano":"5","name":"e","attributes":[{"key":"x",
            "value":{"boolValue":true}}],"droppedAttributesCount":4}],"droppedEventsCount":5,"links":[{
            "traceId":"00000000000000000000000000000001","spanId":"0000000000000002","traceState":"c=d",
            "attributes":[{"key":"l","value":{"doubleValue":0.5}}],"droppedAttributesCount":6,"flags":769}],
            "droppedLinksCount":7,"status":{"code":2,"message":"why"}}]}]}]}
            """#)
        let expected = TraceSpan(
            traceID: TraceID(high: 0x4bf9_2f35_77b3_4da6, low: 0xa3ce_929d_0e0e_4736),
            spanID: SpanID(0x00f0_67aa_0ba9_02b7), parentSpanID: SpanID(0x00f0_67aa_0ba9_02b6), kind: .client,
            name: "get", start: Timestamp(nanoseconds: 1_700_000_000_000_000_001), durationNanoseconds: 2,
            status: SpanStatus(.error, message: "why"), attributes: [Attribute("k", .int(-1))],
            events: [
                SpanEvent(
                    time: Timestamp(nanoseconds: 5), name: "e", attributes: [Attribute("x", .bool(true))],
                    droppedAttributes: 4)
            ],
            links: [
                SpanLink(
                    traceID: TraceID(high: 0, low: 1), spanID: SpanID(2), traceState: "c=d",
                    attributes: [Attribute("l", .double(0.5))], flags: 769, droppedAttributes: 6)
            ],
            resource: Resource(
                attributes: [Attribute("service.name", .string("shop"))], schemaURL: "r", droppedAttributes: 1),
            scope: InstrumentationScope(
                name: "lib", version: "2", attributes: [Attribute("a", .empty)], schemaURL: "s", droppedAttributes: 2),
            traceState: "a=b", flags: 257, dropped: DroppedCounts(attributes: 3, events: 5, links: 7))
        #expect(span == [expected])
        #expect(span.first?.serviceName == "shop")
    }

    @Test(
        arguments: [
            ("{}", .empty), ("null", .empty), (#"{"stringValue":""}"#, .string("")),
            (#"{"stringValue":"\u00e9\n"}"#, .string("é\n")), (#"{"boolValue":false}"#, .bool(false)),
            (#"{"intValue":"9223372036854775807"}"#, .int(.max)),
            (#"{"intValue":9007199254740993}"#, .int(1 << 53 + 1)),
            (#"{"intValue":"1.70e1"}"#, .int(17)), (#"{"intValue":-9.223372036854775808e18}"#, .int(.min)),
            (#"{"intValue":0e99999}"#, .int(0)), (#"{"doubleValue":"Infinity"}"#, .double(.infinity)),
            (#"{"doubleValue":1}"#, .double(1)), (#"{"bytesValue":"-_8="}"#, .bytes([0xfb, 0xff])),
            (#"{"arrayValue":{}}"#, .array([])), (#"{"kvlistValue":{"values":null}}"#, .map([])),
            (
                #"{"arrayValue":{"values":[{},{"kvlistValue":{"values":[{"value":{"intValue":1},"key":"k"}]}}]}}"#,
                .array([.empty, .map([Attribute("k", .int(1))])])
            ),
            (#"{"stringValueStrindex":3}"#, .empty), (#"{"someday":1}"#, .empty),
        ] as [(String, AttributeValue)])
    func valuesKeepTheirTypes(json: String, value: AttributeValue) throws {
        #expect(try decode(attribute(json)).first?.attributes == [Attribute("k", value)])
    }

    @Test(arguments: [#""parentSpanId":"0000000000000000""#, #""parentSpanId":"""#, #""parentSpanId":null"#, ""])
    func aParentOfZerosIsNone(members: String) throws {
        let spans = try decode(payload(members))
        #expect(spans.count == 1)
        #expect(spans.first?.parentSpanID == nil)
    }

    @Test func limitsHoldForEachListByItself() throws {
        var limits = DecodingLimits.default
        limits.attributesPerSpan = 2
        let two = #"{"key":"k"},{"key":"k"}"#
        let members = #""attributes":["# + two + #"],"events":[{"attributes":["# + two + #"]},{}],"links":[{},{}]"#
        #expect(try decode(payload(members), limits: limits).count == 1)
        for list in ["attributes", "events", "links"] {
            let error = #expect(throws: WireError.self) {
                try decode(payload(#""\#(list)":[{},{},{}]"#), limits: limits)
            }
            #expect(error?.path == "resourceSpans[0].scopeSpans[0].spans[0].\(list)[2]")
            #expect(error?.cause.reason == .limitExceeded("number of \(list)", limit: 2))
        }
        limits.spansPerPayload = 2
        let error = #expect(throws: WireError.self) {
            try decode(#"{"resourceSpans":[{"scopeSpans":[{"spans":[{}]},{"spans":[{},{}]}]}]}"#, limits: limits)
        }
        #expect(error?.path == "resourceSpans[0].scopeSpans[1].spans[1]")
        #expect(error?.cause.reason == .limitExceeded("number of spans", limit: 2))
    }

    /// The same limits, whose errors have the same paths.
    @Test func limitsHoldInProtobufToo() throws {
        var limits = DecodingLimits.default
        limits.attributesPerSpan = 2
        let span = TraceSpan(
            traceID: TraceID(high: 0, low: 1), spanID: SpanID(1),
            attributes: [Attribute("a", .int(1)), Attribute("b", .int(2)), Attribute("c", .int(3))])
        var store = SpanStore()
        let error = #expect(throws: WireError.self) {
            try OTLP.decode(protobuf: OTLPProtobufEncoder.encode([span]), into: &store, limits: limits)
        }
        #expect(error?.path == "resourceSpans[0].scopeSpans[0].spans[0].attributes[2]")
        #expect(error?.cause.reason == .limitExceeded("number of attributes", limit: 2))
    }
}
