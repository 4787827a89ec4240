import TraceModel

extension Claim {
    /// W3C Trace Context section 3.2; B3 "Single Header" and "Multiple Headers".
    static let headersWellFormed = Claim(
        "headers/well-formed", "context headers stand once, follow their grammar, and name a fresh span per call"
    ) { run, tally in
        guard run.chain.hops.count > 1 else { return tally.ruleOut("a chain of one hop makes no calls") }
        var seen: [Int: [SpanID: Int]] = [:]
        for call in run.calls {
            for edge in call.outbound {
                let flawed = edge.contexts.filter { $0.flaw != nil }
                for context in flawed {
                    tally.fail(
                        Finding(
                            "malformed \(context.format)", request: call.request, hop: call.hop, edge: call.hop + 1,
                            expected: "one well-formed context in \(context.format)", actual: context.flaw ?? ""))
                }
                if flawed.isEmpty { tally.hold() }
                // A client may send again what nobody answered: `accounting/balanced` has that.
                guard edge.exchange.response != nil else { continue }
                // All formats of one call name one span: it counts once, and never again.
                for id in Set(edge.contexts.compactMap(\.spanID)) {
                    if let earlier = seen[call.hop, default: [:]].updateValue(call.request, forKey: id) {
                        tally.fail(
                            Finding(
                                "span id used again", request: call.request, hop: call.hop, edge: call.hop + 1,
                                expected: "a fresh span id for every call",
                                actual: "\(id) was sent before, in request \(earlier)"))
                    }
                }
            }
        }
        tally.figures = "\(tally.judged) calls"
    }
}
