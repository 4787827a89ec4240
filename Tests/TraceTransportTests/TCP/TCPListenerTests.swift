import Foundation
import Testing
import TracePlatform
import TraceTransport

@Suite(.timeLimit(.minutes(1)))
struct TCPListenerTests {
    @Test func aClosedListenerAcceptsNoMore() async throws {
        try await withEventLoop { loop in
            let listener = try await TCPListener.bind(on: loop)
            let closed = NetworkError(.accept, .closed, at: listener.address.description)
            let waiting = Task(executorPreference: loop) { try await listener.accept() }
            await loop.yield()
            listener.close()
            await #expect(throws: closed) { try await waiting.value }
            await #expect(throws: closed) { try await listener.accept() }
            listener.close()
        }
    }

    @Test func connectionsOutliveTheirListener() async throws {
        try await withEventLoop { loop in
            try await withConnection(on: loop) { client, server in  // its listener is gone by now
                try await client.write([1])
                client.close()
                #expect(try await readAll(server) == [1])
            }
        }
    }

    @Test func acceptHasADeadline() async throws {
        let clock = ManualClock()
        try await withEventLoop(clock: .manual(clock)) { loop in
            let listener = try await TCPListener.bind(on: loop)
            loop.post { clock.advance(byNanoseconds: 9) }
            await #expect(throws: NetworkError(.accept, .deadlineExceeded, at: listener.address.description)) {
                try await listener.accept(deadline: MonotonicInstant(nanoseconds: 9))
            }
        }
    }

    /// Three times no descriptor is free: three pauses, and the connection is not lost.
    @Test func outOfDescriptorsAcceptPausesAndGoesOn() async throws {
        let clock = ManualClock()
        try await withEventLoop(clock: .manual(clock)) { loop in
            let attempts = Locked(0)
            let listener = try await TCPListener.bind(on: loop) { socket throws(NetworkError) in
                let attempt = attempts.withLock { attempts in
                    attempts += 1
                    return attempts
                }
                // Each failure moves the clock past its own pause, after that has begun.
                guard attempt > 3 else {
                    loop.post { loop.post { clock.advance(byNanoseconds: 50_000_000) } }
                    throw NetworkError(.accept, errno: EMFILE)
                }
                return try socket.accept()
            }
            let client = try await TCPConnection.connect(to: listener.address, on: loop)
            let server = try await listener.accept()
            #expect(await client.localAddress == server.peerAddress)
            #expect(await listener.exhaustionCount == 3)
        }
    }

    @Test func otherFailuresOfTheListenerAreThrown() async throws {
        try await withEventLoop { loop in
            let listener = try await TCPListener.bind(on: loop) { _ throws(NetworkError) in
                throw NetworkError(.accept, errno: EINVAL)
            }
            let error = await #expect(throws: NetworkError.self) { try await listener.accept() }
            #expect(error?.errno == EINVAL)
        }
    }
}
