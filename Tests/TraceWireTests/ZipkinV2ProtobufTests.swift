import Testing
import TraceBytes
import TraceModel
import TraceTestSupport
import TraceWire

/// A span with the ids 1 and 2 (8 bytes each), and further fields.
private func list(_ fields: [UInt8]) -> [UInt8] {
    let ids: [UInt8] = [0x0a, 8, 0, 0, 0, 0, 0, 0, 0, 1, 0x1a, 8, 0, 0, 0, 0, 0, 0, 0, 2]
    return [0x0a, UInt8(ids.count + fields.count)] + ids + fields
}

private func span(_ fields: [UInt8]) throws -> TraceSpan {
    var store = SpanStore()
    try ZipkinV2.decode(protobuf: list(fields), into: &store)
    return try #require(store.allSpans().first)
}

@Suite struct ZipkinV2ProtobufTests {
    /// What the reference server passes over where JSON lets it refuse.
    @Test func whatSaysNothingIsAbsent() throws {
        let bare = try span([])
        #expect(bare.traceID == TraceID(high: 0, low: 1))
        #expect(bare.traceIDWidth == .bits64)
        #expect(bare.spanID == SpanID(2))
        // A kind without a name, a kind below zero, no parent, an empty name.
        for fields in [[0x20, 9], [0x20] + [UInt8](repeating: 0xff, count: 9) + [1], [0x12, 0], [0x2a, 0]] as [[UInt8]]
        {
            #expect(try span(fields) == bare)
        }
        // A time of 0, one beyond 63 bits, a duration of 0, an endpoint without anything, an address of five bytes.
        for fields in [
            [0x31, 0, 0, 0, 0, 0, 0, 0, 0], [0x31, 0, 0, 0, 0, 0, 0, 0, 0x80], [0x38, 0], [0x42, 0],
            [0x42, 7, 0x12, 5, 1, 2, 3, 4, 5], [0x42, 2, 0x20, 0],
        ] as [[UInt8]] {
            #expect(try span(fields) == bare)
        }
        // Annotations without time, and without value.
        #expect(try span([0x52, 3, 0x12, 1, 0x61]) == bare)
        #expect(try span([0x52, 9, 0x09, 1, 0, 0, 0, 0, 0, 0, 0]) == bare)
    }

    @Test func addressesAreToldByTheirLength() throws {
        let ipv4InTheFieldOfIPv6 = try span([0x42, 6, 0x1a, 4, 10, 0, 0, 1])
        #expect(ipv4InTheFieldOfIPv6.localEndpoint == Endpoint(ipv4: "10.0.0.1"))
        let both = try span(
            [0x4a, 24, 0x12, 4, 10, 0, 0, 1, 0x1a, 16, 0x20, 1, 0xd, 0xb8] + [UInt8](repeating: 0, count: 12))
        #expect(both.remoteEndpoint == Endpoint(ipv4: "10.0.0.1", ipv6: "2001:db8::"))
    }

    @Test func identifiersOfOtherLengthsArePaddedOnTheLeft() throws {
        var store = SpanStore()
        try ZipkinV2.decode(protobuf: [0x0a, 15, 0x0a, 9, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0x1a, 2, 3, 4], into: &store)
        let span = try #require(store.allSpans().first)
        #expect(span.traceID == TraceID(high: 1, low: 2))
        #expect(span.traceIDWidth == .bits128)
        #expect(span.spanID == SpanID(0x0304))
    }

    /// Entries of the map and annotations that other fields stand between belong together.
    @Test func repeatedFieldsNeedNotStandTogether() throws {
        let fields: [UInt8] = [
            0x5a, 6, 0x0a, 1, 0x61, 0x12, 1, 0x31, 0x60, 1, 0x5a, 6, 0x0a, 1, 0x61, 0x12, 1, 0x32, 0x5a, 3, 0x12, 1,
            0x33,
            0x5a, 3, 0x0a, 1, 0x62,
        ]
        let expected = [("a", "1"), ("a", "2"), ("", "3"), ("b", "")]
        #expect(try span(fields).attributes == expected.map { Attribute($0.0, .string($0.1)) })
        #expect(try span(fields).isDebug)
        let record = try #require(try ZipkinV2.records(protobuf: list(fields)).first)
        #expect(record.tags?.map(\.name) == expected.map(\.0))
        #expect(record.tags?.map(\.value) == expected.map { .text($0.1) })
        #expect(record.members.map(\.name) == ["traceId", "id", "tags", "debug", "tags"])
    }

