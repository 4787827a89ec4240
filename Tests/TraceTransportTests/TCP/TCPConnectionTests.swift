import Foundation
import Testing
import TracePlatform
import TraceTransport

/// A connection's two ends, both on the loop.
func withConnection<Result>(
    on loop: EventLoop, _ body: (_ client: TCPConnection, _ server: TCPConnection) async throws -> Result
) async throws -> Result {
    let listener = try await TCPListener.bind(on: loop)
    async let accepted = listener.accept()
    let client = try await TCPConnection.connect(to: listener.address, on: loop)
    return try await body(client, try await accepted)
}

@Suite(.timeLimit(.minutes(1)))
struct TCPConnectionTests {
    @Test(arguments: PollerKind.available)
    func oneHalfCloses(kind: PollerKind) async throws {
        try await withEventLoop(poller: kind) { loop in
            try await withConnection(on: loop) { client, server in
                try await client.write([1, 2, 3])
                try await client.finishWriting()
                #expect(try await readAll(server) == [1, 2, 3])
                try await server.write([4])
                server.close()
                #expect(try await readAll(client) == [4])
                await #expect(throws: NetworkError(.write, errno: EPIPE)) { try await client.write([5]) }
            }
        }
    }

    @Test(arguments: PollerKind.available)
    func aResetReachesTheWaitingReader(kind: PollerKind) async throws {
        try await withEventLoop(poller: kind) { loop in
            try await withConnection(on: loop) { client, server in
                let reader = Task(executorPreference: loop) { try await readAll(server) }
                await loop.yield()
                client.reset()
                let error = await #expect(throws: NetworkError.self) { try await reader.value }
                #expect(error == NetworkError(.read, errno: ECONNRESET))
            }
        }
    }

    @Test(arguments: PollerKind.available)
    func aRefusedConnectionIsNamed(kind: PollerKind) async throws {
        try await withEventLoop(poller: kind) { loop in
            let listener = try await TCPListener.bind(on: loop)
            listener.close()
            let error = await #expect(throws: NetworkError.self) {
                try await TCPConnection.connect(to: listener.address, on: loop)
            }
            #expect(error?.description == "connect 127.0.0.1:\(listener.port): connection refused")
        }
    }

    @Test(arguments: PollerKind.available)
    func aReadHasADeadline(kind: PollerKind) async throws {
        let clock = ManualClock()
        try await withEventLoop(clock: .manual(clock), poller: kind) { loop in
            try await withConnection(on: loop) { client, server in
                var buffer = ReadBuffer()
                loop.post { clock.advance(byNanoseconds: 5) }
                await #expect(throws: NetworkError(.read, .deadlineExceeded)) {
                    try await server.read(into: &buffer, deadline: MonotonicInstant(nanoseconds: 5))
                }
                try await client.write([7])
                #expect(try await server.read(into: &buffer) == 1)  // it lives on
            }
        }
    }

    @Test(arguments: PollerKind.available)
    func aWriteThatNobodyReadsHasADeadline(kind: PollerKind) async throws {
        try await withEventLoop(poller: kind) { loop in
            try await withConnection(on: loop) { client, server in
                let endless = [UInt8](repeating: 0, count: 64 << 20)
                await #expect(throws: NetworkError(.write, .deadlineExceeded)) {
                    try await client.write(endless, deadline: loop.now() + 5_000_000)
                }
                #expect(await server.isOpen)
            }
        }
    }

    @Test(arguments: PollerKind.available)
    func cancellationEndsAReadAndLeavesTheConnection(kind: PollerKind) async throws {
        try await withEventLoop(poller: kind) { loop in
            try await withConnection(on: loop) { client, server in
                let reader = Task(executorPreference: loop) { try await readAll(server) }
                await loop.yield()
                reader.cancel()
                await #expect(throws: NetworkError(.read, .cancelled)) { try await reader.value }
                try await client.write([1])
                var buffer = ReadBuffer()
                #expect(try await server.read(into: &buffer) == 1)
            }
        }
    }

    @Test(arguments: [true, false])
    func closingEndsTheWaitingReader(fromTheLoop: Bool) async throws {
        try await withEventLoop { loop in
            try await withConnection(on: loop) { client, server in
                let reader = Task(executorPreference: loop) { try await readAll(server) }
                await loop.yield()
                if fromTheLoop { server.close() } else { await Task.detached { server.close() }.value }
                await #expect(throws: NetworkError(.read, .closed)) { try await reader.value }
                server.close()
                await #expect(throws: NetworkError(.write, .closed)) { try await server.write([1]) }
                #expect(await !server.isOpen)
                let rest = try await readAll(client)
                #expect(rest == [])
            }
        }
    }

    @Test func aForgottenConnectionIsClosed() async throws {
        try await withEventLoop { loop in
            let listener = try await TCPListener.bind(on: loop)
            let client = try await TCPConnection.connect(to: listener.address, on: loop)
            _ = try await listener.accept()
            #expect(try await readAll(client) == [])
        }
    }

    @Test func bothSidesKnowBothAddresses() async throws {
        try await withEventLoop { loop in
            try await withConnection(on: loop) { client, server in
                #expect(await server.localAddress == client.peerAddress)
                #expect(await client.localAddress == server.peerAddress)
                client.close()
                #expect(await client.localAddress == nil)
            }
        }
    }

    @Test func ipv6WorksAlike() async throws {
        try await withEventLoop { loop in
            let listener = try await TCPListener.bind(to: .loopback6(), on: loop)
            let client = try await TCPConnection.connect(host: "::1", port: listener.port, on: loop)
            let server = try await listener.accept()
            #expect(await client.localAddress == server.peerAddress)
        }
    }
}
