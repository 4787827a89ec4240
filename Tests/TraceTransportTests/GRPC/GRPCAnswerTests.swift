import Testing
import TraceBytes

@testable import TraceTransport

@Suite struct GRPCAnswerTests {
    /// What a client of grpcio was proven to take for success: HEADERS (:status 200, content-type), DATA of five zeros,
    /// HEADERS (grpc-status 0).
    @Test func anEmptyMessageIsFiveZerosBetweenHeadersAndTrailers() {
        let response = GRPCAnswer([]).response
        #expect(response.status == 200 && response.head.version == .http2)
        #expect(response.headers == HeaderFields([("content-type", "application/grpc")]))
        #expect(response.body == [0, 0, 0, 0, 0])
        #expect(response.trailers == HeaderFields([("grpc-status", "0")]))
    }

    /// What the same client was proven to take for UNAVAILABLE with "try later": one HEADERS with END_STREAM.
    @Test func aStatusIsHeaderFieldsAlone() {
        let response = GRPCAnswer(GRPCStatus(.unavailable, "try later")).response
        #expect(response.status == 200)
        #expect(
            response.headers
                == HeaderFields([
                    ("content-type", "application/grpc"), ("grpc-status", "14"), ("grpc-message", "try later"),
                ]))
        #expect(response.body == [] && response.trailers == HeaderFields())
    }

    @Test func metadataStandsBeforeTheMessageAndBehindTheStatus() throws {
        var answer = GRPCAnswer([8, 1])
        answer.leading = try GRPCMetadata([("x-a", "1")])
        answer.trailing = try GRPCMetadata([("x-b", "2")])
        #expect(answer.response.headers == HeaderFields([("content-type", "application/grpc"), ("x-a", "1")]))
        #expect(answer.response.body == [0, 0, 0, 0, 2, 8, 1])
        #expect(answer.response.trailers == HeaderFields([("grpc-status", "0"), ("x-b", "2")]))

        answer.outcome = .status(GRPCStatus(.aborted))
        #expect(
            answer.response.headers
                == HeaderFields([
                    ("content-type", "application/grpc"), ("x-a", "1"), ("grpc-status", "10"), ("x-b", "2"),
                ]))
    }

    /// compression.md: "it MUST include said encoding in the response's grpc-accept-encoding header".
    @Test(arguments: [true, false]) func whoCompressedIsToldThatThisIsRead(isCompressed: Bool) throws {
        let message: GRPCMessage = isCompressed ? .gzip([7]) : GRPCMessage([7])
        let call = try GRPCCall(GRPCRequest(to: "/a.B/C", at: "h:1", message).request)
        let told = GRPCAnswer([]).response(to: call).headers.text("grpc-accept-encoding")
        #expect(told == (isCompressed ? "identity,gzip,deflate" : nil))
    }
}

@Suite struct GRPCRouterTests {
    private static let export = "/opentelemetry.proto.collector.trace.v1.TraceService/Export"
    private static let router = GRPCRouter(["opentelemetry.proto.collector.trace.v1.TraceService": ["Export"]])

    private static func receive(_ path: String, _ message: GRPCMessage = GRPCMessage([])) -> GRPCRouter.Reception {
        router.receive(GRPCRequest(to: path, at: "h:1", message).request)
    }

    private static func status(_ path: String, _ message: GRPCMessage = GRPCMessage([])) -> GRPCStatus? {
        guard case .answered(let response) = receive(path, message) else { return nil }
        return GRPCResponse(response).status
    }

    @Test func aMethodThatIsServedIsACall() throws {
        let message = GRPCMessage.gzip([10, 0])
        let call = try GRPCCall(GRPCRequest(to: Self.export, at: "h:1", message).request)
        #expect(Self.receive(Self.export, message) == .call(call))
    }

    /// In grpc-go's words.
    @Test(
        arguments: [
            ("/x.Y/Export", "unknown service x.Y"),
            (
                "/opentelemetry.proto.collector.trace.v1.TraceService/export",
                "unknown method export for service opentelemetry.proto.collector.trace.v1.TraceService"
            ),
            ("/grpc.health.v1.Health/List", "unknown method List for service grpc.health.v1.Health"),
            ("/grpc.health.v1.Health/Watch", "Watch streams, here are unary calls only"),
        ])
    func otherMethodsAreUnimplemented(path: String, message: String) {
        #expect(Self.status(path) == GRPCStatus(.unimplemented, message))
    }

    /// A method that does not exist is said before what is wrong with its message.
    @Test func thePathIsJudgedBeforeTheMessage() throws {
        var request = GRPCRequest(to: "/x.Y/Z", at: "h:1", GRPCMessage([])).request
        request.body = [9]
        guard case .answered(let response) = Self.router.receive(request) else {
            Issue.record("served")
            return
        }
        #expect(GRPCResponse(response).status.message == "unknown service x.Y")
    }

    @Test func whatIsWrongWithTheMessageIsAnswered() {
        var request = GRPCRequest(to: Self.export, at: "h:1", GRPCMessage([])).request
        request.body = []
        #expect(Self.router.receive(request) == .answered(GRPCRefusal.message(.framing(.noMessage)).response))
    }

    /// HealthCheckRequest of the server as a whole and of a service; HealthCheckResponse SERVING is `08 01`.
    @Test(arguments: ["", "0a 00", "0a 33"]) func whatIsServedIsServing(request: String) throws {
        // 0x33 is the length of the name, which follows.
        let name = Array("opentelemetry.proto.collector.trace.v1.TraceService".utf8)
        let content: [UInt8] =
            switch request {
            case "0a 33": [0x0a, 0x33] + name
            case "0a 00": [0x0a, 0]
            default: []
            }
        guard case .answered(let response) = Self.receive("/grpc.health.v1.Health/Check", GRPCMessage(content)) else {
            Issue.record("not answered")
            return
        }
        #expect(response == GRPCAnswer([8, 1]).response)
    }

    @Test func theHealthOfAnUnknownServiceIsNotFound() {
        let status = Self.status("/grpc.health.v1.Health/Check", GRPCMessage([0x0a, 1, 0x78]))
        #expect(status == GRPCStatus(.notFound, "unknown service x"))
    }

    /// statuscodes.md, "Error parsing request proto".
    @Test(arguments: [[0x0a], [0x0a, 5, 0x78], [0x0a, 1, 0xff], [0xff]] as [[UInt8]])
    func aQuestionThatCannotBeReadIsInternal(request: [UInt8]) {
        #expect(Self.status("/grpc.health.v1.Health/Check", GRPCMessage(request))?.code == .internal)
    }
}
