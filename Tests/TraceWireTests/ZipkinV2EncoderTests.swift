import Foundation
import Testing
import TraceBytes
import TraceModel
import TraceTestSupport
import TraceWire

private let trace = TraceID(high: 0, low: 0xa3ce_929d_0e0e_4736)

private func span(
    _ number: UInt64, _ kind: SpanKind = .unspecified, start: Int64? = nil, duration: Int64? = nil,
    status: SpanStatus = .unset, _ attributes: [Attribute] = []
) -> TraceSpan {
    TraceSpan(
        traceID: trace, spanID: SpanID(number), kind: kind, start: start.map { Timestamp(nanoseconds: $0) },
        durationNanoseconds: duration, status: status, attributes: attributes)
}

/// The golden files are written by hand from zipkin2-api.yaml and OpenTelemetry's mapping to Zipkin; those of protobuf were
/// made of them by another library.
@Suite struct ZipkinV2EncoderTests {
    private func expectGolden(_ name: String, _ spans: [TraceSpan]) throws {
        let bytes = try Fixtures.bytes("golden/zipkin-v2-protobuf/\(name).bin")
        #expect(hexDigits(ZipkinV2ProtobufEncoder.encode(spans)) == hexDigits(bytes))
        let golden = try Fixtures.text("golden/zipkin-v2/\(name).json")
        #expect(String(decoding: ZipkinV2JSONEncoder.encode(spans), as: UTF8.self) == golden)
    }

    @Test func membersComeInTheOrderOfTheReferenceWriter() throws {
        try expectGolden("no-spans", [])
        try expectGolden(
            "every-member",
            [
                TraceSpan(
                    traceID: TraceID(high: 0x4bf9_2f35_77b3_4da6, low: 0xa3ce_929d_0e0e_4736),
                    spanID: SpanID(0xa3ce_929d_0e0e_4736), parentSpanID: SpanID(0x00f0_67aa_0ba9_02b7), kind: .server,
                    name: "GET /", start: Timestamp(nanoseconds: 1_700_000_000_123_456_789),
                    durationNanoseconds: 1_500_999,
                    attributes: [
                        Attribute("http.route", .string("/")), Attribute("message", .string("Hello \"a\"\n")),
                    ],
                    events: [SpanEvent(time: Timestamp(nanoseconds: 1_700_000_000_123_457_999), name: "ws")],
                    localEndpoint: Endpoint(
                        serviceName: "app-a", ipv4: "127.0.0.1", ipv6: "2001:db8::c001", port: 5000),
                    remoteEndpoint: Endpoint(serviceName: "client", port: 40000), isShared: true, isDebug: true)
            ])
    }

    @Test func whatIsAbsentIsLeftOut() throws {
        try expectGolden(
            "root-with-nothing-else",
            [
                TraceSpan(
                    traceID: trace, traceIDWidth: .bits64, spanID: SpanID(0x00f0_67aa_0ba9_02b7),
                    parentSpanID: SpanID(0), localEndpoint: Endpoint(serviceName: "", port: 0),
                    remoteEndpoint: Endpoint())
            ])
    }

    /// Truncated; 1 to 999 ns are 1 µs; a duration of 0 and times that are not positive are absent.
    @Test func timesAreWholeMicroseconds() throws {
        try expectGolden(
            "times-in-microseconds",
            [
                span(1, start: 1999, duration: 1), span(2, start: 1000, duration: 1999),
                span(3, start: 999, duration: 999), span(4, start: -1, duration: 0),
            ])
    }

    @Test func valuesOfEveryTypeBecomeStrings() throws {
        let list: [AttributeValue] = [
            .string("a"), .int(1), .bool(true), .double(.nan), .empty, .bytes([1, 2]),
        ]
        try expectGolden(
            "attributes-as-strings",
            [
                span(
                    1, .unspecified,
                    [
                        Attribute("text", .string("v")), Attribute("yes", .bool(true)), Attribute("no", .bool(false)),
                        Attribute("int", .int(.min)), Attribute("double", .double(0.1)),
                        Attribute("nan", .double(.nan)), Attribute("infinity", .double(-.infinity)),
                        Attribute("bytes", .bytes([1, 2, 255])), Attribute("empty", .empty),
                        Attribute("list", .array(list)),
                        Attribute("map", .map([Attribute("k", .map([Attribute("n", .double(0.5))]))])),
                    ])
            ])
    }

    @Test func theStatusBecomesTagsAndNoOtherTagContradictsIt() throws {
        let error = Attribute("error", .bool(false))
        let code = Attribute("otel.status_code", .string("UNSET"))
        try expectGolden(
            "status",
            [
                span(1, status: SpanStatus(.unset, message: "ignored"), [error, code]),
                span(2, status: SpanStatus(.ok, message: "ignored"), [error]), span(3, status: SpanStatus(.error)),
                span(4, status: SpanStatus(.error, message: "not found"), [Attribute("k", .string("v"))]),
            ])
    }

    @Test func internalHasNoKind() throws {
        try expectGolden(
            "kinds",
            [
                span(1), span(2, .internal), span(3, .server), span(4, .client), span(5, .producer),
                span(6, .consumer),
            ])
    }

    @Test func resourceAndScopeBecomeEndpointAndTags() throws {
        var sent = span(1)
        sent.resource = Resource(attributes: [
            Attribute("service.name", .string("svc")), Attribute("service.namespace", .string("shop")),
        ])
        sent.scope = InstrumentationScope(name: "lib", version: "1.0")
        sent.events = [
            SpanEvent(
                time: Timestamp(nanoseconds: 1000), name: "cache.miss",
                attributes: [Attribute("key", .string("order:42")), Attribute("hit", .bool(false))])
        ]
        try expectGolden("resource-scope-and-event", [sent])
    }

    @Test func thePeerOfAClientOrProducerComesFromItsAttributes() throws {
        let service = Attribute("peer.service", .string("orders"))
        try expectGolden(
            "peer-from-attributes",
            [
                span(1, .client, [Attribute("server.address", .string("10.0.0.1")), service]),
                span(
                    2, .producer,
                    [
                        Attribute("network.peer.address", .string("10.0.0.1")),
                        Attribute("network.peer.port", .int(9092)),
                    ]
                ),
                span(3, .server, [service]),
            ])
    }

    /// The last value at the place of the first, however many tags there are.
    @Test(arguments: [2, 32, 33, 34, 100])
    func aRepeatedKeyIsWrittenOnceWithItsLastValue(count: Int) {
        var attributes = (0..<count).map { Attribute("key-\($0)", .int(Int64($0))) }
        attributes.append(Attribute("key-1", .string("last")))
        attributes.append(Attribute("error", .string("dropped, the status is not set")))
        attributes.append(Attribute("key-0", .string("first")))
        let tags = (0..<count).map { "\"key-\($0)\":\"\($0 == 0 ? "first" : $0 == 1 ? "last" : "\($0)")\"" }
        let expected = "\"tags\":{" + tags.joined(separator: ",") + "}}]"
        // Twice, since one value collects the tags of all spans.
        let json = String(
            decoding: ZipkinV2JSONEncoder.encode([span(1, .unspecified, attributes), span(1, .unspecified, attributes)]
            ), as: UTF8.self)
        #expect(json.hasSuffix(expected))
        #expect(json.components(separatedBy: expected.dropLast()).count == 3)
    }
}
