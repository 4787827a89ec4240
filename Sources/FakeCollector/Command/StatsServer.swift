import TraceBytes
import TraceTransport

/// Serves what a collector has counted: `GET /` gives one JSON object.
enum StatsServer {
    static func start(
        for collector: Collector, host: String, port: UInt16
    ) async throws(CollectorStartError) -> HTTPServer {
        do {
            return try await HTTPServer.start(on: collector.loop, host: host, port: port) { request in
                guard request.request.path == "/" else { return .text("the counts are at /\n", status: 404) }
                guard request.request.method == "GET" else {
                    var answer = HTTPResponse.text("the counts are read with GET\n", status: 405)
                    answer.headers.append("Allow", "GET")
                    return answer
                }
                return .json(json(await collector.summary).serialized())
            }
        } catch {
            throw CollectorStartError(error)
        }
    }

    /// `{"spans":2,"traces":1,"requests":3,…}`: everything that ``CollectorCounters`` counts.
    static func json(_ summary: CollectorSummary) -> JSONValue {
        let counters = summary.counters
        return .object([
            JSONMember("spans", .number(counters.spans)), JSONMember("traces", .number(summary.traceCount)),
            JSONMember("requests", .number(counters.requests)), JSONMember("accepted", .number(counters.accepted)),
            JSONMember("refused", .number(counters.refused)), JSONMember("malformed", .number(counters.malformed)),
            JSONMember("incomplete", .number(counters.incomplete)),
            JSONMember("unanswered", .number(counters.unanswered)), JSONMember("scripted", .number(counters.scripted)),
            JSONMember("dropped", .number(counters.dropped)),
            JSONMember("acceptedBytes", .number(counters.acceptedBytes)),
        ])
    }
}
