import FakeCollector
import Testing
import TraceBytes
import TraceModel
import TraceTestSupport
import TraceTransport
import TraceWire

/// Calls of Jaeger's collector, over real sockets.
@Suite(.timeLimit(.minutes(1)))
struct GRPCJaegerTests {
    private static let path = "/jaeger.api_v2.CollectorService/PostSpans"
    private static let captured = "wire/jaeger-grpc/captured/opentelemetry-python-1.21.0/S2"

    /// What a real exporter sent, at the port of gRPC and at that of HTTP.
    @Test(arguments: ["jaeger-grpc", "jaeger-http"], [true, false])
    func aCapturedBatchIsTaken(label: String, isCompressed: Bool) async throws {
        let content = try Fixtures.bytes("\(Self.captured)/001.bin")
        let decode = try JSONValue(parsing: Fixtures.bytes("\(Self.captured)/wire.json"))
        let spans = try #require(decode["payloads"]?.elements?.first?["spanCount"]?.integer)
        try await withFakeCollector(.jaegerHTTP, .jaegerGRPC) { collector async throws in
            let caller = collector.caller(to: label)
            let message = isCompressed ? GRPCMessage.gzip(content) : GRPCMessage(content)
            let answer = try await caller.call(Self.path, message)
            #expect(answer.status.code == .ok)
            #expect(answer.content == [])
            let request = try #require(await collector.requests.first)
            #expect(request.outcome == .accepted(spans: 0..<Int(spans)))
            #expect(request.wireFormat == Jaeger.grpc)
            #expect(request.payload.body == message.framed)
            #expect(try request.jaegerCallRecords().spans.count == Int(spans))
            #expect(throws: RecordedRequest.NoRecords.otherType("application/grpc")) { try request.jaegerRecords() }
            caller.close()
        }
    }

    @Test(arguments: [
        (path, [0, 0, 0, 0, 2, 0xff, 0xff], GRPCStatusCode.internal),
        // A trace id of 15 bytes, which Jaeger's reader refuses (model/ids.go).
        (path, [0, 0, 0, 0, 21, 0x0a, 19, 0x0a, 17, 0x0a, 15] + [UInt8](repeating: 1, count: 15), .internal),
        ("/jaeger.api_v2.CollectorService/GetSpans", [0, 0, 0, 0, 0], .unimplemented),
        ("/opentelemetry.proto.collector.trace.v1.TraceService/Export", [0, 0, 0, 0, 0], .unimplemented),
    ])
    func aCallThatIsWrongGetsItsStatus(path: String, body: [UInt8], code: GRPCStatusCode) async throws {
        try await withFakeCollector(.jaegerGRPC) { collector async throws in
            let caller = collector.caller(to: "jaeger-grpc")
            let answer = try await caller.send([("content-type", "application/grpc"), ("te", "trailers")], body, path)
            #expect(GRPCResponse(answer).status.code == code)
            let request = try #require(await collector.requests.first)
            #expect(request.refusal?.grpcStatus == Int(code.number))
            #expect(await collector.spans.isEmpty)
            caller.close()
        }
    }

    /// What came in Thrift over HTTP has no records of a call.
    @Test func aPostOfThriftHasNoRecordsOfACall() async throws {
        try await withFakeCollector(.jaegerHTTP) { collector async throws in
            let caller = collector.caller(to: "jaeger-http")
            let batch = try Fixtures.bytes("wire/jaeger-http/captured/opentelemetry-go-1.16.0/S1/001.bin")
            let answer = try await caller.send([("content-type", "application/x-thrift")], batch, "/api/traces")
            #expect(answer.status == 202)
            let request = try #require(await collector.requests.first)
            #expect(throws: RecordedRequest.NoRecords.otherType("application/x-thrift")) {
                try request.jaegerCallRecords()
            }
            #expect(try !request.jaegerRecords().batches.isEmpty)
            caller.close()
        }
    }
}
