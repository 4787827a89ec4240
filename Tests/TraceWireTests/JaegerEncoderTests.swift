import Testing
import TraceBytes
import TraceModel
import TraceTestSupport
import TraceWire

private let trace = TraceID(high: 0x4bf9_2f35_77b3_4da6, low: 0xa3ce_929d_0e0e_4736)
private let service = Resource(attributes: [Attribute("service.name", .string("svc"))])

private func span(_ number: UInt64) -> TraceSpan {
    TraceSpan(traceID: TraceID(high: 0, low: 10), spanID: SpanID(number), resource: service)
}

/// The golden files were encoded by Apache Thrift and by Google's protobuf, see the READMEs beside them.
@Suite struct JaegerEncoderTests {
    private func expectGolden(_ name: String, _ spans: [TraceSpan]) throws {
        for encoding in ThriftEncoding.allCases {
            let golden = try Fixtures.hexBytes("golden/jaeger-\(encoding)/\(name).hex")
            let written = JaegerEncoder.datagrams(of: spans, encoding: encoding)
            #expect(written.datagrams == [JaegerDatagram(bytes: golden, spanCount: spans.count)])
            #expect(written.tooLarge.isEmpty)
        }
        #expect(JaegerEncoder.bodies(of: spans) == [try Fixtures.hexBytes("golden/jaeger-http/\(name).hex")])
        try expectGoldenProtobuf(name, spans)
    }

    private func expectGoldenProtobuf(_ name: String, _ spans: [TraceSpan]) throws {
        let golden = try Fixtures.hexBytes("golden/jaeger-grpc/\(name).hex")
        #expect(
            JaegerProtobufEncoder.batches(of: spans) == [JaegerBatch(bytes: golden, spanCount: spans.count)])
    }

    @Test func aFailedServerSpan() throws {
        try expectGolden(
            "server-error",
            [
                TraceSpan(
                    traceID: trace, spanID: SpanID(0x00f0_67aa_0ba9_02b7), kind: .server, name: "get",
                    start: Timestamp(microseconds: 1_700_000_000_000_000), durationNanoseconds: 1_500_000,
                    status: SpanStatus(.error), resource: service)
            ])
    }

    @Test func everyMemberInTheOrderOfTheFieldIDs() throws {
        var sent = TraceSpan(
            traceID: trace, spanID: SpanID(0x00f0_67aa_0ba9_02b7), parentSpanID: SpanID(7), kind: .client,
            name: "GET /", start: Timestamp(nanoseconds: 1_700_000_000_123_456_789), durationNanoseconds: 1_500_999,
            status: SpanStatus(.error, message: "not found"))
        sent.attributes = [
            Attribute("text", .string("v")), Attribute("yes", .bool(true)), Attribute("no", .bool(false)),
            Attribute("int", .int(.min)), Attribute("double", .double(-0.0)), Attribute("nan", .double(.nan)),
            Attribute("bytes", .bytes([1, 2, 255])), Attribute("list", .array([.string("a"), .int(1)])),
            Attribute("map", .map([Attribute("k", .double(0.5))])), Attribute("empty", .empty),
        ]
        sent.events = [
            SpanEvent(
                time: Timestamp(nanoseconds: 1_700_000_000_123_457_999), name: "cache.miss",
                attributes: [Attribute("key", .string("order:42"))]),
            SpanEvent(
                time: Timestamp(microseconds: 1_700_000_000_123_458), name: "name",
                attributes: [Attribute("event", .string("attribute"))]),
        ]
        sent.links = [
            SpanLink(traceID: TraceID(high: 0, low: 1), spanID: SpanID(2), traceState: "lost"),
            SpanLink(traceID: TraceID(high: 4, low: 3), spanID: SpanID(5), kind: .followsFrom),
            SpanLink(traceID: trace, spanID: SpanID(9), kind: .childOf),
        ]
        sent.resource = Resource(attributes: [
            Attribute("host.name", .string("h")), Attribute("service.name", .string("svc")),
            Attribute("process.pid", .int(42)), Attribute("up", .bool(true)),
        ])
        sent.scope = InstrumentationScope(name: "lib", version: "1.0")
        sent.remoteEndpoint = Endpoint(serviceName: "db", ipv4: "10.0.0.1", port: 5432)
        sent.isDebug = true
        sent.traceState = "a=b"
        sent.dropped = DroppedCounts(attributes: 1, events: 2, links: 3)
        try expectGolden("every-member", [sent])
    }

    @Test func whatIsAbsentIsZeroOrLeftOut() throws {
        try expectGolden(
            "nothing-but-ids",
            [TraceSpan(traceID: TraceID(high: 0, low: 10), traceIDWidth: .bits64, spanID: SpanID(11))])
    }

    @Test func theStatusBecomesTagsAndNoOtherTagContradictsIt() throws {
        var spans = [span(1), span(2), span(3)]
        spans[0].attributes = [
            Attribute("error", .bool(true)), Attribute("error", .string("false")),
            Attribute("otel.status_code", .string("ERROR")), Attribute("span.kind", .string("client")),
        ]
        spans[1].status = SpanStatus(.ok, message: "ignored")
        spans[2].status = SpanStatus(.unset, message: "ignored")
        spans[2].attributes = [Attribute("otel.status_description", .string("why"))]
        try expectGolden("status", spans)
    }

    @Test func internalHasNoKind() throws {
        let kinds: [SpanKind] = [.unspecified, .internal, .server, .client, .producer, .consumer]
        try expectGolden(
            "kinds",
            kinds.enumerated().map { index, kind in
                var sent = span(UInt64(index) + 1)
                sent.kind = kind
                return sent
            })
    }

    @Test func timesAreWholeMicrosecondsAndInProtobufNanoseconds() throws {
        var spans = [span(1), span(2), span(3)]
        spans[0].start = Timestamp(nanoseconds: 1999)
        spans[0].durationNanoseconds = 1999
        spans[1].start = Timestamp(nanoseconds: 999)
        spans[1].durationNanoseconds = 999
        spans[2].start = Timestamp(nanoseconds: -1)
        spans[2].durationNanoseconds = -1000
        try expectGolden("times", spans)
    }

    /// One that is unknown is left out, as of spans with nothing but ids.
    @Test func aDurationOfZeroIsSaidInProtobuf() throws {
        var sent = span(1)
        sent.durationNanoseconds = 0
        try expectGoldenProtobuf("zero-duration", [sent])
    }
}

