import Testing
import TraceBytes
import TraceModel
import TraceTestSupport
import TraceWire

private let micros: Int64 = 1_700_000_000_000_000
private let svc = Endpoint(serviceName: "svc", ipv4: "127.0.0.1", port: 8080)
private let client = Endpoint(serviceName: "client", ipv6: "2001:db8::c001", port: 40000)

private func time(_ offset: Int64) -> Timestamp { Timestamp(microseconds: micros + offset) }

/// A span of the ids and the name that all fixtures share.
private func span(
    _ kind: SpanKind = .unspecified, start: Int64? = nil, duration: Int64? = nil, local: Endpoint? = svc,
    remote: Endpoint? = nil, shared: Bool = false, _ attributes: [Attribute] = [],
    events: [(Int64, String)] = []
) -> TraceSpan {
    TraceSpan(
        traceID: TraceID(high: 0x4bf9_2f35_77b3_4da6, low: 0xa3ce_929d_0e0e_4736),
        spanID: SpanID(0x00f0_67aa_0ba9_02b7), kind: kind, name: "get", start: start.map(time),
        durationNanoseconds: duration.map { $0 * 1000 }, attributes: attributes,
        events: events.map { SpanEvent(time: time($0), name: $1) }, localEndpoint: local, remoteEndpoint: remote,
        isShared: shared)
}

/// The reference server's conversion, one rule a case.
@Suite struct ZipkinV1SpansTests {
    private func decode(_ name: String) throws -> [TraceSpan] {
        var store = SpanStore()
        try ZipkinV1.decode(try Fixtures.bytes("wire/zipkin-v1/accept/\(name).json"), as: .json, into: &store)
        return store.allSpans()
    }

    @Test func pairsOfCoreAnnotationsSayKindAndTimes() throws {
        let path = Attribute("http.path", .string("/"))
        #expect(try decode("client") == [span(.client, start: 0, duration: 1500, remote: client, [path])])
        var server = span(.server, start: 0, duration: 1500, remote: client)
        server.parentSpanID = SpanID(7)
        server.isDebug = true
        #expect(try decode("server") == [server])
    }

    @Test func aServerWithoutTimesOfItsOwnIsShared() throws {
        #expect(
            try decode("server-without-times-is-shared") == [span(.server, start: 0, duration: 1500, shared: true)])
    }

    @Test func aSpanThatBothSidesWroteBecomesTwo() throws {
        #expect(
            try decode("both-sides-of-a-call") == [
                span(.client, start: 0, duration: 1500, local: client, [Attribute("http.path", .string("/"))]),
                span(
                    .server, start: 100, duration: 800, shared: true, [Attribute("http.status_code", .string("200"))]),
            ])
        #expect(
            try decode("both-sides-in-one-service") == [
                span(.client, start: 0, duration: 1500), span(.server, start: 100, duration: 800, shared: true),
            ])
        #expect(
            try decode("one-way") == [
                span(.client, start: 0, local: client), span(.server, start: 100, shared: true),
            ])
    }

    @Test func halfOfAPairIsATimeOrAnEvent() throws {
        #expect(try decode("end-without-start") == [span(.client, start: 0, duration: 1500)])
        #expect(try decode("half-of-a-pair") == [span(.client, start: -1, events: [(0, "cr")])])
    }

    @Test func messagesHaveProducersConsumersAndABroker() throws {
        let kafka = Endpoint(serviceName: "kafka")
        #expect(try decode("producer") == [span(.producer, start: 0, duration: 5, remote: kafka)])
        #expect(try decode("consumer") == [span(.consumer, start: 0, duration: 5, remote: kafka)])
        #expect(
            try decode("both-sides-of-a-message") == [
                span(.producer, start: 0, local: client), span(.consumer, start: 5, shared: true),
            ])
        #expect(try decode("wire-annotations-alone") == [span(events: [(0, "ws"), (5, "wr")])])
    }

    @Test func aLocalComponentBringsTheEndpoint() throws {
        #expect(try decode("local") == [span(start: 0, duration: 1500)])
        #expect(
            try decode("local-component-with-a-name") == [
                span(start: 0, duration: 1500, [Attribute("lc", .string("worker"))])
            ])
    }

    @Test func withoutAnEndpointACoreAnnotationIsAnEvent() throws {
        #expect(
            try decode("core-annotation-without-endpoint") == [
                span(start: 0, duration: 1500, local: nil, events: [(0, "cs")])
            ])
        #expect(try decode("empty-endpoint") == [span(local: nil, events: [(0, "cs")])])
    }

    @Test func addressesAreThePeers() throws {
        #expect(
            try decode("address-alone") == [
                span(local: nil, remote: client), span(.server, local: nil, remote: client),
                span(local: svc, remote: client),
            ])
        let port = Endpoint(ipv4: "10.0.0.1", port: 40000)
        #expect(
            try decode("client-address-with-the-name-of-the-server") == [
                span(.server, start: 0, remote: port, shared: true)
            ])
    }

    @Test func anErrorIsAnEventAsAnAnnotationAndAStatusAsATag() throws {
        var failed = span(.server, start: 0, duration: 1500, events: [(1, "error")])
        failed.status = SpanStatus(.error, message: "why")
        #expect(try decode("error") == [failed])
    }

    @Test func valuesKeepTheirTypes() throws {
        #expect(
            try decode("values-that-are-no-texts") == [
                span(
                    .unspecified,
                    [
                        Attribute("yes", .bool(true)), Attribute("int", .int(7)), Attribute("double", .double(0.5)),
                        Attribute("sa", .string("text")),
                    ])
            ])
    }

    @Test func whatSaysNothingIsAbsent() throws {
        #expect(
            try decode("unknown-and-null-members") == [span(.unspecified, local: nil, [Attribute("k", .string("v"))])])
        #expect(
            try decode("short-ids") == [
                TraceSpan(traceID: TraceID(high: 0, low: 10), traceIDWidth: .bits64, spanID: SpanID(11))
            ])
        #expect(try decode("empty-list") == [])
    }
}

