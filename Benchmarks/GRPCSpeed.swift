import TraceTransport

/// Processor time of the collector for each span that it takes over gRPC and stores, by the spans of a call: eight
/// connections, each with one call at a time. `make bench-peers` says what others take.
struct GRPCSpeed {
    let rounds = 5
    let connections = 8
    /// Spans of a call, and how many calls are made in a round; processor time is told in hundredths of a second.
    private let cases = [(spans: 1, calls: 50_000), (10, 10_000), (100, 2000), (1000, 200)]

    func figures() async throws -> [Figure] {
        var figures: [Figure] = []
        for (spans, calls) in cases {
            var micros: [Double] = []
            for _ in 0..<rounds { micros.append(try await microsPerSpan(spans, calls)) }
            figures.append(
                Figure("OTLP/gRPC taken, \(spans) span\(spans == 1 ? "" : "s") in a call", "µs/span", micros))
        }
        return try figures + IdleConnections().figures()
    }

    private func microsPerSpan(_ spans: Int, _ calls: Int) async throws -> Double {
        let collector = try CollectorProgram("otlp-grpc")
        defer { collector.end() }
        let load = { (calls: Int) in
            RequestLoad(
                form: .otlpGRPC, spansPerRequest: spans, port: collector.ports[0], requests: calls,
                connections: connections, process: collector.processID, stats: collector.stats)
        }
        _ = try await load(calls / 10).run()
        let outcome = try await load(calls).run()
        guard outcome.stored == outcome.spans else {
            throw BenchmarkError.unexpected("\(outcome.stored ?? 0) of \(outcome.spans) spans were stored")
        }
        return outcome.microsPerSpan
    }
}
