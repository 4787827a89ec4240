import Testing
import TraceBytes

@testable import TraceTransport

@Suite struct GRPCRequestTests {
    /// PROTOCOL-HTTP2.md, Call-Definition; `host` is what HTTP/2 says in `:authority`.
    @Test func everyFieldHasItsPlace() throws {
        let request = GRPCRequest(
            to: "/a.B/C", at: "127.0.0.1:4317", GRPCMessage([8, 1]), timeout: GRPCTimeout(nanoseconds: 10_000_000_000),
            userAgent: "grpc-swift-hop/1", metadata: try GRPCMetadata([("x-api-key", "k-123")])
        ).request
        #expect(request.method == "POST" && request.target == "/a.B/C" && request.head.version == .http2)
        #expect(
            request.headers
                == HeaderFields([
                    ("host", "127.0.0.1:4317"), ("grpc-timeout", "10S"), ("te", "trailers"),
                    ("content-type", "application/grpc"), ("grpc-accept-encoding", "identity,gzip,deflate"),
                    ("user-agent", "grpc-swift-hop/1"), ("x-api-key", "k-123"),
                ]))
        #expect(request.body == [0, 0, 0, 0, 2, 8, 1])
        #expect(request.trailers == HeaderFields())
    }

    @Test func aCompressedMessageNamesItsEncoding() throws {
        let content = [UInt8](repeating: 7, count: 1_000)
        let request = GRPCRequest(to: "/a.B/C", at: "h:1", .gzip(content)).request
        #expect(
            request.headers
                == HeaderFields([
                    ("host", "h:1"), ("te", "trailers"), ("content-type", "application/grpc"),
                    ("grpc-encoding", "gzip"), ("grpc-accept-encoding", "identity,gzip,deflate"),
                ]))
        // The flag, then gzip's first bytes behind four of length.
        #expect(request.body[0] == 1 && request.body[5...7] == [0x1f, 0x8b, 8])
        #expect(request.body.count < 100)
    }
}

@Suite struct GRPCResponseTests {
    private static func response(
        _ status: Int = 200, _ headers: [(String, String)] = [("content-type", "application/grpc")], body: [UInt8] = [],
        trailers: [(String, String)] = []
    ) -> GRPCResponse {
        GRPCResponse(
            HTTPResponse(
                HTTPResponseHead(status: status, reason: "", version: .http2, headers: HeaderFields(headers)),
                body: body,
                trailers: HeaderFields(trailers)))
    }

    /// As grpcio 1.85.1 answered opentelemetry-python 1.45.2.
    @Test func aMessageBeforeTheStatusOKIsSuccess() {
        let response = Self.response(
            200, [("content-type", "application/grpc"), ("grpc-accept-encoding", "identity, deflate, gzip")],
            body: [0, 0, 0, 0, 0], trailers: [("grpc-status", "0"), ("grpc-message", "")])
        #expect(response.status == .ok)
        #expect(response.content == [])
        #expect(response.leading == GRPCMetadata() && response.trailing == GRPCMetadata())
    }

    @Test func headerFieldsAloneAreAStatus() throws {
        let response = Self.response(
            200,
            [
                ("content-type", "application/grpc"), ("grpc-status", "14"), ("grpc-message", "try%20later"),
                ("x-a", "1"),
            ])
        #expect(response.status == GRPCStatus(.unavailable, "try later"))
        #expect(response.content == nil)
        #expect(response.leading == GRPCMetadata())
        #expect(try response.trailing == GRPCMetadata([("x-a", "1")]))
    }

    @Test func metadataIsToldApartByWhereItStands() throws {
        let response = Self.response(
            200, [("content-type", "application/grpc"), ("x-a", "1")], body: [0, 0, 0, 0, 0],
            trailers: [("grpc-status", "0"), ("x-b", "2")])
        #expect(try response.leading == GRPCMetadata([("x-a", "1")]))
        #expect(try response.trailing == GRPCMetadata([("x-b", "2")]))
    }

