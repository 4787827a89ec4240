import Testing
import TraceBytes
import TraceModel
import TraceTestSupport
import TraceWire

private let trace = TraceID(high: 0x4bf9_2f35_77b3_4da6, low: 0xa3ce_929d_0e0e_4736)
private let id = SpanID(0x00f0_67aa_0ba9_02b7)
private let other = SpanID(0x5399_5c3f_42cd_8ad8)

private func service(_ name: String, _ tags: Attribute...) -> Resource {
    Resource(attributes: [Attribute("service.name", .string(name))] + tags)
}

/// What the fixtures vary.
private let plain = TraceSpan(
    traceID: trace, spanID: id, name: "get", start: Timestamp(microseconds: 1_700_000_000_000_000),
    durationNanoseconds: 1_500_000, resource: service("shop"), flags: 1)

/// What the payloads of `fixtures/wire/jaeger-grpc/accept` mean.
@Suite struct JaegerProtobufSpansTests {
    private func spans(_ name: String) throws -> [TraceSpan] {
        var store = SpanStore()
        try Jaeger.decode(protobuf: try Fixtures.bytes("wire/jaeger-grpc/accept/\(name).bin"), into: &store)
        return store.allSpans()
    }

    @Test func everyFieldHasItsPlace() throws {
        var span = plain
        span.name = "GET /"
        span.parentSpanID = other
        span.isDebug = true
        span.kind = .client
        span.status = SpanStatus(.error)
        span.start = Timestamp(nanoseconds: 1_700_000_000_123_456_789)
        span.durationNanoseconds = 1_500_000_999
        span.attributes = [Attribute("text", .string("v"))]
        span.links = [SpanLink(traceID: TraceID(high: 0, low: 1), spanID: id, kind: .followsFrom)]
        span.events = [
            SpanEvent(
                time: Timestamp(nanoseconds: 1_700_000_000_123_457_999), name: "cache.miss",
                attributes: [Attribute("size", .int(3))])
        ]
        span.resource = service("cart", Attribute("host", .string("h")))
        #expect(try spans("every-field") == [span])
    }

    @Test func aProcessOfASpansOwnTakesPrecedenceEvenAnEmptyOne() throws {
        let spans = try spans("own-process-of-a-span")
        #expect(spans.map(\.resource) == [service("shop"), service("cart"), Resource(), service("shop")])
    }

    @Test func theProcessMayStandBeforeTheSpans() throws { #expect(try spans("process-before-spans") == [plain]) }

    @Test func messagesInTwoPartsAreOne() throws {
        let both = [Attribute("a", .string("1")), Attribute("b", .string("2"))]
        #expect(try spans("own-process-in-two-parts").map(\.resource) == [service("cart", both[0], both[1])])
        let whole = service("shop", both[0], both[1])
        #expect(try spans("batch-and-process-in-two-parts").map(\.resource) == [whole, whole])
    }

    @Test func traceIDsMayHave8Bytes() throws {
        let span = try #require(try spans("ids-of-8-bytes").first)
        #expect(span.traceID == TraceID(high: 0, low: trace.low) && span.traceIDWidth == .bits64)
        // The reference spells the same trace in 16 bytes.
        #expect(span.parentSpanID == other && span.links.isEmpty)
    }

    @Test func idsThatAreAbsentAreZero() throws {
        let span = try #require(try spans("ids-absent").first)
        #expect(!span.traceID.isValid && !span.spanID.isValid && span.name == "get")
    }

    @Test func theLastOfRepeatedFieldsCounts() throws {
        var span = plain
        span.name = "last"
        span.start = nil
        span.durationNanoseconds = 3_000_000_004
        span.attributes = [Attribute("last", .string("b"))]
        #expect(try spans("last-of-repeated-fields-counts") == [span])
    }

    @Test(arguments: ["undeclared-fields-are-ignored", "groups-are-ignored"])
    func whatIsNotDeclaredIsPassedOver(name: String) throws {
        var span = try #require(try spans(name).first)
        span.attributes = []
        #expect(span == plain)
    }

    /// What is absent is zero, false or empty.
    @Test func valuesHaveTheTypeThatProtobufsNumbersName() throws {
        let attributes = try #require(try spans("values-of-all-types").first).attributes
        #expect(
            attributes == [
                Attribute("text", .string("v")), Attribute("text.empty", .string("")),
                Attribute("text.typed", .string("grün")), Attribute("yes", .bool(true)), Attribute("no", .bool(false)),
                Attribute("no.written", .bool(false)), Attribute("yes.200", .bool(true)), Attribute("int", .int(.min)),
                Attribute("int.zero", .int(0)), Attribute("int.max", .int(.max)), Attribute("double", .double(1.5)),
                Attribute("double.zero", .double(0)), Attribute("double.negative-zero", .double(-0.0)),
                Attribute("double.inf", .double(-.infinity)), Attribute("bytes", .bytes([1, 2, 255])),
                Attribute("bytes.empty", .bytes([])), Attribute("", .string("no key")),
            ])
        #expect(attributes["double.negative-zero"]?.description == "-0.0")
    }

    @Test func aValueThatTheTypeDoesNotNameIsNone() throws {
        let attributes = try #require(try spans("values-that-v-type-does-not-name").first).attributes
        #expect(
            attributes == [
                Attribute("a", .int(0)), Attribute("b", .bool(false)), Attribute("c", .string("")),
                Attribute("d", .double(2.5)),
            ])
    }

    /// A reference of another kind is a link, which promises less than a parent.
    @Test func numbersThatEnumsDoNotHaveAreNoValueAndNoParent() throws {
        let span = try #require(try spans("numbers-that-enums-do-not-have").first)
        #expect(span.attributes == [Attribute("k", .empty), Attribute("n", .empty)])
        #expect(span.parentSpanID == nil)
        #expect(span.links == [SpanLink(traceID: trace, spanID: other, kind: .followsFrom)])
    }

    @Test func numbersOfMoreBitsAreCut() throws {
        let span = try #require(try spans("numbers-of-more-than-32-bits-are-cut").first)
        #expect(span.flags == 1 && span.isDebug)
        #expect(span.attributes == [Attribute("k", .bool(true))])
        #expect(span.events.map(\.time) == [Timestamp(nanoseconds: 1_000_000_007)])
    }

    @Test func timesAreClampedAndDurationsMayBeNegative() throws {
        let spans = try spans("times-at-the-ends")
        let starts: [Int64?] = [nil, .min, .max, -1, 1_000_000_000, 1_000_000_000, nil]
        #expect(spans.map { $0.start?.nanoseconds } == starts)
        #expect(spans.map(\.durationNanoseconds) == [0, nil, nil, -1, .max, -9_223_372_036_854_775_808, nil])
    }

    @Test func theParentIsTheFirstChildOfInTheSameTrace() throws {
        let spans = try spans("parent-by-reference")
        #expect(spans.map(\.parentSpanID) == [other, id, id, nil, other])
        #expect(spans.map { $0.links.map(\.spanID) } == [[], [other], [other, other], [other], []])
    }
}
