import Testing
import TraceBytes
import TraceModel
import TraceTestSupport
import TraceWire

private let trace = TraceID(high: 0x4bf9_2f35_77b3_4da6, low: 0xa3ce_929d_0e0e_4736)
private let id = SpanID(0x00f0_67aa_0ba9_02b7)
private let start = Timestamp(microseconds: 1_700_000_000_000_000)
private let service = Resource(attributes: [Attribute("service.name", .string("svc"))])

/// What the other fixtures vary.
private let plain = TraceSpan(
    traceID: trace, spanID: id, name: "get", start: start, durationNanoseconds: 1_500_000, resource: service, flags: 1)

/// One batch in the three forms, which read the same.
@Suite struct JaegerSpansTests {
    private func expect(_ name: String, _ spans: [TraceSpan]) throws {
        for form in Jaeger.Form.allCases {
            var store = SpanStore()
            let path = "wire/\(form.format.name)/accept/\(name).hex"
            try Jaeger.decode(try Fixtures.hexBytes(path), as: form, into: &store)
            #expect(store.allSpans() == spans, "\(path)")
        }
    }

    @Test func everyFieldHasItsPlace() throws {
        var span = plain
        span.name = "GET /"
        span.parentSpanID = SpanID(7)
        span.isDebug = true
        span.kind = .client
        span.status = SpanStatus(.error, message: "not found")
        span.attributes = [
            Attribute("text", .string("v")), Attribute("double", .double(1.5)), Attribute("yes", .bool(true)),
            Attribute("no", .bool(false)), Attribute("long", .int(.min)), Attribute("binary", .bytes([1, 2, 255])),
        ]
        span.links = [
            SpanLink(traceID: TraceID(high: 0, low: 1), spanID: SpanID(2), kind: .followsFrom),
            SpanLink(traceID: trace, spanID: SpanID(9), kind: .childOf),
        ]
        span.events = [
            SpanEvent(
                time: Timestamp(microseconds: 1_700_000_000_000_001), name: "cache.miss",
                attributes: [Attribute("size", .int(3))]),
            SpanEvent(time: Timestamp(microseconds: 1_700_000_000_000_002), name: ""),
        ]
        span.resource = Resource(attributes: [
            Attribute("service.name", .string("svc")), Attribute("host", .string("h")), Attribute("pid", .int(42)),
        ])
        try expect("every-field", [span])
    }

    @Test func theProcessMayStandBehindTheSpans() throws { try expect("process-after-spans", [plain]) }

    @Test func unknownAndMistypedFieldsArePassedOver() throws {
        var span = plain
        span.attributes = []
        try expect("unknown-and-mistyped-fields", [span])
    }

    @Test func theLastOfARepeatedFieldCountsAndRepeatedTagsAreKept() throws {
        var span = plain
        span.name = "last"
        span.parentSpanID = SpanID(7)
        span.attributes = [
            Attribute("b", .string("y")), Attribute("k", .string("1")), Attribute("k", .string("2")),
        ]
        try expect("repeated-fields", [span])
    }

    @Test func aTextThatIsNotUTF8IsKeptAsBytesAndANameRepaired() throws {
        var span = plain
        span.name = "\u{fffd}name"
        span.attributes = [Attribute("k", .bytes([0xc0, 0x80])), Attribute("\u{fffd}", .string("v"))]
        try expect("text-that-is-not-utf8", [span])
    }

    @Test func theTypeSaysWhichValueCounts() throws {
        var span = plain
        span.attributes = [
            Attribute("absent", .empty), Attribute("other", .empty), Attribute("unknown", .empty),
            Attribute("both", .int(1)), Attribute("error", .string("true")), Attribute("span.kind", .string("SERVER")),
            Attribute("otel.status_code", .string("Unset")), Attribute("otel.status_description", .string("why")),
        ]
        try expect("values-that-vtype-does-not-name", [span])
    }

    @Test func idsAreUnsignedAndAHighHalfOfZeroMeans64Bits() throws {
        var span = plain
        span.traceID = TraceID(high: 0, low: 0xff00_0000_0000_0000)
        span.traceIDWidth = .bits64
        span.spanID = SpanID(1 << 63)
        span.parentSpanID = SpanID(.max)
        try expect("narrow-ids-and-top-bits", [span])
    }

    @Test func theFirstReferenceOfTheSameTraceIsTheParent() throws {
        var span = plain
        span.parentSpanID = SpanID(7)
        span.links = [
            SpanLink(traceID: trace, spanID: SpanID(5), kind: .followsFrom),
            SpanLink(traceID: TraceID(high: 0, low: 1), spanID: SpanID(6), kind: .childOf),
            SpanLink(traceID: trace, spanID: SpanID(8), kind: .childOf),
        ]
        try expect("parent-by-reference", [span])
    }

    @Test func theNameOfAnEventIsAField() throws {
        var span = plain
        span.events = [
            SpanEvent(time: start, name: "older"),
            SpanEvent(
                time: start, name: "e",
                attributes: [Attribute("message", .string("m")), Attribute("event", .string("f"))]),
            SpanEvent(time: start, name: "", attributes: [Attribute("event", .int(1))]),
        ]
        try expect("log-names", [span])
    }

    @Test func absurdTimesStayAbsurd() throws {
        var span = plain
        span.start = Timestamp(nanoseconds: .max)
        span.durationNanoseconds = .min
        span.events = [SpanEvent(time: Timestamp(nanoseconds: .min), name: "")]
        try expect("absurd-times", [span])
    }

