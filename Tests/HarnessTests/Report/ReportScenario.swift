import HopServer
import TraceBytes
import TraceModel
import TraceRules

@testable import Harness

/// A synthetic run over a → b: five requests, of which app-b got no `x-request-id` in four; the fifth has an orphan, and its
/// name steers terminals. app-b was killed.
enum ReportScenario {
    static let epoch: Int64 = 1_700_000_000_000_000_000

    static let chain = ChainTopology(hops: [
        ChainHop(
            name: "app-a", delay: .init(isEnabled: true, rate: 10, fromSeconds: 1, toSeconds: 3),
            error: .init(isEnabled: true, rate: 2.5, code: 404), tags: [.init(key: "message", value: "Hello")]),
        ChainHop(name: "app-b"),
    ])

    static let settings = RunSettings(
        seed: 42, timeScale: 0.1, requests: 4, concurrency: 2, probes: 1, allowedServices: ["istio-proxy"])

    /// Nanoseconds after the start of the run on both clocks; the monotonic one began elsewhere.
    static func stamp(_ nanoseconds: Int64) -> ClockStamp {
        ClockStamp(wall: Timestamp(nanoseconds: epoch + nanoseconds), monotonic: 5_000_000_000 + nanoseconds)
    }

    static func traceID(_ number: Int) -> TraceID {
        TraceID(high: 0x4bf9_2f35_77b3_4da6, low: 0xa3ce_929d_0e0e_4700 + UInt64(number))
    }

    /// Ids of the spans of a request: 0 the client's, then in the order of the chain.
    static func spanID(_ number: Int, _ place: UInt64) -> SpanID {
        SpanID(0x00f0_67aa_0ba9_0000 + UInt64(number) << 8 + place)
    }

    static func requestID(_ number: Int) -> String { "5af7183f-b1d2-4f0c-9c9e-00000000000\(number)" }

    static func headers(_ number: Int, parent place: UInt64, host: String, requestID: String?) -> HeaderFields {
        var fields: [(String, String)] = [("Host", host)]
        if let requestID { fields.append(("x-request-id", requestID)) }
        fields += [
            ("x-b3-traceid", traceID(number).hex), ("x-b3-spanid", spanID(number, place).hex), ("x-b3-sampled", "1"),
            ("traceparent", "00-\(traceID(number).hex)-\(spanID(number, place).hex)-01"),
        ]
        return HeaderFields(fields)
    }

    static func request(_ number: Int) -> SentRequest {
        let start = Int64(number) * 20_000_000
        var headers = headers(number, parent: 0, host: "127.0.0.1:40001", requestID: requestID(number))
        headers.append("authorization", "Bearer s3cr3t")
        headers.append("x-note", "it's")
        return SentRequest(
            number: number, phase: number == 4 ? .denied : .main,
            context: SpanContext(
                traceID: traceID(number), spanID: spanID(number, 0), sampling: number == 4 ? .deny : .accept,
                traceState: number == 0 ? [TraceStateMember("rojo", "1")] : []),
            requestID: requestID(number), headers: headers, sent: stamp(start),
            answer: number == 3
                ? .failure("connection closed before the status line", at: stamp(start + 13_000_000))
                : .response(status: 200, body: Array("ok".utf8), received: stamp(start + 13_000_000)))
    }

    static func exchange(_ number: Int, edge: Int) -> Exchange {
        let start = Int64(number) * 20_000_000 + (edge == 0 ? 100_000 : 600_000)
        let end = Int64(number) * 20_000_000 + (edge == 0 ? 12_500_000 : 10_720_000)
        let id: String? = edge == 0 || number == 4 ? requestID(number) : number == 3 ? "changed" : nil
        return Exchange(
            edge: edge, number: number,
            requestHeaders: headers(
                number, parent: edge == 0 ? 0 : 2, host: edge == 0 ? "127.0.0.1:40001" : "app-b:5001", requestID: id),
            requestReceived: stamp(start), requestForwarded: stamp(start),
            response: .init(
                status: 200, headers: HeaderFields([("Content-Type", "application/json")]), body: Array("{}".utf8),
                received: stamp(end), forwarded: stamp(end + 10_000)))
    }

    static func span(
        _ number: Int, _ place: UInt64, parent: SpanID?, _ kind: SpanKind, _ service: String, _ name: String,
        from start: Int64, took duration: Int64, status: Int? = nil
    ) -> TraceSpan {
        TraceSpan(
            traceID: traceID(number), spanID: spanID(number, place), parentSpanID: parent, kind: kind, name: name,
            start: Timestamp(nanoseconds: epoch + Int64(number) * 20_000_000 + start), durationNanoseconds: duration,
            status: (status ?? 0) >= 400 ? SpanStatus(.error) : .unset,
            attributes: status.map { [Attribute("http.response.status_code", .string(String($0)))] } ?? [],
            localEndpoint: Endpoint(serviceName: service))
    }

    static func spans(_ number: Int, hop: Int) -> [TraceSpan] {
        if hop == 0 {
            return [
                span(
                    number, 1, parent: spanID(number, 0), .server, "app-a", "GET /", from: 210_000, took: 12_210_000,
                    status: 200),
                span(
                    number, 2, parent: spanID(number, 1), .client, "app-a", "GET", from: 480_000, took: 10_350_000,
                    status: number == 1 ? 503 : 200),
            ]
        }
        let server = span(
            number, 3, parent: spanID(number, 2), .server, "app-b", "GET /", from: 700_000, took: 9_900_000, status: 200
        )
        let isOrphan = number == 4
        let delay = span(
            number, 4, parent: isOrphan ? SpanID(0xdead) : spanID(number, 3), .internal, "app-b",
            isOrphan ? "delay\u{1b}[2J\nübel" : "delay", from: 750_000, took: 9_000_000)
        return [server, delay]
    }

