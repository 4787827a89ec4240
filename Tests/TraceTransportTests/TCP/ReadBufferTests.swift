import Testing
import TracePlatform
import TraceTransport

@Suite(.timeLimit(.minutes(1)))
struct ReadBufferTests {
    /// Consumes in odd steps while more arrives, so that bytes are moved and memory grows.
    @Test(arguments: [1, 63, 64, 1000])
    func bytesStayInOrderWhileTheyAreConsumed(step: Int) async throws {
        let sent = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 % 253) }
        try await withEventLoop { loop in
            try await withConnection(on: loop) { client, server in
                async let writing: Void = client.write(sent)
                var buffer = ReadBuffer(capacity: 64)
                var received: [UInt8] = []
                while received.count < sent.count {
                    _ = try await server.read(into: &buffer)
                    while buffer.count >= step || received.count + buffer.count == sent.count, !buffer.isEmpty {
                        let taken = min(step, buffer.count)
                        for index in 0..<taken {
                            received.append(buffer.bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self))
                        }
                        buffer.consume(taken)
                    }
                }
                try await writing
                #expect(received == sent)
            }
        }
    }

    @Test func itCannotBeOverConsumed() {
        var buffer = ReadBuffer()
        buffer.consume(5)
        buffer.consume(-1)
        #expect(buffer.isEmpty && buffer.bytes.byteCount == 0 && buffer.takeAll() == [])
    }
}
