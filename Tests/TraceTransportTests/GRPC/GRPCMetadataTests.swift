import Testing
import TraceBytes

@testable import TraceTransport

@Suite struct GRPCMetadataTests {
    @Test func theFieldsOfTheCallAreNone() {
        let received = HeaderFields([
            ("host", "a"), ("te", "trailers"), ("content-type", "application/grpc"), ("x-b", "2"),
            ("grpc-timeout", "1S"),
            ("grpc-encoding", "gzip"), ("x-a", "1"), ("grpc-accept-encoding", "gzip"), ("grpc-message-type", "T"),
            ("user-agent", "u"), ("grpc-trace-bin", "AA"), ("x-b", "3"), ("grpc-status", "0"), ("grpc-message", ""),
            ("grpc-status-details-bin", ""),
        ])
        let metadata = GRPCMetadata(received: received)
        #expect(
            metadata.fields
                == HeaderFields([
                    ("x-b", "2"), ("x-a", "1"), ("user-agent", "u"), ("grpc-trace-bin", "AA"), ("x-b", "3"),
                ]))
        #expect(metadata.values("x-b") == ["2", "3"])
    }

    /// PROTOCOL-HTTP2.md: padded and unpadded, joined by commas or not.
    @Test(
        arguments: [
            (["AAH/"], [[0, 1, 255]]), (["AQI="], [[1, 2]]), (["AQI"], [[1, 2]]),
            (["AQI,AQ==, AA"], [[1, 2], [1], [0]]),
            (["AQI", "AQ"], [[1, 2], [1]]), ([""], [[]]), (["A"], [nil]), (["AQI,&,AQ"], [[1, 2], nil, [1]]), ([], []),
        ] as [([String], [[UInt8]?])])
    func binaryValuesAreDecodedWhenAskedFor(values: [String], bytes: [[UInt8]?]) {
        let metadata = GRPCMetadata(received: HeaderFields(values.map { ("x-bin", $0) }))
        #expect(metadata.binaryValues("x-bin") == bytes)
        #expect(metadata.values("x-bin") == values)
    }

    @Test func whatIsSentIsWrittenInItsOrder() throws {
        var metadata = try GRPCMetadata([("x-api-key", "k-123"), ("a_b.c-9", "two words ~")])
        try metadata.add("x-bin", bytes: [0, 1, 255, 2])
        #expect(
            metadata.fields == HeaderFields([("x-api-key", "k-123"), ("a_b.c-9", "two words ~"), ("x-bin", "AAH/Ag")]))
    }

    @Test(
        arguments: [
            ("", "v", .name("")), ("X-A", "v", .name("X-A")), ("x a", "v", .name("x a")),
            (":path", "v", .name(":path")),
            ("é", "v", .name("é")), ("x/y", "v", .name("x/y")),
            ("grpc-x", "v", .reservedName("grpc-x")), ("te", "v", .reservedName("te")),
            ("content-type", "v", .reservedName("content-type")), ("user-agent", "v", .reservedName("user-agent")),
            ("host", "v", .reservedName("host")), ("connection", "v", .reservedName("connection")),
            ("transfer-encoding", "v", .reservedName("transfer-encoding")),
            ("x-bin", "AA", .binary("x-bin")),
            ("x", "", .value("x", "")), ("x", " v", .value("x", " v")), ("x", "v ", .value("x", "v ")),
            ("x", "a\tb", .value("x", "a\tb")), ("x", "é", .value("x", "é")),
            ("x", "a\r\nb: c", .value("x", "a\r\nb: c")),
        ] as [(String, String, GRPCMetadataError)])
    func whatCannotBeSentIsNamed(name: String, value: String, error: GRPCMetadataError) {
        #expect(throws: error) { try GRPCMetadata([(name, value)]) }
    }

    @Test func bytesNeedANameThatSaysSo() {
        var metadata = GRPCMetadata()
        #expect(throws: GRPCMetadataError.notBinary("x")) { try metadata.add("x", bytes: [1]) }
        #expect(throws: GRPCMetadataError.reservedName("grpc-x-bin")) { try metadata.add("grpc-x-bin", bytes: [1]) }
        #expect(metadata == GRPCMetadata())
    }
}
