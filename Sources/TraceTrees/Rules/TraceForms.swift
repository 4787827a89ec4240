import TraceModel
import TraceRules

// MARK: What came twice, and what is referred to

extension Rule<JudgedTrace> {
    static let sentInOneForm = Rule(
        "trace/export/one-form", "TRC-023", .warning, "A span comes in one wire form.",
        why: "Two exporters send everything: a backend that takes both forms shows and counts each span twice.",
        owner: .application, spec: "Inferred: one exporter for each backend", good: "all spans as OTLP",
        bad: "the same span as OTLP and as Zipkin"
    ) { trace, check in
        guard !trace.tree.spans.isEmpty else { return }
        let others = Dictionary(trace.spansOfOtherForms.map { (SpanIdentity($0), $0) }) { first, _ in first }
        let twins = trace.tree.spans.filter { others[SpanIdentity($0)] != nil }
        check.expect(
            twins.isEmpty,
            else: trace.violation(
                of: twins.first, at: "form", expected: "one form",
                actual: "\(twins.count == 1 ? "the span" : "\(twins.count) spans of the trace") in two forms"))
    }

    static let linkedSpanPresent = Rule(
        "trace/link/present", "TRC-025", .should,
        "A link to a span that the same process made of the same trace names a span of the recording.",
        why: "The reader follows the link and finds nothing.",
        owner: .sdk, spec: "OpenTelemetry trace.proto, Span.Link", good: "a link to a span of the trace",
        bad: "a link to a span id that nobody sent"
    ) { trace, check in
        for span in trace.tree.spans {
            for (index, link) in span.links.enumerated() where link.traceID == trace.traceID {
                // Flags 0x100 without 0x200: the linked span is known to be local.
                guard trace.isComplete || link.flags & 0x300 == 0x100 else { continue }
                check.expect(
                    !trace.tree.nodes(withID: link.spanID).isEmpty,
                    else: trace.violation(
                        of: span, at: "links[\(index)]", expected: "a span of the trace",
                        actual: "\(link.spanID.hex), which is not there"))
            }
        }
    }
}

/// What a span is in any form. Forms tell kinds and names apart in their own ways, but for the two sides of a shared span.
private struct SpanIdentity: Hashable {
    let id: SpanID
    let isServer: Bool

    init(_ span: TraceSpan) {
        id = span.spanID
        isServer = span.kind == .server
    }
}
