import FakeCollector
import TraceBytes
import TracePlatform
import TraceTransport

/// Calls a collector over gRPC, on one connection as long as that lasts.
struct GRPCCaller: Sendable {
    let client: HTTP2Client
    private var loop: EventLoop { client.loop }

    static let exportPath = "/opentelemetry.proto.collector.trace.v1.TraceService/Export"

    func send(
        _ request: HTTPRequest, timeoutNanoseconds: Int64 = 3_600_000_000_000
    ) async throws -> HTTPResponse {
        try await loop.run { () async throws(HTTP2ClientError) -> HTTPResponse in
            try await client.send(request, timeoutNanoseconds: timeoutNanoseconds)
        }
    }

    /// A call as gRPC's libraries make it.
    func call(
        _ path: String = exportPath, _ message: GRPCMessage = GRPCMessage(Sent.otlpProtobuf),
        timeout: GRPCTimeout? = nil
    ) async throws -> GRPCResponse {
        let request = GRPCRequest(to: path, at: client.peer, message, timeout: timeout)
        return GRPCResponse(try await send(request.request))
    }

    /// A call with header fields and content of the test's choice.
    func send(_ fields: [(String, String)], _ body: [UInt8], _ path: String = exportPath) async throws -> HTTPResponse {
        try await send(HTTPRequest("POST", path, headers: HeaderFields(fields), body: body))
    }

    var connectionCount: Int {
        get async { await loop.run { () async -> Int in client.connectionCount } }
    }

    func close() { loop.post { [client] in client.close() } }
}

extension Collector {
    func caller(to label: String = "otlp-grpc") -> GRPCCaller {
        GRPCCaller(client: HTTP2Client(to: "127.0.0.1", port: address(of: label)?.port ?? 0, on: loop))
    }
}
