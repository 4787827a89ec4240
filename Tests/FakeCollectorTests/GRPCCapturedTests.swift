import FakeCollector
import Foundation
import Testing
import TraceBytes
import TraceModel
import TracePlatform
import TraceTestSupport
import TraceTransport
import TraceWire

/// Connections of real exporters, sent to the collector octet by octet as they were captured.
@Suite(.timeLimit(.minutes(2)))
struct GRPCCapturedTests {
    /// Without those whose messages waited for windows, which a recording cannot.
    static let connections: [String] =
        (try? Fixtures.files(in: "http2/captured", withExtension: "c2s").filter { !$0.hasSuffix("-S7.c2s") }) ?? []

    @Test func thereAreConnections() { #expect(Self.connections.count >= 10) }

    @Test(arguments: connections) func whatAnExporterSentIsTaken(path: String) async throws {
        let form: ReceiverForm = path.contains("jaeger") ? .jaegerHTTP : .otlpGRPC
        let calls = try Self.calls(path)
        try await withFakeCollector(form) { collector async throws in
            let connection = try await collector.connect(to: form.rawValue)
            try await connection.write(try Fixtures.bytes(path))
            try await connection.finishWriting()
            var buffer = ReadBuffer()
            while try await connection.read(into: &buffer) > 0 {}
            connection.close()
            let requests = await collector.requests
            #expect(requests.count == calls.count)
            for (request, call) in zip(requests, calls) {
                #expect(request.refusal == nil)
                #expect(!request.spanNumbers.isEmpty)
                // Each field in its order, the pseudo-header fields included, as an independent decoder read them.
                let fields = request.payload.http2Fields?.map {
                    [String(decoding: $0.name, as: UTF8.self), String(decoding: $0.value, as: UTF8.self)]
                }
                #expect(fields == call.fields)
                #expect(request.payload.body.count == call.octets)
            }
            // Each answer ends with trailers: HEADERS with END_STREAM.
            let ends = Self.frames(in: buffer.takeAll()).filter { $0.type == 1 && $0.flags & 1 == 1 }
            #expect(ends.count == calls.count)
        }
    }

    private struct Call {
        let fields: [[String]]
        let octets: Int
    }

    /// What hyperframe and hpack read in the same octets.
    private static func calls(_ path: String) throws -> [Call] {
        let data = Data(try Fixtures.bytes(path.replacing(".c2s", with: ".json")))
        let json = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
        let streams = (json["c2s"] as? [String: Any])?["streams"] as? [String: [String: Any]] ?? [:]
        try #require(!streams.isEmpty)
        return streams.sorted { Int($0.key) ?? 0 < Int($1.key) ?? 0 }.map { _, stream in
            let sections = stream["headers"] as? [[[String]]] ?? []
            return Call(fields: sections.first ?? [], octets: stream["data"] as? Int ?? -1)
        }
    }

    private static func frames(in octets: [UInt8]) -> [(type: UInt8, flags: UInt8)] {
        var frames: [(UInt8, UInt8)] = []
        var start = 0
        while start + 9 <= octets.count {
            frames.append((octets[start + 3], octets[start + 4]))
            start += 9 + Int(octets[start]) << 16 + Int(octets[start + 1]) << 8 + Int(octets[start + 2])
        }
        return frames
    }
}
