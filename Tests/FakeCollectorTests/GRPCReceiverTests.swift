import FakeCollector
import Testing
import TraceBytes
import TraceModel
import TracePlatform
import TraceTransport
import TraceWire

/// Calls of gRPC and what their senders are told, over real sockets.
@Suite(.timeLimit(.minutes(1)))
struct GRPCReceiverTests {
    /// Who has only one port to name is taken at either.
    @Test(arguments: ["otlp-grpc", "otlp"], [true, false])
    func anExportIsTaken(label: String, isCompressed: Bool) async throws {
        try await withFakeCollector(.otlp, .otlpGRPC) { collector async throws in
            let caller = collector.caller(to: label)
            let message = isCompressed ? GRPCMessage.gzip(Sent.otlpProtobuf) : GRPCMessage(Sent.otlpProtobuf)
            let answer = try await caller.call(GRPCCaller.exportPath, message)
            #expect(answer.status.code == .ok)
            #expect(answer.content == [])
            let request = try #require(await collector.requests.first)
            #expect(request.outcome == .accepted(spans: 0..<1))
            #expect(request.receiver.label == label)
            #expect(request.refusal == nil)
            #expect(request.payload.body == message.framed)
            #expect(request.payload.http2Fields?.first?.name.elementsEqual(":method".utf8) == true)
            #expect(try request.otlpRecords() == (try OTLP.records(protobuf: Sent.otlpProtobuf)))
            #expect(await collector.spans.map(\.traceID) == [Sent.wireTrace])
            caller.close()
        }
    }

    /// Also over HTTP/2, and beside calls on one connection.
    @Test(arguments: ["otlp-grpc", "otlp"]) func exportsOverHTTPAreTakenBesideCalls(label: String) async throws {
        try await withFakeCollector(.otlp, .otlpGRPC) { collector async throws in
            let caller = collector.caller(to: label)
            #expect(try await caller.call().status.code == .ok)
            let json = try await caller.send([("content-type", "application/json")], Sent.otlpJSON, "/v1/traces")
            #expect(json.status == 200)
            #expect(json.headers.text("content-type") == "application/json")
            #expect(await caller.connectionCount == 1)
            let request = HTTPRequest(
                "POST", "/v1/traces", headers: HeaderFields([("Content-Type", "application/x-protobuf")]),
                body: Sent.otlpProtobuf)
            let port = collector.address(of: label)?.port ?? 0
            let old = try await HTTPClient(on: collector.loop).send(request, to: "127.0.0.1", port: port)
            #expect(old.response.status == 200)
            #expect(await collector.requests.map(\.outcome.isAccepted) == [true, true, true])
            caller.close()
        }
    }

    /// A call that is wrong, and the status of it (gRPC, statuscodes.md).
    struct Wrong: Sendable, CustomTestStringConvertible {
        let what: String
        var path = GRPCCaller.exportPath
        var fields: [(String, String)] = []
        var body = GRPCMessage(Sent.otlpProtobuf).framed
        let code: GRPCStatusCode

        var testDescription: String { what }

        static let all = [
            Wrong(what: "unknown service", path: "/a.Unknown/Export", code: .unimplemented),
            Wrong(
                what: "unknown method", path: "/opentelemetry.proto.collector.trace.v1.TraceService/Import",
                code: .unimplemented),
            Wrong(what: "no method", path: "/v1/traces", code: .unimplemented),
            Wrong(what: "a message that is none", body: [0, 0, 0, 0, 2, 0xff, 0xff], code: .internal),
            Wrong(what: "a message that is cut", body: [0, 0, 0, 0, 9, 1], code: .internal),
            Wrong(what: "no message", body: [], code: .unimplemented),
            Wrong(
                what: "two messages", body: GRPCMessage([]).framed + GRPCMessage([]).framed, code: .unimplemented),
            Wrong(
                what: "an encoding that nobody reads", fields: [("grpc-encoding", "snappy")],
                body: [1, 0, 0, 0, 1, 7], code: .unimplemented),
            Wrong(what: "compressed by nothing", body: [1, 0, 0, 0, 1, 7], code: .internal),
            Wrong(
                what: "no gzip", fields: [("grpc-encoding", "gzip")], body: [1, 0, 0, 0, 1, 7], code: .internal),
            Wrong(what: "a time that is none", fields: [("grpc-timeout", "soon")], code: .internal),
        ]
    }

