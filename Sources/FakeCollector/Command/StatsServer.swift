import TraceBytes
import TraceTransport

/// Serves what a collector has counted, `GET /` or `GET /stats`, as one JSON object, and what it holds, `GET /spans`, as a
/// line of JSON for each span.
enum StatsServer {
    static func start(
        for collector: Collector, host: String, port: UInt16
    ) async throws(CollectorStartError) -> HTTPServer {
        do {
            return try await HTTPServer.start(on: collector.loop, host: host, port: port) { request in
                await answer(to: request.request, of: collector)
            }
        } catch {
            throw CollectorStartError(error)
        }
    }

    private static func answer(to request: HTTPRequest, of collector: Collector) async -> HTTPResponse {
        guard ["/", "/stats", "/spans"].contains(request.path) else {
            return .text("the counts are at /stats, the spans at /spans\n", status: 404)
        }
        guard request.method == "GET" else {
            var answer = HTTPResponse.text("\(request.path) is read with GET\n", status: 405)
            answer.headers.append("Allow", "GET")
            return answer
        }
        guard request.path == "/spans" else { return .json(json(await collector.summary).serialized()) }
        do throws(CancellationError) {
            return HTTPResponse(
                status: 200, headers: HeaderFields([("Content-Type", "application/x-ndjson")]),
                body: try await SpanLines.bytes(of: collector))
        } catch {
            // The server stops: half of an answer would look like a whole one.
            return .abort
        }
    }

    /// `{"spans":2,"traces":1,"requests":3,…,"receivers":{"zipkin":{"spans":2,…}},"datagrams":{…}}`: everything that
    /// ``CollectorCounters`` and ``DatagramCounters`` count.
    static func json(_ summary: CollectorSummary) -> JSONValue {
        let counters = summary.counters
        return .object(
            [
                JSONMember("spans", .number(counters.spans)), JSONMember("traces", .number(summary.traceCount)),
            ] + members(counters).dropFirst() + [
                JSONMember("evictedTraces", .number(counters.evictedTraces)),
                JSONMember("evictedSpans", .number(counters.evictedSpans)),
                JSONMember("evictedRequests", .number(counters.evictedRequests)),
                JSONMember(
                    "receivers",
                    .object(summary.labels.map { JSONMember($0.name, .object(members($0.counters))) })),
                JSONMember(
                    "datagrams",
                    .object(summary.datagrams.map { JSONMember($0.receiver.label, .object(members($0))) })),
            ])
    }

    private static func members(_ counters: CollectorCounters) -> [JSONMember] {
        [
            JSONMember("spans", .number(counters.spans)), JSONMember("requests", .number(counters.requests)),
            JSONMember("accepted", .number(counters.accepted)), JSONMember("refused", .number(counters.refused)),
            JSONMember("malformed", .number(counters.malformed)),
            JSONMember("incomplete", .number(counters.incomplete)),
            JSONMember("unanswered", .number(counters.unanswered)), JSONMember("scripted", .number(counters.scripted)),
            JSONMember("dropped", .number(counters.dropped)),
            JSONMember("acceptedBytes", .number(counters.acceptedBytes)),
        ]
    }

    /// What the system does not tell is null.
    private static func members(_ counters: DatagramCounters) -> [JSONMember] {
        [
            JSONMember("received", .number(counters.received)), JSONMember("refused", .number(counters.refused)),
            JSONMember("droppedByKernel", counters.droppedByKernel.map { .number($0) } ?? .null),
            JSONMember("receiveBufferBytes", .number(counters.receiveBufferBytes)),
        ]
    }
}