    static var evidence: RunEvidence {
        var exports: [ExportRecord] = []
        for number in 0..<5 {
            for hop in 0..<2 {
                exports.append(
                    ExportRecord(
                        hop: hop, number: exports.count, received: stamp(Int64(number) * 20_000_000 + 15_000_000),
                        form: "zipkin-v2", bytes: payload(number, hop: hop).count,
                        result: .accepted(spans(number, hop: hop))))
            }
        }
        return RunEvidence(
            settings: settings, chain: chain, requests: (0..<5).map(request),
            exchanges: (0..<5).flatMap { [exchange($0, edge: 0), exchange($0, edge: 1)] }, exports: exports,
            hopEnds: [
                HopEnd(status: "exited 0", isClean: true, account: SpanAccount(ended: 10, delivered: 10, dropped: 0)),
                HopEnd(
                    status: "killed by signal 9", isClean: false,
                    lastLines: [#"{"level":"info","message":"listening"}"#, "Out of \u{1b}[31mmemory"]),
            ],
            lags: LoopLags([.init(at: 5_000_000_100, lateNanoseconds: 700_000)]),
            started: Timestamp(nanoseconds: epoch), ended: Timestamp(nanoseconds: epoch + 900_000_000))
    }

    /// Stands for what a hop posted; the decoder of the tests knows what it means.
    static func payload(_ number: Int, hop: Int) -> [UInt8] { Array("request \(number) hop \(hop)\u{0}".utf8) + [0xff] }

    // MARK: Claims

    static func dropped(_ number: Int) -> Finding {
        Finding(
            "x-request-id is dropped", request: number, hop: 0, edge: 1,
            expected: "x-request-id: \(requestID(number)), once", actual: "no such header")
    }

    static let claims: [Claim] = [
        Claim("export/accepted", "no export was refused or malformed") { run, tally in
            tally.hold(run.evidence.exports.count)
            tally.figures = "10 of 10 exports"
        },
        Claim("accounting/balanced", "calls on the wire = spans received, once each") { run, tally in
            tally.hold(20)
            tally.fail(
                Finding(
                    "hop died", hop: 1, expected: "an end when asked to, with status 0", actual: "killed by signal 9"))
            tally.figures = "10 calls, 20 spans"
        },
        Claim("headers/propagated", "opaque headers leave every hop as they came; x-request-id is one on all edges") {
            run, tally in
            for number in [0, 1, 2, 4] { tally.fail(dropped(number)) }
            tally.fail(
                Finding(
                    "x-request-id is changed", request: 3, hop: 0, edge: 1,
                    expected: "x-request-id: \(requestID(3)), once", actual: "changed"))
            tally.figures = "5 headers"
        },
        Claim("linkage/no-orphans", "the parent of every span is a span of its request") { run, tally in
            tally.hold(19)
            tally.fail(
                Finding(
                    "orphan", request: 4, hop: 1, span: SpanReference(spans(4, hop: 1)[1]),
                    expected: "a parent among the spans of the request",
                    actual: "parent 000000000000dead, which nobody exported"))
        },
        Claim("names/stable", "span names are equal across requests of one route") { run, tally in
            tally.fail(Finding("two names", expected: "one name", actual: "two"))
            tally.figures = "5 names"
        },
        Claim("time/agrees", "durations agree with the taps") { run, tally in
            tally.hold()
            tally.figures = "largest difference 0.40 ms"
        },
        Claim("delay/bounds", "delays lie in their bounds") { run, tally in
            tally.ruleOut("--time-scale 0 turns delays off")
        },
        Claim("sampling/honoured", "denied requests export nothing and pass the refusal on") { run, tally in
            tally.leaveUnjudged("no sampled span that ended later arrived, so that silence proves nothing")
        },
    ]

    static func report(
        known: [String] = ["chain/names/stable", "chain/time/agrees"], only ids: [String]? = nil
    ) -> RunReport {
        let analysis = RunAnalysis(evidence)
        let selected = claims.filter { ids?.contains($0.id) ?? true }
        return RunReport(
            analysis, judgements: selected.map { $0.judge(analysis) }, known: KnownFailures(known.map { Glob($0) }),
            skipped: claims.filter { claim in !selected.contains { $0.id == claim.id } }.map(\.id)
                + ["chain/payload/hops"],
            durations: RunDurations(
                spawn: 12_000_000, traffic: 93_000_000, waiting: 310_000_000, judging: 4_000_000, total: 419_000_000),
            keptAt: "/tmp/harness-k3Xw9a", invocation: ["harness", "verify", "--chain", "fixtures/a b"])
    }

    /// What a run looks like in which nothing is wrong.
    static var healthyReport: RunReport {
        var evidence = evidence
        evidence.hopEnds[1] = HopEnd(status: "exited 0", isClean: true)
        evidence.requests[3].answer = .response(status: 200, body: [], received: stamp(73_000_000))
        let analysis = RunAnalysis(evidence)
        let judgements = claims.filter { ["chain/export/accepted", "chain/time/agrees"].contains($0.id) }
            .map { $0.judge(analysis) }
        return RunReport(analysis, judgements: judgements)
    }
}
