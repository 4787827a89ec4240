import Testing
import TraceBytes

@testable import TraceTransport

@Suite struct GRPCCallTests {
    /// A call that is in order; tests change one thing.
    private static func request(
        _ method: String = "POST", _ path: String = "/a.B/C", replacing name: String = "te",
        with value: String? = "trailers", data: [UInt8] = GRPCMessage([7]).framed
    ) -> HTTPRequest {
        var headers = HeaderFields([("host", "h:1"), ("te", "trailers"), ("content-type", "application/grpc")])
        headers.removeAll(named: name)
        if let value { headers.append(name, value) }
        return HTTPRequest(
            HTTPRequestHead(method: method, target: path, version: .http2, headers: headers), body: data)
    }

    private static func refusal(_ request: HTTPRequest) -> GRPCRefusal? {
        do throws(GRPCRefusal) {
            _ = try GRPCCall(request)
            return nil
        } catch {
            return error
        }
    }

    @Test func whatIsInOrderIsACall() throws {
        var request = Self.request()
        for field in [("grpc-timeout", "10S"), ("grpc-accept-encoding", "identity, gzip"), ("x-a", "1")] {
            request.headers.append(field.0, field.1)
        }
        let call = try GRPCCall(request)
        #expect(call.head.service == "a.B" && call.head.method == "C" && call.head.path == "/a.B/C")
        #expect(call.head.timeout?.nanoseconds == 10_000_000_000)
        #expect(call.head.encoding == nil && call.head.acceptedEncodings == ["identity", "gzip"])
        #expect(call.head.metadata.fields == HeaderFields([("x-a", "1")]))
        #expect(call.message == GRPCMessage([7]) && call.content == [7])
    }

    @Test func theMethodOfHTTPIsPOST() {
        let response = Self.refusal(Self.request("GET"))?.response
        #expect(response?.status == 405)
        #expect(response?.headers.text("allow") == "POST")
        #expect(response?.headers.contains("grpc-status") == false)
    }

    @Test(
        arguments: [
            "application/grpc", "application/grpc+proto", "application/grpc;charset=utf-8",
            "application/grpc+proto ; a=b",
            "Application/GRPC",
        ])
    func protobufIsTaken(type: String) {
        #expect(Self.refusal(Self.request(replacing: "content-type", with: type)) == nil)
    }

    /// PROTOCOL-HTTP2.md: "gRPC servers SHOULD respond with HTTP status of 415".
    @Test(
        arguments: [
            nil, "", "application/json", "application/x-protobuf", "application/grpc-web", "application/grpcs",
            "application/grpc+json", "application/grpc-web+proto", "application/grpc, application/grpc",
        ])
    func otherTypesAreUnsupported(type: String?) {
        let refusal = Self.refusal(Self.request(replacing: "content-type", with: type))
        #expect(refusal == .contentType(type))
        let response = refusal?.response
        #expect(response?.status == 415)
        #expect(response?.headers.text("content-type") == "text/plain; charset=utf-8")
        #expect(
            response.map { String(decoding: $0.body, as: UTF8.self) }
                == "invalid gRPC request content-type \"\(type ?? "")\"")
    }

    @Test(arguments: ["", "/", "a.B/C", "/a.B", "/a.B/", "//C", "*"]) func otherPathsAreUnimplemented(path: String) {
        let refusal = Self.refusal(Self.request("POST", path))
        #expect(refusal == .path(path))
        #expect(refusal?.status == GRPCStatus(.unimplemented, "malformed method name: \"\(path)\""))
    }

    /// The last slash divides, as in grpc-go; nothing is decoded.
    @Test func servicesMayHaveSlashesAndNothingIsDecoded() throws {
        let head = try GRPCCallHead(Self.request("POST", "/a/b%2Fc/D?e").head)
        #expect(head.service == "a/b%2Fc" && head.method == "D?e")
    }

    @Test func aTimeoutThatIsNoneIsInternal() {
        let refusal = Self.refusal(Self.request(replacing: "grpc-timeout", with: "10s"))
        #expect(refusal == .timeout(.unknownUnit("s")))
        let message = "malformed grpc-timeout: \"s\" is none of the units H, M, S, m, u and n"
        #expect(refusal?.status == GRPCStatus(.internal, message))
    }

    /// A rule reports it; no server refuses it.
    @Test(arguments: [nil, "gzip"]) func theFieldTEIsNotAskedFor(value: String?) {
        #expect(Self.refusal(Self.request(replacing: "te", with: value)) == nil)
    }

    /// statuscodes.md, "Request cardinality violation" and "larger than configured limit"; the rest as grpc-go.
    @Test(
        arguments: [
            ([], .unimplemented, "no message, one was expected"),
            ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0], .unimplemented, "more than one message, one was expected"),
            ([0, 0], .internal, "2 bytes, the prefix of a message has 5"),
            ([3, 0, 0, 0, 0], .internal, "the compressed flag is 3, neither 0 nor 1"),
            ([0, 0, 0, 0, 9, 1], .internal, "1 bytes of a message of 9"),
            ([0, 0, 0, 0, 0, 1], .internal, "1 bytes behind the message"),
            ([0, 4, 0, 0, 1], .resourceExhausted, "message of 67108865 bytes is larger than the limit of 67108864"),
            ([1, 0, 0, 0, 1, 7], .internal, "compressed flag set with identity or empty encoding"),
        ] as [([UInt8], GRPCStatusCode, String)])
    func whatIsNotOneMessageHasItsStatus(data: [UInt8], code: GRPCStatusCode, message: String) {
        #expect(Self.refusal(Self.request(data: data))?.status == GRPCStatus(code, message))
    }

    /// compression.md: UNIMPLEMENTED, the description names what is supported, and so does `grpc-accept-encoding`.
    @Test func anUnknownEncodingIsToldWhichAreKnown() {
        let response = Self.refusal(Self.request(replacing: "grpc-encoding", with: "zstd"))?.response
        #expect(
            response?.headers
                == HeaderFields([
                    ("content-type", "application/grpc"), ("grpc-accept-encoding", "identity,gzip,deflate"),
                    ("grpc-status", "12"),
                    ("grpc-message", "grpc-encoding \"zstd\" is not supported, supported are identity,gzip,deflate"),
                ]))
        #expect(response?.body == [] && response?.trailers == HeaderFields())
    }

    /// Other refusals are "Trailers-Only", without it.
    @Test func aRefusalIsHeaderFieldsAlone() {
        #expect(
            Self.refusal(Self.request(data: []))?.response.headers
                == HeaderFields([
                    ("content-type", "application/grpc"), ("grpc-status", "12"),
                    ("grpc-message", "no message, one was expected"),
                ]))
    }
}
