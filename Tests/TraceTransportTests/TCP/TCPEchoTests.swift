import Testing
import TracePlatform
import TraceTransport

/// Serves connections on the loop with what `handle` does, until the body is done.
func withServer<Result>(
    on loop: EventLoop, _ handle: @escaping @Sendable (TCPConnection) async throws -> Void,
    _ body: (TCPListener) async throws -> Result
) async throws -> Result {
    let listener = try await TCPListener.bind(on: loop)
    let server = Task(executorPreference: loop) {
        await withDiscardingTaskGroup { group in
            while let connection = try? await listener.accept() {
                group.addTask {
                    try? await handle(connection)
                    connection.close()
                }
            }
            group.cancelAll()
        }
    }
    let result = try await body(listener)
    listener.close()
    await server.value
    return result
}

@Sendable func echo(_ connection: TCPConnection) async throws {
    var buffer = ReadBuffer()
    while try await connection.read(into: &buffer) > 0 { try await connection.write(consuming: &buffer) }
}

func readAll(_ connection: TCPConnection) async throws(NetworkError) -> [UInt8] {
    var buffer = ReadBuffer()
    while try await connection.read(into: &buffer) > 0 {}
    return buffer.takeAll()
}

@Suite(.timeLimit(.minutes(1)))
struct TCPEchoTests {
    @Test(arguments: PollerKind.available)
    func manyConnectionsAtOnceAreEchoed(kind: PollerKind) async throws {
        try await withEventLoop(poller: kind) { loop in
            try await withServer(on: loop, echo) { listener in
                try await withThrowingTaskGroup(of: Bool.self) { group in
                    for number in 0..<200 {
                        group.addTask {
                            let sent = Array(repeating: UInt8(number), count: 1 + number * 37)
                            let connection = try await TCPConnection.connect(to: listener.address, on: loop)
                            try await connection.write(sent)
                            try await connection.finishWriting()
                            return try await readAll(connection) == sent
                        }
                    }
                    var equal = 0
                    for try await isEqual in group where isEqual { equal += 1 }
                    #expect(equal == 200)
                }
            }
        }
    }

    /// More than both sides' buffers hold: writes wait for the reader.
    @Test(arguments: PollerKind.available)
    func largeStreamsArriveInOrder(kind: PollerKind) async throws {
        let sent = (0..<2048).flatMap { [UInt8](repeating: UInt8(truncatingIfNeeded: $0), count: 4099) }
        try await withEventLoop(poller: kind) { loop in
            try await withServer(on: loop, echo) { listener in
                let connection = try await TCPConnection.connect(to: listener.address, on: loop)
                async let received = readAll(connection)
                try await connection.write(sent)
                try await connection.finishWriting()
                #expect(try await received == sent)
            }
        }
    }

    @Test(arguments: [true, false])
    func callersOnAndOffTheLoopGetTheSame(isOnLoop: Bool) async throws {
        let loop = try EventLoop.start()
        defer { loop.shutdown() }
        let work: @Sendable () async throws -> [UInt8] = {
            #expect(loop.isCurrent == isOnLoop)
            return try await withServer(on: loop, echo) { listener in
                let connection = try await TCPConnection.connect(host: "localhost", port: listener.port, on: loop)
                try await connection.write([[1, 2], [], [3], [4, 5, 6]])
                try await connection.finishWriting()
                let answer = try await readAll(connection)
                #expect(loop.isCurrent == isOnLoop)
                return answer
            }
        }
        let answer = isOnLoop ? try await loop.run { try await work() } : try await work()
        #expect(answer == [1, 2, 3, 4, 5, 6])
    }
}
