import HopServer
import TraceModel

extension Claim {
    /// Telemetry must never hurt: with the collector stalled, then gone, answers are what they were.
    static let collectorIndependent = Claim(
        "collector/independent", "a stalled or dead collector changes no answer, and the loss is reported at exit"
    ) { run, tally in
        guard run.settings.testsIndependence else { return tally.ruleOut("the phase without a collector was left out") }
        let outage = run.requests.filter { $0.sent.phase == .stalled || $0.sent.phase == .gone }
        let healthy = HealthyAnswers(run)
        for request in outage {
            if request.calls.contains(where: { $0.inbound.response == nil && !run.evidence.hopEnds[$0.hop].isClean }) {
                tally.block(by: "accounting/balanced")
                continue
            }
            judgeAnswer(request, healthy, run, &tally)
            for call in request.calls { judgeTime(call, in: request, healthy, run, &tally) }
        }
        for hop in run.chain.hops.indices { judgeLoss(hop, outage, run, &tally) }
        if outage.isEmpty { tally.leaveUnjudged("no request was sent without a collector") }
        tally.figures = "\(outage.count) answers"
    }

    private static func finding(
        _ cause: String, _ request: RequestEvidence, hop: Int? = nil, _ expected: String, _ actual: String
    ) -> Finding {
        let outage = request.sent.phase == .stalled ? "the collector stalled" : "the collector gone"
        return Finding(
            "\(cause) with \(outage)", request: request.sent.number, hop: hop, edge: hop ?? 0, expected: expected,
            actual: actual)
    }

    private static func judgeAnswer(
        _ request: RequestEvidence, _ healthy: HealthyAnswers, _ run: RunAnalysis, _ tally: inout Tally
    ) {
        switch request.sent.answer {
        case .failure(let reason, _): tally.fail(finding("no answer", request, "an answer", reason))
        case .response(let status, let body, _):
            // Whose code an injected error answers is the business of `error/code`.
            let isInjected = request.calls.first.flatMap { run.strikes(.error, $0) } == true
            if !isInjected, !healthy.statuses.contains(status) {
                let expected = healthy.statuses.sorted().map(String.init).joined(separator: " or ")
                return tally.fail(finding("status", request, expected, String(status)))
            }
            tally.expect(
                healthy.bodies.isEmpty || healthy.bodies.contains(body),
                else: finding(
                    "body", request, "a body of the main phase", String(decoding: body.prefix(120), as: UTF8.self)))
        }
    }

    /// Not more than likely: a machine may hold up any call. So the hop has a second beyond the longest time that it took,
    /// or was configured to take, while the collector took its spans, and what the heartbeat explains. Who waits for a
    /// collector that never answers waits until a timeout, which for exporters is seconds.
    private static func judgeTime(
        _ call: HopCall, in request: RequestEvidence, _ healthy: HealthyAnswers, _ run: RunAnalysis,
        _ tally: inout Tally
    ) {
        guard let own = call.selfTimeNanoseconds else { return }
        let limit = (healthy.ownTimes[call.hop] ?? 0) + 1_000_000_000 + run.schedulingBound(of: call)
        tally.expect(
            own <= limit,
            else: finding(
                "time", request, hop: call.hop,
                "at most \(durationText(limit)), as with a collector that takes its spans", durationText(own)))
    }

    /// What was exported into the outage is lost, and our hops say so, unless it went out in datagrams. Proven: no export
    /// is answered from before the first of these requests until the hop has exited.
    private static func judgeLoss(_ hop: Int, _ outage: [RequestEvidence], _ run: RunAnalysis, _ tally: inout Tally) {
        let end = run.evidence.hopEnds[hop]
        let lost = outage.flatMap(\.calls).filter { $0.hop == hop && $0.inboundSampling != .deny }
        let isTold = run.settings.exportForms.contains { !$0.isDatagram }
        guard !run.chain.hops[hop].isForeign, !lost.isEmpty, isTold else { return }
        guard end.isClean else { return tally.block(by: "accounting/balanced") }
        tally.expect(
            (end.account?.dropped ?? 0) > 0,
            else: Finding(
                "loss not reported", hop: hop, expected: "dropped spans in the account at exit",
                actual: end.account.map { "dropped \($0.dropped)" } ?? "no account"))
    }
}

/// What answers look like while the collector takes its spans.
private struct HealthyAnswers {
    /// Success, the entry's injected error, and whatever the main phase showed.
    var statuses: Set<Int>
    var bodies: Set<[UInt8]>
    /// The longest that each hop took itself, or may take by its delay.
    var ownTimes: [Int: Int64] = [:]

    init(_ run: RunAnalysis) {
        let main = run.requests.filter { $0.sent.phase == .main }
        statuses = Set([200] + main.compactMap(\.sent.status) + [run.chain.hops.first?.error?.code].compactMap { $0 })
        bodies = Set(
            main.compactMap { request in
                if case .response(_, let body, _) = request.sent.answer { body } else { nil }
            })
        for (index, hop) in run.chain.hops.enumerated() {
            ownTimes[index] = hop.delay.map { nanoseconds($0.toSeconds * run.settings.timeScale) }
        }
        for call in main.flatMap(\.calls) {
            ownTimes[call.hop] = max(ownTimes[call.hop] ?? 0, call.selfTimeNanoseconds ?? 0)
        }
    }
}
