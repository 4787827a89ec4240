import Testing
import TraceBytes
import TraceModel

/// The line of a span as `docs/REPORT-FORMAT.md` describes it.
@Suite struct SpanJSONTests {
    private static func line(_ span: TraceSpan) -> String {
        var json = JSONWriter()
        json.beginObject()
        json.writeMembers(of: span)
        json.endObject()
        return String(decoding: json.bytes, as: UTF8.self)
    }

    @Test func everythingThatASpanHasIsThere() {
        let span = TraceSpan(
            traceID: TraceID(high: 1, low: 2), spanID: SpanID(3), parentSpanID: SpanID(4), kind: .consumer,
            name: "receive \"ü\"", start: Timestamp(nanoseconds: 1_700_000_000_123_456_789), durationNanoseconds: -5,
            status: SpanStatus(.error, message: "not found"), attributes: [Attribute("k", .string("v"))],
            events: [
                SpanEvent(
                    time: Timestamp(nanoseconds: 7), name: "e", attributes: [Attribute("n", .int(1))],
                    droppedAttributes: 2)
            ],
            links: [
                SpanLink(
                    traceID: TraceID(high: 5, low: 6), spanID: SpanID(7), traceState: "a=b",
                    attributes: [Attribute("l", .bool(false))], flags: 0x301, kind: .followsFrom, droppedAttributes: 8),
                SpanLink(traceID: TraceID(high: 0, low: 1), spanID: SpanID(1), kind: .childOf),
                SpanLink(traceID: TraceID(high: 0, low: 2), spanID: SpanID(2)),
            ],
            resource: Resource(
                attributes: [Attribute("service.name", .string("s"))], schemaURL: "https://example.com/1",
                droppedAttributes: 9),
            scope: InstrumentationScope(
                name: "lib", version: "1.0", attributes: [Attribute("a", .empty)], schemaURL: "https://example.com/2",
                droppedAttributes: 10),
            localEndpoint: Endpoint(serviceName: "local", ipv4: "10.0.0.1", port: 80),
            remoteEndpoint: Endpoint(ipv6: "2001:db8::1"), isShared: true, isDebug: true, traceState: "rojo=1",
            flags: 0x101, dropped: DroppedCounts(attributes: 11, events: 12, links: 13))
        #expect(
            Self.line(span) == """
                {"trace_id":"00000000000000010000000000000002","trace_id_bits":128,"span_id":"0000000000000003",\
                "parent_span_id":"0000000000000004","kind":"CONSUMER","name":"receive \\"ü\\"","service":"local",\
                "start_unix_nanos":1700000000123456789,"duration_nanos":-5,"status":"error",\
                "status_message":"not found","attributes":[["k","v"]],"events":[{"time_unix_nanos":7,"name":"e",\
                "attributes":[["n",{"int":1}]],"dropped_attributes":2}],"links":[{"trace_id":\
                "00000000000000050000000000000006","span_id":"0000000000000007","kind":"follows_from","trace_state":\
                "a=b","flags":769,"attributes":[["l",false]],"dropped_attributes":8},{"trace_id":\
                "00000000000000000000000000000001","span_id":"0000000000000001","kind":"child_of","trace_state":"",\
                "flags":0,"attributes":[],"dropped_attributes":0},{"trace_id":"00000000000000000000000000000002",\
                "span_id":"0000000000000002","kind":"link","trace_state":"","flags":0,"attributes":[],\
                "dropped_attributes":0}],"resource":{"attributes":[["service.name","s"]],\
                "dropped_attributes":9,"schema_url":"https://example.com/1"},"scope":{"name":"lib","version":"1.0",\
                "attributes":[["a",null]],"dropped_attributes":10,"schema_url":"https://example.com/2"},"local_endpoint":\
                {"service_name":"local","ipv4":"10.0.0.1","ipv6":null,"port":80},"remote_endpoint":{"service_name":\
                null,"ipv4":null,"ipv6":"2001:db8::1","port":null},"shared":true,"debug":true,"trace_state":"rojo=1",\
                "flags":257,"dropped":{"attributes":11,"events":12,"links":13}}
                """)
    }

    @Test func whatIsNotThereIsNullOrEmpty() {
        let span = TraceSpan(traceID: TraceID(high: 0, low: 2), traceIDWidth: .bits64, spanID: SpanID(3))
        #expect(
            Self.line(span) == """
                {"trace_id":"00000000000000000000000000000002","trace_id_bits":64,"span_id":"0000000000000003",\
                "parent_span_id":null,"kind":"UNSPECIFIED","name":"","service":null,"start_unix_nanos":null,\
                "duration_nanos":null,"status":"unset","status_message":"","attributes":[],"events":[],"links":[],\
                "resource":{"attributes":[],"dropped_attributes":0,"schema_url":""},"scope":{"name":"","version":"",\
                "attributes":[],"dropped_attributes":0,"schema_url":""},"local_endpoint":null,"remote_endpoint":null,\
                "shared":false,"debug":false,"trace_state":"","flags":0,"dropped":{"attributes":0,"events":0,"links":0}}
                """)
    }

    @Test(
        arguments: [
            (.string("42"), #""42""#), (.bool(true), "true"), (.int(42), #"{"int":42}"#),
            (.int(.min), #"{"int":-9223372036854775808}"#), (.double(42), #"{"double":42.0}"#),
            (.double(-0.0), #"{"double":-0.0}"#), (.double(.nan), #"{"double":"NaN"}"#),
            (.double(-.infinity), #"{"double":"-Infinity"}"#), (.bytes([0, 255]), #"{"bytes":"00ff"}"#),
            (.bytes([]), #"{"bytes":""}"#), (.empty, "null"), (.array([]), "[]"),
            (.array([.int(1), .string("1"), .array([.empty])]), #"[{"int":1},"1",[null]]"#),
            (
                .map([Attribute("k", .int(1)), Attribute("k", .map([]))]),
                #"{"map":[["k",{"int":1}],["k",{"map":[]}]]}"#
            ),
        ] as [(AttributeValue, String)])
    func typesOfValuesStayApart(value: AttributeValue, text: String) {
        let span = TraceSpan(traceID: TraceID(high: 0, low: 1), spanID: SpanID(1), attributes: [Attribute("a", value)])
        #expect(Self.line(span).contains(#","attributes":[["a",\#(text)]],"events":"#))
    }
}
