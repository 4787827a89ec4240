import TraceModel

extension Claim {
    /// Every call has its span, every span came once, and every exporter's books are even.
    static let accountingBalanced = Claim(
        "accounting/balanced", "calls on the wire = spans received, once each; ended = delivered + dropped"
    ) { run, tally in
        judgeAnswers(run, &tally)
        judgeSpans(run, &tally)
        judgeStrays(run, &tally)
        judgeHopEnds(run, &tally)
        let spans = run.requests.map(\.spans.count).reduce(0, +)
        tally.figures = "\(run.evidence.exchanges.count) calls, \(spans) spans"
    }

    private static func judgeAnswers(_ run: RunAnalysis, _ tally: inout Tally) {
        for request in run.observedRequests {
            if case .failure(let reason, _) = request.sent.answer {
                tally.fail(
                    Finding(
                        "request without answer", request: request.sent.number, expected: "an answer", actual: reason))
            } else {
                tally.hold()
            }
        }
        for exchange in run.strayingExchanges {
            tally.fail(
                Finding(
                    "call of no request", edge: exchange.edge, expected: "a call that belongs to a request",
                    actual:
                        "\(exchange.method) \(exchange.target) with neither the trace id nor the x-request-id of one"))
        }
    }

    private static func judgeSpans(_ run: RunAnalysis, _ tally: inout Tally) {
        var awaitedElsewhere: [Int: Int] = [:]
        for stray in run.ownTraceSpans { awaitedElsewhere[stray.hop, default: 0] += 1 }
        for call in run.owedCalls {
            guard call.inbound.response != nil else {
                tally.fail(withoutAnswer(call, run))
                continue
            }
            if run.refusedHops.contains(call.hop) {
                tally.block(by: "export/accepted")
                continue
            }
            if call.server == nil, run.changesDecision(call) {
                tally.block(by: "sampling/consistent")
                continue
            }
            if call.server == nil, let others = awaitedElsewhere[call.hop], others > 0 {
                awaitedElsewhere[call.hop] = others - 1
                tally.block(by: "linkage/one-trace")
                continue
            }
            judge(call, run, &tally)
        }
    }

    /// The hop cannot be asked for the span of a call that it never answered.
    private static func withoutAnswer(_ call: HopCall, _ run: RunAnalysis) -> Finding {
        Finding(
            "call without answer", request: call.request, hop: call.hop, edge: call.hop, expected: "an answer",
            actual: (call.inbound.failure ?? "none") + lastWords(of: run.evidence.hopEnds[call.hop]))
    }

    /// What a hop that died said last; nothing for one that ended as it should.
    private static func lastWords(of end: HopEnd) -> String {
        guard !end.isClean, !end.lastLines.isEmpty else { return "" }
        return "; its last words: " + end.lastLines.suffix(3).joined(separator: " | ")
    }

    private static func judge(_ call: HopCall, _ run: RunAnalysis, _ tally: inout Tally) {
        let hop = run.chain.hops[call.hop]
        func finding(
            _ cause: String, _ expected: String, _ actual: String, _ span: ObservedSpan? = nil, edge: Int? = nil
        ) -> Finding {
            Finding(
                cause, request: call.request, hop: call.hop, edge: edge, span: span.map { SpanReference($0.span) },
                expected: expected, actual: actual)
        }
        tally.expect(
            call.server != nil,
            else: finding("missing SERVER span", "one SERVER span for the call", "none", edge: call.hop))
        for edge in call.outbound {
            tally.expect(
                edge.client != nil,
                else: finding("missing CLIENT span", "one CLIENT span for the call", "none", edge: call.hop + 1))
        }
        for surplus in call.surplusServers {
            tally.fail(
                finding("surplus SERVER span", "one SERVER span for the call", "another one", surplus, edge: call.hop))
        }
        // Another program may well call what no tap stands before: a database, a cache.
        for surplus in call.surplusClients where !hop.isForeign {
            tally.fail(
                finding("surplus CLIENT span", "one CLIENT span for each call on the wire", "another one", surplus))
        }
        for span in call.spans where span.extraCopies > 0 {
            tally.fail(finding("span exported again", "every span once", "\(span.extraCopies + 1) equal copies", span))
        }
    }

    private static func judgeStrays(_ run: RunAnalysis, _ tally: inout Tally) {
        let ownTraces = Set(run.ownTraceSpans)
        for stray in run.strayingSpans where stray.span.kind == .server && !ownTraces.contains(stray) {
            tally.fail(
                Finding(
                    "SERVER span of no request", hop: stray.hop, span: SpanReference(stray.span),
                    expected: "a span that belongs to a request", actual: "trace \(stray.span.traceID.hex)"))
        }
    }

    private static func judgeHopEnds(_ run: RunAnalysis, _ tally: inout Tally) {
        var received: [Int: Int] = [:]
        for export in run.evidence.exports {
            received[export.hop, default: 0] += export.acceptedSpans.count
        }
        for (index, end) in run.evidence.hopEnds.enumerated() {
            tally.expect(
                end.isClean,
                else: Finding(
                    "hop died", hop: index, expected: "an end when asked to, with status 0",
                    actual: end.status + lastWords(of: end)))
            tally.expect(
                end.lostDatagrams == 0,
                else: Finding(
                    "datagrams lost", hop: index, expected: "every datagram received",
                    actual: "\(end.lostDatagrams) lost on the way: what they carried cannot be judged"))
            guard let account = end.account else { continue }
            let books = "ended \(account.ended), delivered \(account.delivered), dropped \(account.dropped)"
            tally.expect(
                account.isBalanced,
                else: Finding("uneven books", hop: index, expected: "ended = delivered + dropped", actual: books))
            let atCollector = received[index, default: 0]
            // What is handed to the system while nobody listens counts as delivered, and is seen by nobody.
            let unknown = run.spansLostUnknown(by: index)
            tally.expect(
                (account.delivered - unknown...account.delivered).contains(atCollector),
                else: Finding(
                    "delivered is not received", hop: index,
                    expected: "\(account.delivered) spans at the collector (\(books))",
                    actual: "\(atCollector)"))
        }
    }
}

extension RunAnalysis {
    /// A span of a service that may stand beside the hops.
    func isAllowed(_ span: ObservedSpan) -> Bool {
        guard let service = span.span.serviceName?.lowercased() else { return false }
        return settings.allowedServices.contains { $0.lowercased() == service }
    }
}