    @Test func limitsStopWhatCostsMoreInTheStoreThanOnTheWire() throws {
        let limits = DecodingLimits(payloadBytes: 2000, spansPerPayload: 15, attributesPerSpan: 2)
        for (name, path, reason) in [
            ("sixteen-spans", "spans[15]", "number of spans exceeds the limit of 15"),
            ("every-field", "spans[0].references[2]", "number of references exceeds the limit of 2"),
            ("repeated-fields", "spans[0].tags[2]", "number of tags exceeds the limit of 2"),
        ] {
            var store = SpanStore()
            let payload = try Fixtures.hexBytes("wire/jaeger-compact/accept/\(name).hex")
            let error = #expect(throws: WireError.self) {
                try Jaeger.decode(payload, as: .compactDatagram, into: &store, limits: limits)
            }
            #expect(error?.path == path)
            #expect(error.map { "\($0.cause.reason)" } == reason)
            #expect(store.count == 0)
        }
    }
}

/// The records keep what the spans read leniently.
@Suite struct JaegerRecordsTests {
    private func record(_ name: String) throws -> JaegerPayload {
        try Jaeger.records(try Fixtures.hexBytes("wire/jaeger-compact/accept/\(name).hex"), as: .compactDatagram)
    }

    @Test func theWorkedPacketFieldByField() throws {
        let payload = try record("worked-packet")
        #expect(payload.message == JaegerMessage(method: "emitBatch", type: 4, sequence: 0))
        #expect(payload.strayArguments.isEmpty && payload.trailingBytes == nil)
        let batch = try #require(payload.batches.first)
        #expect(batch.members.map(\.field) == [.process, .spans, .seqNo])
        #expect(batch.number(.seqNo) == 1 && batch.offset == 14)
        let span = try #require(payload.spans.first)
        #expect(
            span.members.prefix(2) == [
                JaegerMember(.traceIdLow, .number(-6_643_211_197_081_565_386), at: 24),
                JaegerMember(.traceIdHigh, .number(5_474_458_728_733_560_230), at: 35),
            ])
        #expect(span.list(.references) == nil)
        #expect(
            span.list(.tags)?.map(\.members) == [
                [
                    JaegerMember(.key, .text("span.kind"), at: 80), JaegerMember(.vType, .number(0), at: 90),
                    JaegerMember(.vStr, .text("server"), at: 93),
                ],
                [
                    JaegerMember(.key, .text("error"), at: 102), JaegerMember(.vType, .number(2), at: 108),
                    JaegerMember(.vBool, .flag(true), at: 109),
                ],
            ])
    }

    @Test func straysAndRepetitionsStayApart() throws {
        let strays = try #require(try record("unknown-and-mistyped-fields").spans.first)
        #expect(
            strays.members.dropFirst(8).map(\.value) == [
                .stray(id: 13, type: .i64, bytes: [2]), .stray(id: 14, type: .map, bytes: [1, 0x85, 1, 0x61, 2]),
                .stray(id: 15, type: .set, bytes: [0x21, 1, 2]), .stray(id: 3, type: .binary, bytes: [2, 0x69, 0x64]),
                .stray(id: 10, type: .list, bytes: [0x16, 2]), .stray(id: 6, type: .structure, bytes: [0x11, 0]),
                .stray(id: 20, type: .double, bytes: [0, 0, 0, 0, 0, 0, 0xf8, 0x3f]),
            ])
        let repeated = try #require(try record("repeated-fields").spans.first)
        #expect(repeated.all(.operationName) == [.text("first"), .text("last")])
        #expect(repeated.text(.operationName) == "last")
        let odd = try #require(try record("text-that-is-not-utf8").spans.first)
        #expect(odd[.operationName] == .bytes(Array("\u{0}name".utf8).enumerated().map { $0 == 0 ? 0xff : $1 }))
    }

    @Test func whatStandsBehindTheMessageIsSaid() throws {
        let payload = try record("bytes-behind-the-message")
        #expect(payload.spans.count == 1)
        #expect(payload.trailingBytes.map { $0.count == $0.lowerBound } == true)
        #expect(try record("unknown-argument").strayArguments.count == 1)
        #expect(
            try record("call-with-a-sequence-id").message == JaegerMessage(method: "emitBatch", type: 1, sequence: 300))
    }

    @Test func emptyIsNotAbsent() throws {
        #expect(try record("no-spans").batches[0][.spans] == .list([]))
        #expect(try record("every-field").spans[0].list(.logs)?.last?[.fields] == .list([]))
    }

    @Test func aMessageMayCarryBatches() throws {
        let bytes = try Fixtures.hexBytes("wire/jaeger-http/accept/submit-batches.hex")
        let payload = try Jaeger.records(bytes, as: .httpBody)
        #expect(payload.message == JaegerMessage(method: "submitBatches", type: 1, sequence: 7))
        #expect(payload.batches.map { $0.part(.process)?.text(.serviceName) } == ["svc", "other"])
        var store = SpanStore()
        try Jaeger.decode(bytes, as: .httpBody, into: &store)
        #expect(store.allSpans().map(\.serviceName) == ["svc", "other"])
    }

    @Test func bothHeadersOfTheBinaryEncodingAreRead() throws {
        let bytes = try Fixtures.hexBytes("wire/jaeger-binary/accept/old-header.hex")
        let message = JaegerMessage(method: "emitBatch", type: 4, sequence: 0, isStrict: false)
        #expect(try Jaeger.records(bytes, as: .binaryDatagram).message == message)
    }
}
