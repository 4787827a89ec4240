import HopServer
import TraceModel

extension Claim {
    /// OpenTelemetry trace API, "SpanKind"; Zipkin v2 `kind`.
    static let spansShape = Claim(
        "spans/shape", "an inbound call is a SERVER span, an outbound one a CLIENT span, injections are INTERNAL"
    ) { run, tally in
        for call in run.owedCalls {
            guard let server = call.server else {
                tally.block(by: run.blocker(of: call) ?? "accounting/balanced")
                continue
            }
            judge(server, is: [.server], call, &tally)
            for client in call.outbound.compactMap(\.client) { judge(client, is: [.client], call, &tally) }
            let hop = run.chain.hops[call.hop]
            guard !hop.isForeign else { continue }
            // A hop that gets no answer gives up at once: it neither delays nor fails on purpose.
            guard call.outbound.allSatisfy({ $0.exchange.response != nil }) else {
                tally.block(by: "accounting/balanced")
                continue
            }
            for (name, isEnabled) in [("delay", hop.delay != nil), ("error", hop.error != nil)] where isEnabled {
                judgeInjection(name, call, &tally)
            }
        }
        tally.figures = "\(tally.judged) spans"
    }

    private static func judge(_ span: ObservedSpan, is kinds: Set<SpanKind>, _ call: HopCall, _ tally: inout Tally) {
        tally.expect(
            kinds.contains(span.span.kind),
            else: Finding(
                "wrong kind", request: call.request, hop: call.hop, span: SpanReference(span.span),
                expected: kinds.map(\.description).sorted().joined(separator: " or "),
                actual: span.span.kind.description))
    }

    /// A span of the name exactly once; Zipkin has no word for INTERNAL and leaves the kind out.
    private static func judgeInjection(_ name: String, _ call: HopCall, _ tally: inout Tally) {
        let spans = call.others.filter { $0.span.name == name }
        guard let span = spans.first else {
            tally.fail(
                Finding(
                    "missing span '\(name)'", request: call.request, hop: call.hop,
                    expected: "one INTERNAL span '\(name)'", actual: "none"))
            return
        }
        judge(span, is: [.internal, .unspecified], call, &tally)
        for surplus in spans.dropFirst() {
            tally.fail(
                Finding(
                    "surplus span '\(name)'", request: call.request, hop: call.hop, span: SpanReference(surplus.span),
                    expected: "one INTERNAL span '\(name)'", actual: "\(spans.count)"))
        }
    }
}
