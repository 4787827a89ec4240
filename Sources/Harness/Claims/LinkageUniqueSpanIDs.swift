import TraceModel

extension Claim {
    /// A span id is one span, or the two halves of one call that share it (B3).
    static let uniqueSpanIDs = Claim("linkage/unique-span-ids", "different spans have different ids") { run, tally in
        for request in run.observedRequests {
            let ids = Set(request.spans.map { Identity($0.span) })
            // Nearly always every id is one span's: there is nothing to group.
            guard ids.count < request.spans.count else {
                tally.hold(ids.count)
                continue
            }
            for group in Dictionary(grouping: request.spans, by: { Identity($0.span) }).values {
                let isSharedCall = group.count == 2 && Set(group.map(\.span.kind)) == [.client, .server]
                guard group.count > 1, !isSharedCall, let last = group.last else {
                    tally.hold()
                    continue
                }
                tally.fail(
                    Finding(
                        "span id used twice", request: request.sent.number, hop: last.hop,
                        span: SpanReference(last.span),
                        expected: "one span with the id \(last.span.spanID)",
                        actual: "\(group.count): "
                            + group.map { "\($0.span.kind) '\($0.span.name)'" }.joined(separator: ", ")))
            }
        }
        if tally.judged == 0, !run.refusedHops.isEmpty { tally.block(by: "export/accepted") }
        tally.figures = "\(tally.judged) ids"
    }

    private struct Identity: Hashable {
        let traceID: TraceID
        let spanID: SpanID

        init(_ span: TraceSpan) {
            traceID = span.traceID
            spanID = span.spanID
        }
    }
}
