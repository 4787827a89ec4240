import Testing
import TraceBytes
import TraceTestSupport

@testable import TraceTransport

/// No connection traps the machine, whatever was done to it, and cuts change nothing. A trap is named by
/// `.build/in-work/http2-…`.
@Suite struct HTTP2MutationTests {
    @Test func mutatedClientsNeverTrap() async throws {
        try await mutate(.server, HTTP2Mutation.ofClients(), "http2-clients", seed: 20_264, count: 12_000)
    }

    @Test func mutatedServersNeverTrap() async throws {
        try await mutate(.client, HTTP2Mutation.ofServers(), "http2-servers", seed: 20_265, count: 8000)
    }

    private func mutate(
        _ role: HTTP2Connection.Role, _ mutation: HTTP2Mutation, _ name: String, seed: UInt64, count: Int
    ) async throws {
        let work = try MutationInWork(name, seed: seed)
        if let left = work.leftBehind { print("the last run of \(name) trapped at \(left)") }
        var failures = 0
        for number in 0..<count {
            work.begin(number)
            // Other tests want the thread too.
            if number % 200 == 0 { await Task.yield() }
            // Each input has its own source, so that one can be run alone.
            var random = SeededGenerator(seed: seed << 20 | UInt64(number))
            let input = mutation.input(using: &random)
            let pieces = (0..<8).map { _ in Int.random(in: 1...400, using: &random) }
            let peer = try HTTP2Transcript.exchange(input, role, pieces)
            if peer.connection.failure != nil { failures += 1 }
            guard number % 25 == 0 else { continue }
            let whole = try HTTP2Transcript(of: input, role, [max(input.count, 1)])
            #expect(try HTTP2Transcript(of: input, role, pieces) == whole, "seed \(seed), number \(number)")
            guard number % 100 == 0 else { continue }
            #expect(try HTTP2Transcript(of: input, role, [1]) == whole, "seed \(seed), number \(number)")
        }
        work.finish()
        // Neither all refused at their first frame nor all harmless.
        #expect(failures > count / 10)
        #expect(failures < count * 19 / 20)
    }
}

/// What a connection made of the octets when nothing was answered and no output taken meanwhile: that must not depend on how
/// they were cut.
struct HTTP2Transcript: Equatable {
    let events: [HTTP2Event]
    let output: [UInt8]
    let pending: Int

    init(of octets: [UInt8], _ role: HTTP2Connection.Role, _ pieces: [Int]) throws {
        let peer = try Self.peer(role)
        var rest = octets[...]
        var number = 0
        while !rest.isEmpty {
            peer.send(Array(rest.prefix(pieces[number % pieces.count])))
            rest = rest.dropFirst(pieces[number % pieces.count])
            number += 1
        }
        // How much one read brought of a message is what may differ.
        events = peer.events.filter { event in
            guard case .growing = event else { return true }
            return false
        }
        peer.take()
        output = peer.output
        // What is left of a frame that did not come whole; nothing is kept of a connection that has failed.
        pending = peer.connection.failure == nil ? peer.pending.count : 0
    }

    /// The same with an owner who answers, resets and leaves as a real one would.
    static func exchange(_ octets: [UInt8], _ role: HTTP2Connection.Role, _ pieces: [Int]) throws -> HTTP2Peer {
        let peer = try Self.peer(role)
        var rest = octets[...]
        var number = 0
        while !rest.isEmpty {
            let seen = peer.events.count
            peer.send(Array(rest.prefix(pieces[number % pieces.count])))
            rest = rest.dropFirst(pieces[number % pieces.count])
            for event in peer.events[seen...] { answer(event, peer) }
            if number % 7 == 3 { peer.connection.ping(UInt64(number)) }
            if number == 12 { peer.connection.goAway() }
            peer.take()
            number += 1
        }
        return peer
    }

    private static func answer(_ event: HTTP2Event, _ peer: HTTP2Peer) {
        guard peer.connection.role == .server else { return }
        switch event {
        case .message(let message):
            let stream = message.stream
            if stream % 5 == 4 {
                peer.connection.reset(stream, .cancel)
            } else {
                let trailers = stream % 3 == 0 ? [] : [("grpc-status", "0")]
                peer.respond(stream, body: Array(repeating: 1, count: Int(stream % 40)), trailers: trailers)
            }
        case .excessive(let message, _): peer.respond(message.stream)
        case .growing(let stream, _): peer.connection.discardContent(of: stream)
        default: break
        }
    }

    private static func peer(_ role: HTTP2Connection.Role) throws -> HTTP2Peer {
        var limits = HTTP2Limits()
        // Small, so that what exceeds them is met.
        (limits.bodyBytes, limits.headerListBytes, limits.concurrentStreams) = (4000, 2000, 8)
        let peer = HTTP2Peer(role, limits: limits)
        guard role == .client else { return peer }
        for (method, count) in [("POST", 100), ("GET", 0), ("HEAD", 0)] {
            _ = try peer.open(method, body: Array(repeating: 1, count: count))
        }
        return peer
    }
}
