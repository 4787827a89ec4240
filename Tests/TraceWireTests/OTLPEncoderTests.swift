import Testing
import TraceBytes
import TraceModel
import TraceTestSupport
import TraceWire

private let trace = TraceID(high: 0x4bf9_2f35_77b3_4da6, low: 0xa3ce_929d_0e0e_4736)

private func span(
    _ number: UInt64, _ kind: SpanKind = .unspecified, start: Int64? = nil, duration: Int64? = nil,
    status: SpanStatus = .unset, attributes: [Attribute] = [], service: String? = nil, scope: String = ""
) -> TraceSpan {
    TraceSpan(
        traceID: trace, spanID: SpanID(number), kind: kind, start: start.map { Timestamp(nanoseconds: $0) },
        durationNanoseconds: duration, status: status, attributes: attributes,
        resource: Resource(attributes: service.map { [Attribute("service.name", .string($0))] } ?? []),
        scope: InstrumentationScope(name: scope))
}

/// The golden files are written by hand and by another project's encoder; the README beside them says how.
@Suite struct OTLPEncoderTests {
    private func expectGolden(_ name: String, _ spans: [TraceSpan]) throws {
        let json = try Fixtures.text("golden/otlp-json/\(name).json")
        #expect(String(decoding: OTLPJSONEncoder.encode(spans), as: UTF8.self) == json)
        #expect(OTLPProtobufEncoder.encode(spans) == (try Fixtures.bytes("golden/otlp-protobuf/\(name).bin")))
    }

    @Test func fieldsComeInTheOrderOfTheirNumbers() throws {
        try expectGolden("no-spans", [])
        var example = span(
            0x00f0_67aa_0ba9_02b7, .server, start: 1_700_000_000_000_000_000, duration: 1_500_000,
            status: SpanStatus(.error), service: "svc", scope: "lib")
        example.name = "get"
        example.flags = 0x101
        try expectGolden("worked-example", [example])
        try expectGolden(
            "every-field",
            [
                TraceSpan(
                    traceID: trace, spanID: SpanID(0x00f0_67aa_0ba9_02b7), parentSpanID: SpanID(0x00f0_67aa_0ba9_02b6),
                    kind: .client, name: "GET /\u{1}\"é", start: Timestamp(nanoseconds: 1_700_000_000_000_000_001),
                    durationNanoseconds: 2, status: SpanStatus(.error, message: "broken"),
                    attributes: [Attribute("k", .string("v"))],
                    events: [
                        SpanEvent(
                            time: Timestamp(nanoseconds: 1_700_000_000_000_000_002), name: "e",
                            attributes: [Attribute("x", .double(1))], droppedAttributes: 4)
                    ],
                    links: [
                        SpanLink(
                            traceID: TraceID(high: 0, low: 1), spanID: SpanID(2), traceState: "a=b",
                            attributes: [Attribute("l", .string(""))], flags: 769, droppedAttributes: 6),
                        SpanLink(traceID: TraceID(high: 0, low: 1), spanID: SpanID(3), kind: .followsFrom),
                    ],
                    resource: Resource(
                        attributes: [Attribute("service.name", .string("shop"))],
                        schemaURL: "https://example.com/schemas/1.0.0", droppedAttributes: 1),
                    scope: InstrumentationScope(
                        name: "lib", version: "1.0", attributes: [Attribute("a", .bool(true))],
                        schemaURL: "https://example.com/schemas/1.1.0", droppedAttributes: 2),
                    traceState: "rojo=1,congo=2", flags: .max,
                    dropped: DroppedCounts(attributes: 3, events: 5, links: 7))
            ])
    }

    @Test func whatIsAbsentIsLeftOut() throws {
        var root = span(1)
        root.traceIDWidth = .bits64
        root.parentSpanID = SpanID(0)
        root.localEndpoint = Endpoint(serviceName: "", port: 0)
        root.remoteEndpoint = Endpoint()
        try expectGolden("root-with-nothing-else", [root])
    }

    @Test func everyTypeOfValueIsWrittenAlsoWhenItIsZero() throws {
        try expectGolden(
            "values",
            [
                span(
                    1,
                    attributes: [
                        Attribute("text", .string("")), Attribute("no", .bool(false)), Attribute("zero", .int(0)),
                        Attribute("least", .int(.min)), Attribute("greatest", .int(.max)),
                        Attribute("tenth", .double(0.1)), Attribute("minus zero", .double(-0.0)),
                        Attribute("smallest", .double(.leastNonzeroMagnitude)),
                        Attribute("largest", .double(.greatestFiniteMagnitude)), Attribute("nan", .double(.nan)),
                        Attribute("up", .double(.infinity)), Attribute("down", .double(-.infinity)),
                        Attribute("bytes", .bytes([0, 255, 16])), Attribute("no bytes", .bytes([])),
                        Attribute("list", .array([.string("a"), .int(-1), .empty, .array([])])),
                        Attribute("map", .map([Attribute("k", .bool(true)), Attribute("k", .map([]))])),
                        Attribute("empty", .empty), Attribute("", .string("no key")),
                    ])
            ])
    }

    @Test func kindsAndStatusHaveOTLPsNumbers() throws {
        try expectGolden(
            "kinds",
            [
                span(1), span(2, .internal), span(3, .server), span(4, .client), span(5, .producer), span(6, .consumer),
            ])
        try expectGolden(
            "status",
            [
                span(1), span(2, status: SpanStatus(.ok)), span(3, status: SpanStatus(.error)),
                span(4, status: SpanStatus(.error, message: "why")),
                span(5, status: SpanStatus(.unset, message: "odd")),
            ])
    }

    @Test func timesAreNanosecondsWithoutSign() throws {
        try expectGolden(
            "times",
            [
                span(1, duration: 7), span(2, start: 5), span(3, start: 5, duration: 0),
                span(4, start: 10, duration: -6),
                span(5, start: -5, duration: 3), span(6, start: .max, duration: .max),
            ])
    }

    @Test func spansAreGroupedInTheOrderOfTheFirstOfEachGroup() throws {
        try expectGolden(
            "groups",
            [
                span(1, service: "a", scope: "x"), span(2, service: "a", scope: "y"), span(3, service: "b", scope: "x"),
                span(4, service: "a", scope: "x"), span(5),
            ])
    }

    @Test func servicesThatOnlyZipkinsEndpointsNameBecomeAttributes() throws {
        var call = span(1, .client)
        call.resource = Resource(attributes: [Attribute("host.name", .string("h"))])
        call.localEndpoint = Endpoint(serviceName: "shop", ipv4: "10.0.0.1")
        call.remoteEndpoint = Endpoint(serviceName: "bank", port: 443)
        var other = span(2, attributes: [Attribute("peer.service", .string("own"))])
        other.resource = Resource(
            attributes: [Attribute("host.name", .string("h")), Attribute("service.name", .string("shop"))])
        other.localEndpoint = Endpoint(serviceName: "elsewhere")
        other.remoteEndpoint = Endpoint(serviceName: "bank")
        try expectGolden("zipkin-endpoints", [call, other])
    }

    @Test func longMessagesHaveLongLengths() throws {
        var long = span(1, attributes: [Attribute("k", .string(String(repeating: "é", count: 9000)))])
        long.name = String(repeating: "x", count: 130)
        try expectGolden("long-texts", [long])
    }
}
