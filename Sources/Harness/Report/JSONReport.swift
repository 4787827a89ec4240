import TraceBytes
import TraceModel
import TraceRules

/// The report as JSON lines for programs: a `run` line, a `claim` line for each claim, a `summary` line.
///
/// `docs/REPORT-FORMAT.md` describes every member. Members never change their meaning within one ``schemaVersion``;
/// new ones may appear, and what does not apply is null.
package struct JSONReport {
    package static let schemaVersion = 1

    private let report: RunReport

    package init(_ report: RunReport) { self.report = report }

    /// All lines, each ended by `\n`.
    package var text: String {
        let lines = [runLine] + report.results.map(claimLine) + [summaryLine]
        return lines.map { String(decoding: $0.serialized(), as: UTF8.self) + "\n" }.joined()
    }

    private func line(_ type: String, _ members: [JSONMember]) -> JSONValue {
        .object([.init("schema_version", .number(Self.schemaVersion)), .init("type", .string(type))] + members)
    }

    private var runLine: JSONValue {
        let evidence = report.analysis.evidence
        return line(
            "run",
            [
                .init("chain", KeptChain.json(report.chain)), .init("settings", KeptSettings.json(report.settings)),
                .init("started_unix_nanos", .string(String(evidence.started.nanoseconds))),
                .init("ended_unix_nanos", .string(String(evidence.ended.nanoseconds))),
                .init("requests", .number(evidence.requests.count)),
                .init("calls", .number(evidence.exchanges.count)), .init("exports", .number(evidence.exports.count)),
                .init("spans", .number(evidence.spanCount)),
            ])
    }

    private func claimLine(_ result: ClaimResult) -> JSONValue {
        let judgement = result.judgement
        return line(
            "claim",
            [
                .init("id", .string(judgement.id)), .init("statement", .string(judgement.statement)),
                .init("outcome", .string(judgement.outcome.word)),
                .init("reason", judgement.outcome.reason.map(JSONValue.string) ?? .null),
                .init("known_to_fail", .bool(result.isKnown)), .init("judged", .number(judgement.judged)),
                .init("figures", .string(judgement.figures)),
                .init("findings", .array(judgement.findings.map(finding))),
            ])
    }

    private func finding(_ finding: Finding) -> JSONValue {
        let chain = report.chain
        let hopName = finding.hop.flatMap { chain.hops.indices.contains($0) ? chain.hops[$0].name : nil }
        let edgeName = finding.edge.flatMap { chain.hops.indices.contains($0) ? chain.edgeName($0) : nil }
        return .object([
            .init("cause", .string(finding.cause)), .init("request", Self.number(finding.request)),
            .init("hop", Self.number(finding.hop)), .init("hop_name", Self.text(hopName)),
            .init("edge", Self.number(finding.edge)), .init("edge_name", Self.text(edgeName)),
            .init(
                "span",
                finding.span.map { span in
                    .object([
                        .init("trace_id", .string(span.traceID.hex)), .init("span_id", .string(span.spanID.hex)),
                        .init("kind", .string(span.kind.description)),
                    ])
                } ?? .null),
            .init("expected", .string(finding.expected)), .init("actual", .string(finding.actual)),
        ])
    }

    private var summaryLine: JSONValue {
        let summary = RunSummary(report)
        let seconds = { (nanoseconds: Int64?) in nanoseconds.map { JSONValue.number(Double($0) / 1e9) } ?? .null }
        let durations = report.durations
        return line(
            "summary",
            [
                .init("holds", .number(summary.holding)), .init("fails", .number(summary.failing)),
                .init("not_applicable", .number(summary.notApplicable)),
                .init("not_judged", .number(summary.notJudged)),
                .init("fails_as_known", .array(report.failuresAsKnown.map { .string($0.id) })),
                .init("holds_although_known", .array(report.holdsAlthoughKnown.map { .string($0.id) })),
                .init("skipped", .array(report.skipped.map(JSONValue.string))),
                .init("verdict", .string(summary.verdict.identifier)),
                .init("exit_status", .number(summary.verdict.rawValue)),
                .init(
                    "seconds",
                    .object([
                        .init("spawn", seconds(durations.spawn)), .init("traffic", seconds(durations.traffic)),
                        .init("waiting", seconds(durations.waiting)), .init("judging", seconds(durations.judging)),
                        .init("total", seconds(durations.total)),
                    ])),
                .init("dropped_spans", .number(report.counts.droppedSpans + report.counts.spansWithoutCollector)),
                .init("evicted_payloads", .number(report.counts.evictedPayloads)),
                .init("unanswered_requests", .number(report.counts.unansweredRequests)),
                .init("retries", .number(report.counts.retries)), .init("kept_at", Self.text(report.keptAt)),
            ])
    }

    private static func number(_ value: Int?) -> JSONValue { value.map { .number($0) } ?? .null }
    private static func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
}

extension Outcome {
    /// `holds`, `fails`, `not_applicable`, `not_judged`.
    var word: String {
        switch self {
        case .holds: "holds"
        case .fails: "fails"
        case .notApplicable: "not_applicable"
        case .notJudged: "not_judged"
        }
    }

    /// Why it was not judged, or does not apply.
    var reason: String? {
        switch self {
        case .holds, .fails: nil
        case .notApplicable(let reason), .notJudged(let reason): reason
        }
    }
}

extension RunEvidence {
    /// The spans that were decoded, equal copies counted.
    var spanCount: Int {
        exports.reduce(0) { sum, export in
            if case .accepted(let spans) = export.result { sum + spans.count } else { sum }
        }
    }
}
