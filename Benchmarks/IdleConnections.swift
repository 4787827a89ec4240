import Foundation
import TraceBytes
import TracePlatform
import TraceTransport
import TraceWire

/// How long a call takes on a collector that holds 10,000 other connections of HTTP/2, on each of which one request was
/// made, compared with a collector that holds none. They are held by four receivers of one process, which all run on one
/// loop, since a server takes 4096.
///
/// Both are called in turns over a connection of their own, so that a noisy machine disturbs both alike.
struct IdleConnections {
    let connections = 10_000
    let turns = 15
    let callsPerTurn = 1000

    func figures() throws -> [Figure] {
        let medians = try FreshProcess.figures(of: "idle")
        let (alone, beside) = (medians.prefix(medians.count / 2), medians.suffix(medians.count / 2))
        return [
            Figure("call over gRPC, median", "µs", Array(alone)),
            Figure("  beside \(connections) idle connections", "µs", Array(beside)),
            Figure("  ratio", "of that alone", zip(beside, alone).map { $0 / $1 }, wanted: .below(1.2)),
        ]
    }

    /// The median microseconds of a call in each turn: first those without other connections, then those beside them.
    /// Measured in a process of its own, since it may have so many files open.
    func medians() async throws -> [Double] {
        try openManyFiles()
        let lonely = try CollectorProgram("otlp-grpc")
        defer { lonely.end() }
        let busy = try CollectorProgram("otlp-grpc", "otlp", "zipkin", "jaeger-http")
        defer { busy.end() }
        let (busyPorts, activePorts) = (busy.ports, [lonely.ports[0], busy.ports[0]])
        return try await withEventLoop(name: "idle") { holding in
            let idle = (0..<connections).map { number in
                HTTP2Client(to: "127.0.0.1", port: busyPorts[number % busyPorts.count], on: holding)
            }
            try await askOnce(idle, on: holding)
            let medians = try await withEventLoop(name: "active") { loop in
                let clients = activePorts.map { HTTP2Client(to: "127.0.0.1", port: $0, on: loop) }
                defer { for client in clients { client.close() } }
                // The first turn is for warming up.
                var medians: [[Double]] = [[], []]
                for _ in 0...turns {
                    for (number, client) in clients.enumerated() { medians[number].append(try await median(client)) }
                }
                return medians
            }
            // They were there all the time when each still takes a request on the connection that it opened at first.
            try await askOnce(idle, on: holding)
            guard idle.allSatisfy({ $0.connectionCount == 1 }) else {
                throw BenchmarkError.unexpected("an idle connection was closed")
            }
            for client in idle { client.close() }
            return medians.flatMap { $0.dropFirst() }
        }
    }

    /// Something that every receiver answers, if with 404.
    private func askOnce(_ clients: [HTTP2Client], on loop: EventLoop) async throws {
        let atOnce = 100
        for first in stride(from: 0, to: clients.count, by: atOnce) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for client in clients[first..<min(first + atOnce, clients.count)] {
                    group.addTask(executorPreference: loop) {
                        _ = try await client.send(HTTPRequest("GET", "/"), timeoutNanoseconds: 60_000_000_000)
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    private func median(_ client: HTTP2Client) async throws -> Double {
        var micros: [Double] = []
        for _ in 0..<callsPerTurn {
            let started = client.loop.now()
            try await call(client)
            micros.append(Double(client.loop.now() - started) / 1000)
        }
        return micros.sorted()[callsPerTurn / 2]
    }

    /// An export without a span, so that what is measured does not grow.
    private func call(_ client: HTTP2Client) async throws {
        let answer = GRPCResponse(
            try await client.send(GRPCRequest(to: OTLP.grpc.path, at: client.peer, GRPCMessage([])).request))
        guard answer.status.code == .ok else { throw BenchmarkError.unexpected("a call was answered \(answer.status)") }
    }

    /// Raises the number of files that this process and what it starts may have open to what the system lets it.
    private func openManyFiles() throws {
        var limit = rlimit()
        _ = getrlimit(Self.number(RLIMIT_NOFILE), &limit)
        limit.rlim_cur = limit.rlim_max
        guard setrlimit(Self.number(RLIMIT_NOFILE), &limit) == 0, limit.rlim_cur > connections + 100 else {
            throw BenchmarkError.unexpected("only \(limit.rlim_cur) files may be open (ulimit -Hn)")
        }
    }

    // A number, or with some C libraries a case of an enumeration.
    private static func number(_ resource: some RawRepresentable<UInt32>) -> Int32 { Int32(resource.rawValue) }
    private static func number(_ resource: Int32) -> Int32 { resource }
}