    @Test func recordsKeepWhatSpansForget() throws {
        // A trace id of three bytes, a kind that nobody knows, an unknown field, a known one of another wire type, one of an
        // endpoint, and `shared` spelt 2.
        let fields: [UInt8] = [
            0x0a, 3, 1, 2, 3, 0x20, 9, 0x72, 2, 0xff, 0xfe, 0x30, 5, 0x42, 5, 0x2d, 1, 2, 3, 4, 0x68, 2,
        ]
        let record = try #require(try ZipkinV2.records(protobuf: list(fields)).first)
        #expect(record.all(.traceId) == [.bytes([0, 0, 0, 0, 0, 0, 0, 1]), .bytes([1, 2, 3])])
        #expect(record.traceId == "010203")
        #expect(
            record.members.dropFirst(2) == [
                ZipkinV2Member("traceId", .bytes([1, 2, 3]), at: 24), ZipkinV2Member("kind", .number("9"), at: 28),
                ZipkinV2Member("14", .bytes([2, 0xff, 0xfe]), at: 30), ZipkinV2Member("6", .bytes([5]), at: 34),
                ZipkinV2Member("localEndpoint", .object([ZipkinV2Member("5", .bytes([1, 2, 3, 4]), at: 38)]), at: 37),
                ZipkinV2Member("shared", .number("2"), at: 43),
            ])
    }

    @Test(
        arguments: [
            (
                [0x0a, 17] + [UInt8](repeating: 1, count: 17), "[0].traceId", 24,
                "17 bytes are more than a trace id has"
            ),
            ([0x0a, 0], "[0].traceId", 24, "empty"),
            ([0x1a, 8, 0, 0, 0, 0, 0, 0, 0, 0], "[0].id", 24, "all zeros is no id"),
            ([0x12, 9, 0, 0, 0, 0, 0, 0, 0, 0, 1], "[0].parentId", 24, "9 bytes are more than a span id has"),
            ([0x2a, 2, 0x61, 0xff], "[0].name", 25, "invalid UTF-8"),
            ([0x42, 4, 0x20, 0x80, 0x80, 4], "[0].localEndpoint.port", 25, "65536 is not a port"),
            ([0x5a, 5, 0x0a, 1, 0x6b, 0x12, 9], "[0].tags[\"k\"]", 29, "unexpected end of input"),
            ([0x52, 3, 0x12, 1, 0x80], "[0].annotations[0].value", 26, "invalid UTF-8"),
            ([0x73, 0x74], "[0]", 23, "a group, which version 3 of protobuf does not have"),
            ([0x0a, 9, 1], "[0].traceId", 25, "unexpected end of input"),
        ] as [([UInt8], String, Int, String)])
    func whatIsRefusedSaysWhereAndWhy(fields: [UInt8], path: String, offset: Int, reason: String) throws {
        var store = SpanStore()
        let error = #expect(throws: WireError.self) {
            try ZipkinV2.decode(protobuf: list([]) + list(fields), into: &store)
        }
        #expect(error?.format == "zipkin-v2-protobuf")
        #expect(error?.path == path.replacing("[0]", with: "[1]", maxReplacements: 1))
        #expect(error.map { $0.cause.offset - list([]).count } == offset)
        #expect(error.map { "\($0.cause.reason)" } == reason)
        #expect(store.count == 0)
    }

    @Test func limitsStopWhatCostsMoreInTheStoreThanOnTheWire() throws {
        let spans = [UInt8]([[UInt8]](repeating: list([]), count: 3).joined())
        let tags = [UInt8]([[UInt8]](repeating: [0x5a, 0], count: 4).joined())
        var store = SpanStore()
        #expect(throws: WireError.self) {
            try ZipkinV2.decode(protobuf: spans, into: &store, limits: DecodingLimits(spansPerPayload: 2))
        }
        #expect(throws: WireError.self) {
            try ZipkinV2.decode(protobuf: list(tags), into: &store, limits: DecodingLimits(attributesPerSpan: 3))
        }
        #expect(store.count == 0)
        #expect(
            try ZipkinV2.decode(protobuf: list(tags), into: &store, limits: DecodingLimits(attributesPerSpan: 4)) == 1)
    }

    @Test(arguments: ["every-member", "kinds", "status", "attributes-as-strings", "root-with-nothing-else"])
    func spansAreThoseOfTheSameJSON(name: String) throws {
        var json = SpanStore()
        var protobuf = SpanStore()
        try ZipkinV2.decode(json: try Fixtures.bytes("golden/zipkin-v2/\(name).json"), into: &json)
        try ZipkinV2.decode(protobuf: try Fixtures.bytes("golden/zipkin-v2-protobuf/\(name).bin"), into: &protobuf)
        #expect(protobuf.allSpans() == json.allSpans())
    }

    @Test(
        arguments: [
            ([], 202, ""), (list([]), 202, ""), ([0x0a], 400, "Expected a PROTO3 encoded list"),
            ([0x0a, 0], 400, "Expected a PROTO3 encoded list"),
            (Array("[]".utf8), 400, "Expected a PROTO3 encoded list"),
            ([0x0a, 2, 0x0a, 0], 400, "[0].traceId: empty at byte 4"),
        ] as [([UInt8], Int, String)])
    func theServerIsToldAsTheReferenceServerTells(body: [UInt8], status: Int, text: String) {
        let request = ReceivedPayload(
            target: "/api/v2/spans", headers: HeaderFields([("Content-Type", "application/x-protobuf")]), body: body)
        var store = SpanStore()
        var response = ReceiverResponse.zipkinAccepted
        do throws(ZipkinRefusal) {
            try ZipkinV2.receive(request, into: &store)
        } catch {
            response = .zipkin(refusing: error)
        }
        #expect(response.status == status)
        #expect(response.bodyText == text)
    }
}