/// The agent's buffer holds 65,000 bytes, and sockets may allow less.
@Suite struct JaegerDatagramTests {
    private let spans: [TraceSpan] = (1...300).map { number in
        var sent = span(UInt64(number))
        sent.attributes = [Attribute("k", .string(String(repeating: "v", count: number)))]
        return sent
    }

    @Test(arguments: ThriftEncoding.allCases, [300, 1472, 9216, 65_000])
    func noDatagramExceedsTheLimitAndNoneCouldTakeTheNextSpan(encoding: ThriftEncoding, limit: Int) throws {
        let written = JaegerEncoder.datagrams(of: spans, encoding: encoding, limit: limit)
        var store = SpanStore()
        for datagram in written.datagrams {
            #expect(datagram.bytes.count <= limit)
            #expect(
                try Jaeger.receive(datagram: datagram.bytes, encoding: encoding, into: &store) == datagram.spanCount)
        }
        let kept = spans.indices.filter { !written.tooLarge.contains($0) }
        #expect(store.allSpans().map(\.spanID) == kept.map { spans[$0].spanID })
        // Spans grow, so that those that do not fit are the last ones.
        #expect(written.tooLarge == Array(kept.count..<spans.count))
        #expect(limit > 300 || !written.tooLarge.isEmpty)
        // The next span would have been too much: every datagram but the last is full to within one span and the envelope.
        for (datagram, next) in zip(written.datagrams, written.datagrams.dropFirst()) {
            let whole = JaegerEncoder.datagrams(of: spans.prefix(datagram.spanCount), encoding: encoding)
            #expect(whole.datagrams.count == 1)
            #expect(datagram.bytes.count + next.bytes.count > limit)
        }
    }

    @Test func sequenceNumbersCountDatagramsAndCanBeLeftOut() throws {
        let counted = JaegerEncoder.datagrams(of: spans, encoding: .compact, limit: 9216, firstSequence: 7)
        let numbers = try counted.datagrams.map { datagram in
            try Jaeger.records(datagram.bytes, as: .compactDatagram).batches[0].number(.seqNo)
        }
        #expect(numbers == (0..<Int64(counted.datagrams.count)).map { 7 + $0 })
        let plain = JaegerEncoder.datagrams(of: [spans[0]], encoding: .compact, firstSequence: nil)
        #expect(try Jaeger.records(plain.datagrams[0].bytes, as: .compactDatagram).batches[0][.seqNo] == nil)
    }

    @Test func aBatchHasOneProcess() throws {
        var other = spans[1]
        other.resource = Resource(attributes: [Attribute("service.name", .string("other"))])
        let written = JaegerEncoder.bodies(of: [spans[0], other, spans[2]])
        let records: [JaegerStruct] = try written.map { try Jaeger.records($0, as: .httpBody).batches[0] }
        #expect(records.map { $0.part(.process)?.text(.serviceName) } == ["svc", "other"])
        #expect(records.map { $0.list(.spans)?.map { $0.number(.spanId) } } == [[1, 3], [2]])
        let messages = JaegerProtobufEncoder.batches(of: [spans[0], other, spans[2]])
        #expect(messages.map(\.spanCount) == [2, 1])
        let names = try messages.map { message in
            try Jaeger.records(protobuf: message.bytes).record(.batch)?.record(.process)?.text(.serviceName)
        }
        #expect(names == ["svc", "other"])
    }

    @Test func noSpansNeedNoDatagram() {
        #expect(JaegerEncoder.datagrams(of: [], encoding: .compact) == JaegerDatagrams())
        #expect(JaegerEncoder.bodies(of: []) == [])
        #expect(JaegerProtobufEncoder.batches(of: []) == [])
    }
}