    @Test func compressedAnswersAreDecompressed() {
        let response = Self.response(
            200, [("content-type", "application/grpc"), ("grpc-encoding", "gzip")],
            body: GRPCMessage.gzip([1, 2, 3]).framed, trailers: [("grpc-status", "0")])
        #expect(response.content == [1, 2, 3])
    }

    /// With another status nobody asks for the message.
    @Test func aMessageBeforeAnotherStatusIsPassedOver() {
        let response = Self.response(body: [9, 9], trailers: [("grpc-status", "3"), ("grpc-message", "bad")])
        #expect(response.status == GRPCStatus(.invalidArgument, "bad"))
        #expect(response.content == nil)
    }

    /// statuscodes.md: "Response cardinality violation", "Could not decompress (Server -> Client)"; compression.md.
    @Test(
        arguments: [
            ([], nil, .unimplemented), ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0], nil, .unimplemented), ([0], nil, .internal),
            ([2, 0, 0, 0, 0], nil, .internal), ([0, 0, 0, 0, 1], nil, .internal), ([0, 0, 0, 0, 0, 7], nil, .internal),
            ([0, 0xff, 0, 0, 0], nil, .resourceExhausted), ([1, 0, 0, 0, 0], nil, .internal),
            ([1, 0, 0, 0, 0], "gzip", .internal), ([0, 0, 0, 0, 0], "zstd", .internal),
        ] as [([UInt8], String?, GRPCStatusCode)])
    func successWithoutOneMessageIsNone(body: [UInt8], encoding: String?, code: GRPCStatusCode) {
        let headers = [("content-type", "application/grpc")] + (encoding.map { [("grpc-encoding", $0)] } ?? [])
        let response = Self.response(200, headers, body: body, trailers: [("grpc-status", "0")])
        #expect(response.status.code == code)
        #expect(response.content == nil)
    }

    @Test func aStatusThatIsNoneIsUnknown() {
        #expect(Self.response(body: [0, 0, 0, 0, 0], trailers: [("grpc-status", "00")]).status.code == .unknown)
    }

    /// http-grpc-status-mapping.md, row by row, and others.
    @Test(
        arguments: [
            (400, .internal), (401, .unauthenticated), (403, .permissionDenied), (404, .unimplemented),
            (429, .unavailable),
            (431, .internal), (502, .unavailable), (503, .unavailable), (504, .unavailable), (200, .unknown),
            (204, .unknown), (302, .unknown), (402, .unknown), (405, .unknown), (415, .unknown), (500, .unknown),
            (599, .unknown),
        ] as [(Int, GRPCStatusCode)])
    func withoutAStatusThatOfHTTPDecides(status: Int, code: GRPCStatusCode) {
        let response = Self.response(status, [("content-type", "text/html")], body: Array("<html>".utf8))
        #expect(response.status.code == code)
        #expect(response.status.message.hasPrefix("HTTP status \(status)"))
        #expect(response.content == nil)
    }

    /// "If grpc-status was provided, it must be used."
    @Test(arguments: [true, false]) func aStatusCountsWhateverHTTPSays(isInTrailers: Bool) {
        let status = [("grpc-status", "7")]
        let response = Self.response(
            503, isInTrailers ? [] : status, body: isInTrailers ? [] : [1], trailers: isInTrailers ? status : [])
        #expect(response.status.code == .permissionDenied)
    }

    /// PROTOCOL-HTTP2.md, Errors: row by row, with the numbers of RFC 9113 section 7. 5, 13 and 14 have no row.
    @Test(
        arguments: [
            (0, .internal), (1, .internal), (2, .internal), (3, .internal), (4, .internal), (5, .internal),
            (6, .internal),
            (7, .unavailable), (8, .cancelled), (9, .internal), (10, .internal), (11, .resourceExhausted),
            (12, .permissionDenied), (13, .internal), (14, .internal), (.max, .internal),
        ] as [(UInt32, GRPCStatusCode)])
    func aResetStreamHasTheStatusOfItsCode(reset: UInt32, code: GRPCStatusCode) {
        #expect(GRPCStatus(resetCode: reset).code == code)
    }
}
