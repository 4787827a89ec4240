import Testing
import TraceBytes
import TraceModel
import TraceTestSupport
import TraceWire

private func decode(_ name: String) throws -> [TraceSpan] {
    var store = SpanStore()
    try ZipkinV2.decode(json: try Fixtures.bytes("wire/zipkin-v2/accept/\(name).json"), into: &store)
    return store.allSpans()
}

private let a = TraceID(high: 0, low: 10)
private let b = SpanID(11)

/// What the reference server reads leniently, read the same way.
@Suite struct ZipkinV2SpansTests {
    @Test func everyMemberHasItsPlace() throws {
        let expected = TraceSpan(
            traceID: TraceID(high: 0x4bf9_2f35_77b3_4da6, low: 0xa3ce_929d_0e0e_4736),
            spanID: SpanID(0xa3ce_929d_0e0e_4736), parentSpanID: SpanID(0x00f0_67aa_0ba9_02b7), kind: .server,
            name: "get /", start: Timestamp(nanoseconds: 1_700_000_000_123_457_000), durationNanoseconds: 1000,
            attributes: [Attribute("http.path", .string("/"))],
            events: [SpanEvent(time: Timestamp(nanoseconds: 1_700_000_000_123_458_000), name: "ws")],
            localEndpoint: Endpoint(serviceName: "svc", ipv4: "127.0.0.1", ipv6: "2001:db8::c001", port: 8080),
            remoteEndpoint: Endpoint(serviceName: "peer"), isShared: true, isDebug: true)
        #expect(try decode("every-member") == [expected])
    }

    @Test func shortIDsArePaddedOnTheLeft() throws {
        let spans = try decode("short-ids-are-padded")
        #expect(spans.map(\.traceID) == [a, TraceID(high: 1, low: 0x2345_6789_0123_4567)])
        #expect(spans.map(\.traceIDWidth) == [.bits64, .bits128])
        #expect(spans.map(\.parentSpanID) == [b, nil])
        #expect(spans.map(\.spanID.value) == [12, 13])
    }

    @Test(arguments: [
        "optional-members-null", "endpoint-members-null-or-empty", "zero-parent-is-absent",
        "parent-equal-to-id-is-absent", "times-not-positive-are-absent", "white-space-between-tokens",
    ])
    func whatSaysNothingIsAbsent(name: String) throws {
        #expect(try decode(name) == [TraceSpan(traceID: a, traceIDWidth: .bits64, spanID: b)])
    }

    @Test func numbersPassAsTextAndNumericTextAsNumbers() throws {
        let span = try #require(try decode("numbers-as-text-and-text-as-numbers").first)
        #expect(span.traceID.low == 1 && span.spanID.value == 2 && span.name == "3")
        #expect(span.start?.nanoseconds == 1_700_000_000_123_457_000)
        #expect(span.durationNanoseconds == 1_500_000)
        #expect(span.attributes == [Attribute("n", .string("8080.0"))])
    }

    @Test func theLastOfRepeatedMembersCountsAndRepeatedTagsAreKept() throws {
        let span = try #require(try decode("repeated-members").first)
        #expect(span.name == "last")
        #expect(span.attributes == [Attribute("k", .string("1")), Attribute("k", .string("2"))])
    }

    @Test func aClientSharesNothing() throws {
        #expect(try decode("shared-client").first?.isShared == false)
    }

    @Test func escapesAreResolvedInNamesAndValues() throws {
        let span = try #require(try decode("escapes-in-names-and-values").first)
        #expect(span.traceID == a)
        #expect(span.attributes == [Attribute("🚀", .string("tab\té")), Attribute("plain", .string("/"))])
    }

    @Test func theTagsOfTheStatusBecomeTheStatus() throws {
        let spans = try decode("error-tag")
        #expect(spans.map(\.status) == [SpanStatus(.error), SpanStatus(.error, message: "why"), SpanStatus(.ok)])
        #expect(spans.flatMap(\.attributes) == [])
    }

