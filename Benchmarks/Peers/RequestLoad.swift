import Foundation
import TraceBytes
import TracePlatform
import TraceTransport
import TraceWire

/// So many requests over so many connections, each with spans of its own and sent when the one before was answered; and
/// what they cost the process that answers them.
struct RequestLoad {
    let form: PeerForm
    let spansPerRequest: Int
    let port: UInt16
    let requests: Int
    let connections: Int
    /// Whose processor time is told.
    let process: Int
    /// Where that process serves its counts; nil when it keeps none.
    let stats: UInt16?

    /// What one connection has seen.
    struct Share {
        var micros: [Double] = []
        var failures = 0
    }

    /// What all have seen.
    struct Outcome {
        let spans: Int
        /// Nil where nobody counts.
        let stored: Int?
        /// Of a request, its head in HTTP/1.1 included.
        let bytes: Int
        let seconds: Double
        /// Of the process that answered.
        let processorSeconds: Double
        /// From each request to its answer, in order of size; never empty.
        let micros: [Double]

        var microsPerSpan: Double { processorSeconds * 1e6 / Double(spans) }

        var line: String {
            """
            {"spans":\(spans),"stored":\(stored.map(String.init) ?? "null"),"bytes":\(bytes),"seconds":\(seconds),\
            "cpu":\(processorSeconds),"microsPerSpan":\(microsPerSpan),"p50":\(micros[micros.count / 2]),\
            "p99":\(micros[micros.count * 99 / 100])}
            """
        }
    }

    func run() async throws -> Outcome {
        let bodies =
            try form == .otlpGRPC
            ? form.payloads(spans: spansPerRequest, count: requests)
            : Self.requests(form, form.bodies(spans: spansPerRequest, count: requests))
        return try await withEventLoop(name: "load") { loop in
            let before = try await storedSpans(on: loop)
            let started = try ProcessorTime.seconds(of: process)
            let clock = ContinuousClock()
            var shares: [Share] = []
            let elapsed = try await clock.measure {
                shares = try await send(bodies, on: loop)
            }
            let failures = shares.reduce(0) { $0 + $1.failures }
            guard failures == 0 else { throw BenchmarkError.unexpected("\(failures) requests were not taken") }
            let sent = bodies.count * spansPerRequest
            var stored: Int?
            if let before { stored = try await settled(at: before + sent, on: loop) - before }
            // Some collectors work on for a while after they have answered.
            try await loop.sleep(forNanoseconds: 300_000_000)
            return Outcome(
                spans: sent, stored: stored, bytes: bodies[0].count, seconds: elapsed / .seconds(1),
                processorSeconds: try ProcessorTime.seconds(of: process) - started,
                micros: shares.flatMap(\.micros).sorted())
        }
    }

    /// Heads and bodies, ready to be written.
    private static func requests(_ form: PeerForm, _ bodies: [[UInt8]]) throws -> [[UInt8]] {
        try bodies.map { body in
            try HTTP1Serializer.bytes(
                of: HTTPRequest(
                    "POST", form.format.path,
                    headers: HeaderFields([("Host", "127.0.0.1"), ("Content-Type", form.format.contentType)]),
                    body: body))
        }
    }

    private func send(_ requests: [[UInt8]], on loop: EventLoop) async throws -> [Share] {
        try await withThrowingTaskGroup(of: Share.self) { group in
            for first in 0..<min(connections, requests.count) {
                group.addTask(executorPreference: loop) {
                    let places = stride(from: first, to: requests.count, by: connections)
                    let share = places.map { requests[$0] }
                    return try await form == .otlpGRPC ? call(share, on: loop) : send(share, on: loop)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    private func send(_ requests: some Sequence<[UInt8]> & Sendable, on loop: EventLoop) async throws -> Share {
        let connection = try await TCPConnection.connect(to: .loopback(port: port), on: loop)
        defer { connection.close() }
        var parser = HTTP1ResponseParser()
        var buffer = ReadBuffer()
        var share = Share()
        for request in requests {
            let started = loop.now()
            parser.expectResponse(to: "POST")
            try await connection.write(request)
            var isAnswered = false
            while !isAnswered {
                switch try parser.next() {
                case .head(let message): if !(200..<300).contains(message.head.status) { share.failures += 1 }
                case .body: break
                case .end: isAnswered = true
                case nil:
                    guard try await connection.read(into: &buffer) > 0 else {
                        throw BenchmarkError.unexpected("a connection was closed")
                    }
                    parser.receive(consuming: &buffer)
                }
            }
            share.micros.append(Double(loop.now() - started) / 1000)
        }
        return share
    }

    // MARK: Counts

    private func storedSpans(on loop: EventLoop) async throws -> Int? {
        guard let stats else { return nil }
        return try await CollectorCounts.read(from: stats, on: loop).spans
    }

    /// The count of spans when it has reached what is expected, or after five seconds.
    private func settled(at expected: Int, on loop: EventLoop) async throws -> Int {
        for _ in 0..<100 {
            if let spans = try await storedSpans(on: loop), spans >= expected { return spans }
            try await loop.sleep(forNanoseconds: 50_000_000)
        }
        return try await storedSpans(on: loop) ?? 0
    }
}