/// The same model as Thrift, in a bare list and in a datagram.
@Suite struct ZipkinV1ThriftSpansTests {
    private func expect(_ name: String, _ spans: [TraceSpan]) throws {
        for form in [ZipkinV1.Form.thriftList, .compactDatagram] {
            var store = SpanStore()
            let path = "wire/\(form.format.name)/accept/\(name).hex"
            try ZipkinV1.decode(try Fixtures.hexBytes(path), as: form, into: &store)
            #expect(store.allSpans() == spans, "\(path)")
        }
    }

    @Test func aServerWithItsClient() throws {
        try expect(
            "worked-example",
            [span(.server, start: 0, duration: 1500, remote: Endpoint(serviceName: "web", ipv4: "10.0.0.1"))])
    }

    @Test func aSpanThatBothSidesWroteBecomesTwo() throws {
        let caller = Endpoint(serviceName: "client", ipv4: "10.0.0.1", ipv6: "2001:db8::c001", port: 40000)
        try expect(
            "both-sides-of-a-call",
            [
                span(.client, start: 0, duration: 1500, local: caller),
                span(.server, start: 100, duration: 800, shared: true),
            ])
    }

    @Test func valuesAreReadByTheirType() throws {
        try expect(
            "values-of-every-type",
            [
                span(
                    .server, start: 0, duration: 1500,
                    [
                        Attribute("text", .string("v")), Attribute("yes", .bool(true)), Attribute("no", .bool(false)),
                        Attribute("bytes", .bytes([1, 2, 255])), Attribute("i16", .int(-2)),
                        Attribute("i32", .int(-3)), Attribute("i64", .int(-4)), Attribute("double", .double(1.5)),
                    ])
            ])
    }

    @Test func idsAreUnsigned() throws {
        var expected = span(local: nil)
        expected.traceID = TraceID(high: 0, low: 1 << 63)
        expected.traceIDWidth = .bits64
        expected.spanID = SpanID(.max)
        expected.parentSpanID = SpanID(1 << 63)
        expected.isDebug = true
        try expect("ids-are-unsigned", [expected])
    }

    @Test func annotationsWithoutATimeOrAValueArePassedOver() throws {
        try expect(
            "annotations-without-time-or-value", [span(start: 0, duration: 1500, local: nil, events: [(0, "kept")])])
    }

    @Test func unknownAndMistypedFieldsArePassedOver() throws {
        try expect("unknown-and-mistyped-fields", [span(start: 0, duration: 1500, local: nil)])
        try expect("no-spans", [])
    }
}

/// The records keep what the spans read leniently, and keep both sides together.
@Suite struct ZipkinV1RecordsTests {
    @Test func oddSpellingsOfJSONStayApart() throws {
        let payload = #"[{"traceId":"","id":null,"name":7.0,"name":"x","annotations":[],"kind":"CLIENT"}]"#
        let record = try ZipkinV1.records(Array(payload.utf8), as: .json)
        #expect(
            record.spans == [
                ZipkinV1Span(
                    [
                        ZipkinV1Member("traceId", .text(""), at: 12), ZipkinV1Member("id", .null, at: 20),
                        ZipkinV1Member("name", .number("7.0"), at: 32), ZipkinV1Member("name", .text("x"), at: 43),
                        ZipkinV1Member("annotations", .array([]), at: 61),
                        ZipkinV1Member("kind", .unknown(Array("\"CLIENT\"".utf8)), at: 71),
                    ], at: 1)
            ])
    }

    @Test func fieldsOfThriftHaveJSONsNames() throws {
        let bytes = try Fixtures.hexBytes("wire/zipkin-v1-thrift/accept/worked-example.hex")
        let span = try #require(try ZipkinV1.records(bytes, as: .thriftList).spans.first)
        #expect(
            span.members.map(\.name) == [
                "traceId", "name", "id", "annotations", "binaryAnnotations", "timestamp", "duration", "traceIdHigh",
            ])
        #expect(span[.traceId]?.integer == -6_643_211_197_081_565_386)
        #expect(span.annotations?.first?.map(\.name) == ["timestamp", "value", "endpoint"])
        let tag = try #require(span.binaryAnnotations?.first)
        #expect(tag.map(\.value).prefix(3) == [.text("ca"), .bytes([1]), .integer(0)])
        #expect(tag.last?.value.members?.map(\.value) == [.integer(0x0a00_0001), .integer(0), .text("web")])
    }

    @Test func straysAndWhatStandsBehindAreSaid() throws {
        let bytes = try Fixtures.hexBytes("wire/zipkin-v1-udp/accept/unknown-and-mistyped-fields.hex")
        let span = try #require(try ZipkinV1.records(bytes, as: .compactDatagram).spans.first)
        #expect(span.members.map(\.name).suffix(5) == ["2:i64", "7:map", "13:bool", "4:string", "6:list"])
        let twice = try Fixtures.hexBytes("wire/zipkin-v1-thrift/accept/bytes-behind-the-list.hex")
        let record = try ZipkinV1.records(twice, as: .thriftList)
        #expect(record.spans.count == 1 && record.trailingBytes == twice.count / 2..<twice.count)
        let call = try Fixtures.hexBytes("wire/zipkin-v1-udp/accept/call-with-a-sequence-id.hex")
        #expect(
            try ZipkinV1.records(call, as: .compactDatagram).message
                == JaegerMessage(method: "emitZipkinBatch", type: 1, sequence: 9))
    }
}
