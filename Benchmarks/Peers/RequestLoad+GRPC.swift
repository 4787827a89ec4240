import TraceBytes
import TracePlatform
import TraceTransport
import TraceWire

extension RequestLoad {
    /// One connection on which each call waits for the answer to the one before.
    func call(_ payloads: some Sequence<[UInt8]> & Sendable, on loop: EventLoop) async throws -> Share {
        let client = HTTP2Client(to: "127.0.0.1", port: port, on: loop)
        defer { client.close() }
        var share = Share()
        for payload in payloads {
            let request = GRPCRequest(to: OTLP.grpc.path, at: client.peer, GRPCMessage(payload)).request
            let started = loop.now()
            let answer = GRPCResponse(try await client.send(request, timeoutNanoseconds: 60_000_000_000))
            if answer.status.code != .ok { share.failures += 1 }
            share.micros.append(Double(loop.now() - started) / 1000)
        }
        guard client.connectionCount == 1 else { throw BenchmarkError.unexpected("a connection was closed") }
        return share
    }
}
