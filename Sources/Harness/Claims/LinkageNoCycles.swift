import TraceModel

extension Claim {
    static let noCycles = Claim("linkage/no-cycles", "no span is its own ancestor") { run, tally in
        for request in run.observedRequests where !request.spans.isEmpty {
            let cyclic = request.cyclicIDs
            guard let span = request.spans.first(where: { cyclic.contains($0.span.spanID) }) else {
                tally.hold()
                continue
            }
            tally.fail(
                Finding(
                    "cycle", request: request.sent.number, hop: span.hop, span: SpanReference(span.span),
                    expected: "a way from every span to the root",
                    actual:
                        "\(cyclic.count) spans are ancestors of themselves: \(cyclic.sorted().map(\.hex).joined(separator: ", "))"
                ))
        }
        if tally.judged == 0, !run.refusedHops.isEmpty { tally.block(by: "export/accepted") }
        tally.figures = "\(tally.judged) requests"
    }
}
