import HopServer
import TraceModel

extension Claim {
    static let tagsConfigured = Claim(
        "tags/configured", "the SERVER spans of a hop carry its configured tags, and nobody else's"
    ) { run, tally in
        guard run.chain.hops.contains(where: { !$0.tags.isEmpty }) else {
            return tally.ruleOut("no hop has tags configured")
        }
        let all = run.chain.hops.flatMap(\.tags)
        let foreign = run.chain.hops.map { hop in
            Dictionary(grouping: all.filter { !hop.tags.contains($0) }, by: \.key)
        }
        for call in run.owedCalls {
            guard let server = call.server else {
                tally.block(by: run.blocker(of: call) ?? "accounting/balanced")
                continue
            }
            let hop = run.chain.hops[call.hop]
            for tag in hop.tags { judge(tag, on: server, call, &tally) }
            for span in call.spans { judge(span, carriesNoneOf: foreign[call.hop], own: hop.tags, call, run, &tally) }
        }
        tally.figures = "\(tally.judged) tags"
    }

    private static func judge(
        _ tag: HopConfiguration.Tag, on server: ObservedSpan, _ call: HopCall, _ tally: inout Tally
    ) {
        let values = server.span.attributes.filter { $0.key == tag.key }.map(\.value.description)
        tally.expect(
            values == [tag.value],
            else: Finding(
                values.isEmpty ? "missing tag \(tag.key)" : "wrong tag \(tag.key)", request: call.request,
                hop: call.hop,
                span: SpanReference(server.span), expected: "\(tag.key) = \(tag.value)",
                actual: values.isEmpty ? "no tag \(tag.key)" : values.joined(separator: ", ")))
    }

    /// A wrong value of an own key is found above; here it is a key of another hop alone.
    private static func judge(
        _ span: ObservedSpan, carriesNoneOf foreign: [String: [HopConfiguration.Tag]], own: [HopConfiguration.Tag],
        _ call: HopCall, _ run: RunAnalysis, _ tally: inout Tally
    ) {
        let stolen = span.span.attributes.lazy.compactMap { attribute -> HopConfiguration.Tag? in
            guard let candidates = foreign[attribute.key] else { return nil }
            if span == call.server, own.contains(where: { $0.key == attribute.key }) { return nil }
            return candidates.first { $0.value == attribute.value.description }
        }.first
        guard let stolen else { return }
        let owner = run.chain.hops.first { $0.tags.contains(stolen) }?.name ?? "another hop"
        tally.fail(
            Finding(
                "tag of another hop", request: call.request, hop: call.hop, span: SpanReference(span.span),
                expected: "no tag that is configured for \(owner) alone", actual: "\(stolen.key) = \(stolen.value)"))
    }
}
