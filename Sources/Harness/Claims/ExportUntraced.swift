import TraceModel

extension Claim {
    /// B3, "Handling B3 when reporting data"; OpenTelemetry SDK, "Suppressing instrumentation": an exporter that
    /// traces itself never comes to rest.
    static let exportUntraced = Claim("export/untraced", "no span stands for an exporter's own posts") { run, tally in
        let accepted = run.evidence.exports.count { if case .accepted = $0.result { true } else { false } }
        for own in run.exportSpans {
            tally.fail(
                Finding(
                    "span of an export", hop: own.hop, span: SpanReference(own.span),
                    expected: "no span for a post to the collector", actual: "\(own.span.kind) span '\(own.span.name)'")
            )
        }
        tally.hold(accepted)
        if accepted == 0, run.refusedHops.isEmpty { tally.leaveUnjudged("nothing was exported") }
        for _ in run.refusedHops { tally.block(by: "export/accepted") }
        tally.figures = "\(accepted) exports"
    }
}