    @Test(arguments: Wrong.all) func aCallThatIsWrongGetsItsStatus(wrong: Wrong) async throws {
        try await withFakeCollector(.otlpGRPC) { collector async throws in
            let caller = collector.caller()
            let fields = [("content-type", "application/grpc"), ("te", "trailers")] + wrong.fields
            let answer = try await caller.send(fields, wrong.body, wrong.path)
            #expect(answer.status == 200)
            #expect(answer.headers.text("content-type") == "application/grpc")
            #expect(GRPCResponse(answer).status.code == wrong.code)
            if wrong.fields.first?.1 == "snappy" {
                #expect(answer.headers.text("grpc-accept-encoding")?.contains("gzip") == true)
            }
            let request = try #require(await collector.requests.first)
            #expect(request.refusal?.status == 200)
            #expect(request.refusal?.grpcStatus == Int(wrong.code.number))
            #expect(request.payload.body == wrong.body)
            #expect(await collector.spans.isEmpty)
            // The connection serves others.
            #expect(try await caller.call().status.code == .ok)
            #expect(await caller.connectionCount == 1)
            caller.close()
        }
    }

    /// "gRPC servers SHOULD respond with HTTP status of 415" (PROTOCOL-HTTP2.md, Requests), which keeps what is no client of
    /// gRPC from taking an error for success.
    @Test(arguments: ["text/plain", "application/grpc+json", "application/grpc-web", "application/json"])
    func anotherTypeIsRefusedInHTTP(type: String) async throws {
        try await withFakeCollector(.otlpGRPC) { collector async throws in
            let caller = collector.caller()
            let answer = try await caller.send([("content-type", type)], GRPCMessage(Sent.otlpProtobuf).framed)
            #expect(answer.status == 415)
            let request = try #require(await collector.requests.first)
            #expect(request.refusal?.status == 415)
            #expect(request.refusal?.grpcStatus == nil)
            caller.close()
        }
    }

    /// "Sent or received message was larger than configured limit": before decompression, and behind it.
    @Test(arguments: [true, false]) func aMessageThatIsTooLargeExhaustsResources(isCompressed: Bool) async throws {
        let options = CollectorOptions(receivers: [.otlpGRPC], limits: CollectorLimits(maxBodyBytes: 1000))
        try await withFakeCollector(options) { collector async throws in
            let caller = collector.caller()
            let content = [UInt8](repeating: 0, count: 5000)
            let message = isCompressed ? GRPCMessage.gzip(content) : GRPCMessage(content)
            #expect((message.framed.count < 1000) == isCompressed)
            let answer = try await caller.call(GRPCCaller.exportPath, message)
            #expect(answer.status.code == .resourceExhausted)
            let request = try #require(await collector.requests(atLeast: 1).first)
            #expect(request.refusal?.grpcStatus == 8)
            #expect(request.refusal?.status == 200)
            #expect(try await caller.call().status.code == .ok)
            caller.close()
        }
    }

    /// OTLP/gRPC Throttling: UNAVAILABLE with RetryInfo.
    @Test func whatFindsNoRoomIsToldWhenToComeAgain() async throws {
        let options = CollectorOptions(receivers: [.otlpGRPC], limits: CollectorLimits(maxSpans: 1))
        try await withFakeCollector(options) { collector async throws in
            let caller = collector.caller()
            #expect(try await caller.call().status.code == .ok)
            let answer = try await caller.call()
            #expect(answer.status.code == .unavailable)
            #expect(answer.status.retryInfo?.delayNanoseconds == 1_000_000_000)
            #expect(await collector.counters.dropped == 1)
            caller.close()
        }
    }

    /// gRPC, health-checking.md: field 1 of the answer is 1, SERVING. No payload, so nothing is recorded.
    @Test func whoAsksForHealthLearnsThatAllServes() async throws {
        try await withFakeCollector(.otlpGRPC) { collector async throws in
            let caller = collector.caller()
            let check = "/grpc.health.v1.Health/Check"
            let whole = try await caller.call(check, GRPCMessage([]))
            #expect(whole.status.code == .ok)
            #expect(whole.content == [0x08, 0x01])
            let name = Array("opentelemetry.proto.collector.trace.v1.TraceService".utf8)
            let service = try await caller.call(check, GRPCMessage([0x0a, UInt8(name.count)] + name))
            #expect(service.content == [0x08, 0x01])
            #expect(try await caller.call(check, GRPCMessage([0x0a, 1, 0x61])).status.code == .notFound)
            #expect(try await caller.call("/grpc.health.v1.Health/Watch").status.code == .unimplemented)
            #expect(await collector.requests.isEmpty)
            caller.close()
        }
    }
}

extension RecordedRequest.Outcome {
    fileprivate var isAccepted: Bool {
        if case .accepted = self { true } else { false }
    }
}