    @Test func absurdTimesStayAbsurd() throws {
        let span = try #require(try decode("largest-times").first)
        #expect(span.start?.nanoseconds == .max && span.durationNanoseconds == .max)
    }

    @Test func limitsStopWhatCostsMoreInTheStoreThanOnTheWire() throws {
        var store = SpanStore()
        let limits = DecodingLimits(spansPerPayload: 1, attributesPerSpan: 1)
        let two = #"{"traceId":"a","id":"b"},{"traceId":"a","id":"b"}"#
        for (text, path) in [
            ("[\(two)]", "[1]"), (#"[{"traceId":"a","id":"b","tags":{"a":"","b":""}}]"#, "[0].tags"),
            (#"[{"traceId":"a","id":"b","annotations":[{"timestamp":1,"value":""},{}]}]"#, "[0].annotations[1]"),
        ] {
            let error = #expect(throws: WireError.self) {
                try ZipkinV2.decode(json: Array(text.utf8), into: &store, limits: limits)
            }
            #expect(error?.path.hasPrefix(path) == true, "\(text)")
        }
        #expect(store.count == 0)
    }
}

/// The records keep what the spans read leniently.
@Suite struct ZipkinV2RecordsTests {
    @Test func oddSpellingsStayApart() throws {
        let payload =
            #"[{"traceId":"","id":null,"name":7.0,"name":"x","tags":{},"\u0078":[1 ,2],"localEndpoint":{"port":"80"}}]"#
        let span = try #require(try ZipkinV2.records(json: Array(payload.utf8)).first)
        #expect(
            span.members == [
                ZipkinV2Member("traceId", .text(""), at: 12), ZipkinV2Member("id", .null, at: 20),
                ZipkinV2Member("name", .number("7.0"), at: 32), ZipkinV2Member("name", .text("x"), at: 43),
                ZipkinV2Member("tags", .object([]), at: 54), ZipkinV2Member("x", .unknown("[1 ,2]"), at: 66),
                ZipkinV2Member("localEndpoint", .object([ZipkinV2Member("port", .text("80"), at: 97)]), at: 89),
            ])
        #expect(span.offset == 1)
        #expect(span.traceId?.isEmpty == true && span.id == nil && span[.id] == .null && span[.kind] == nil)
        #expect(span.all(.name) == [.number("7.0"), .text("x")])
    }

    /// What stood at a place in the span before is no more than a guess: keys move, repeat and end, values become too many
    /// or too long to have a number, and the first text of all is empty.
    @Test func tagsAreReadWhateverTheSpanBeforeHad() throws {
        var sent: [[(String, String)]] = [
            [], [("", "")], [("a", "1"), ("b", "2")], [("b", "2"), ("a", "1")], [("a", "")],
        ]
        sent.append((0..<100).map { ("key-\($0)", "same") })
        sent.append((0..<100).map { ("key-\(99 - $0)", "same") })
        for number in 0..<1100 { sent.append([("id", "\(number)"), ("a", number.isMultiple(of: 2) ? "" : "even")]) }
        for length in [255, 256, 257] {
            sent.append([("long", String(repeating: "x", count: length))])
            sent.append([("long", String(repeating: "x", count: length))])
        }
        let spans = sent.map { tags in
            let members = tags.map { "\"\($0.0)\":\"\($0.1)\"" }.joined(separator: ",")
            return "{\"traceId\":\"1\",\"id\":\"2\",\"tags\":{\(members)}}"
        }
        var store = SpanStore()
        let payload = Array("[\(spans.joined(separator: ","))]".utf8)
        for _ in 0..<2 {
            store.removeAll()
            #expect(try ZipkinV2.decode(json: payload, into: &store) == sent.count)
            let stored = store.allSpans().map { $0.attributes.map { "\($0.key)=\($0.value)" } }
            #expect(stored == sent.map { $0.map { "\($0.0)=\($0.1)" } })
        }
    }
}
