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

@Suite struct ZipkinV2ProtobufTests {
    /// Entries of the map between which another field stands are told apart, and are all there.
    @Test func recordsTellRepeatedFieldsThatDoNotStandTogether() throws {
        let fields: [UInt8] = [
            0x5a, 6, 0x0a, 1, 0x61, 0x12, 1, 0x31, 0x60, 1, 0x5a, 6, 0x0a, 1, 0x61, 0x12, 1, 0x32, 0x5a, 3, 0x12, 1,
            0x33, 0x5a, 3, 0x0a, 1, 0x62,
        ]
        let expected = [("a", "1"), ("a", "2"), ("", "3"), ("b", "")]
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
