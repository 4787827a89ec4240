import HopServer
import TraceModel

extension Claim {
    /// Semantic conventions for HTTP spans, "Status": SERVER is ERROR from 500 on, CLIENT from 400 on.
    static let errorCode = Claim(
        "error/code", "an injected status is the same on the wire, on the SERVER span and on the caller's CLIENT span"
    ) { run, tally in
        guard run.chain.hops.contains(where: { $0.error != nil }) else { return tally.ruleOut("no hop injects errors") }
        for request in run.observedRequests {
            for call in request.calls {
                guard let expected = run.chain.hops[call.hop].error, run.errorStruck(call) == true else { continue }
                judge(call, code: expected.code, in: request, run, &tally)
            }
        }
        if tally.judged == 0 { tally.ruleOut("no error struck") }
        tally.figures = "\(tally.judged) statuses"
    }

    private static func judge(
        _ call: HopCall, code: Int, in request: RequestEvidence, _ run: RunAnalysis, _ tally: inout Tally
    ) {
        let wire = call.inbound.response?.status ?? 0
        tally.expect(
            wire == code,
            else: Finding(
                "wrong status", request: call.request, hop: call.hop, edge: call.hop, expected: "\(code)",
                actual: "\(wire)"))
        guard run.owesSpans(call) else { return }
        if let server = call.server {
            judge(server, status: wire, errorFrom: 500, call, run, &tally)
        } else {
            tally.block(by: run.blocker(of: call) ?? "accounting/balanced")
        }
        if let client = request.caller(of: call)?.edge.client {
            judge(client, status: wire, errorFrom: 400, call, run, &tally)
        }
    }

    private static func judge(
        _ span: ObservedSpan, status: Int, errorFrom: Int, _ call: HopCall, _ run: RunAnalysis, _ tally: inout Tally
    ) {
        let said = HTTPTag.status.value(on: span.span)
        tally.expect(
            said == String(status),
            else: Finding(
                "status on the \(span.span.kind) span", request: call.request, hop: span.hop, edge: call.hop,
                span: SpanReference(span.span), expected: "\(status), as on the wire", actual: said ?? "no status"))
        let isError = span.span.status.code == .error
        tally.expect(
            isError == (status >= errorFrom),
            else: Finding(
                "span status of the \(span.span.kind) span", request: call.request, hop: span.hop, edge: call.hop,
                span: SpanReference(span.span),
                expected: status >= errorFrom ? "ERROR from \(errorFrom) on" : "no ERROR below \(errorFrom)",
                actual: isError ? "ERROR at \(status)" : "no ERROR at \(status)"))
    }
}
