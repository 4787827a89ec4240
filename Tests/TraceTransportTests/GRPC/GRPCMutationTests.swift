import Testing
import TraceBytes
import TraceTestSupport

@testable import TraceTransport

/// No call and no answer traps, whatever was done to it. A trap is named by `.build/in-work/grpc`.
@Suite struct GRPCMutationTests {
    @Test func mutatedCallsAndAnswersNeverTrap() async throws {
        let seed: UInt64 = 20_263
        let message = try Fixtures.bytes("grpc/export.gzip.bin")
        let details = GRPCStatus(.unavailable, "50 %", details: [GRPCRetryInfo(delayNanoseconds: 1_500_000_000).detail])
        var trailers = HeaderFields()
        details.append(to: &trailers)
        let work = try MutationInWork("grpc", seed: seed)
        if let left = work.leftBehind { print("the last run trapped at \(left)") }
        for number in 0..<10_000 {
            work.begin(number)
            if number % 500 == 0 { await Task.yield() }
            var random = SeededGenerator(seed: seed << 20 | UInt64(number))
            let fields = [
                ("content-type", "application/grpc+proto"), ("grpc-encoding", "gzip"), ("grpc-timeout", "9999880u"),
                ("grpc-accept-encoding", "identity, gzip"), ("x-bin", "AAH/,AQI="),
            ].map { ($0.0, Self.mutated(Array($0.1.utf8), &random, ofTen: 2)) }
            var headers = HeaderFields()
            for field in fields { headers.append(name: field.0.utf8, value: field.1) }
            let body = Self.mutated(message, &random, ofTen: 7)
            let head = HTTPRequestHead(method: "POST", target: "/a.B/C", version: .http2, headers: headers)
            do throws(GRPCRefusal) {
                let call = try GRPCCall(HTTPRequest(head, body: body))
                _ = call.head.metadata.binaryValues("x-bin")
                #expect(call.message.framed == body, "number \(number)")
            } catch {
                // Whoever sent it is told an error, of gRPC or of HTTP.
                let told = GRPCResponse(error.response).status
                #expect(told.code != .ok && told.code == error.status.code, "number \(number)")
            }

            var end = HeaderFields()
            for field in trailers {
                end.append(name: field.name, value: Self.mutated(Array(field.value), &random, ofTen: 5))
            }
            let response = GRPCResponse(HTTPResponse(HTTPResponseHead(status: 200), body: body, trailers: end))
            _ = response.status.retryInfo
            #expect((response.content == nil) == (response.status.code != .ok), "number \(number)")
        }
        work.finish()
    }

    /// One to four changes; none, mostly, where the share is small.
    private static func mutated(_ bytes: [UInt8], _ random: inout SeededGenerator, ofTen share: Int) -> [UInt8] {
        var bytes = bytes
        guard Int.random(in: 0..<10, using: &random) < share else { return bytes }
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            // Mostly at the start, where the structure is.
            let end = Bool.random(using: &random) ? bytes.count : min(bytes.count, 24)
            let place = Int.random(in: 0...end, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
            case 1: bytes.removeSubrange(place...)
            case 2 where place < bytes.count: bytes.remove(at: place)
            default: bytes.insert(.random(in: 0...255, using: &random), at: place)
            }
        }
        return bytes
    }
}
