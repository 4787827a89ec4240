import TraceConsole
import TraceRules

/// The report that a person reads: the topology, a line for every claim, the evidence of every failure, the verdict.
///
/// ```
/// ✘ linkage/one-trace  200 requests; 87 failures
/// …
/// 26 hold, 1 fails, 1 not applicable, 0 not judged — FAILS (exit 1)
/// ```
package struct TextReport {
    let report: RunReport
    let style: ConsoleStyle

    package init(_ report: RunReport, style: ConsoleStyle) {
        self.report = report
        self.style = style
    }

    /// The whole report, each line ended by `\n`, none wider than the style says.
    package var text: String {
        var page = ReportPage(style)
        writeHeader(&page)
        writeClaims(&page)
        writeDeaths(&page)
        for result in report.failures { writeFailure(result, &page) }
        writeEnd(&page)
        return page.text
    }

    // MARK: Claims

    private func writeClaims(_ page: inout ReportPage) {
        let rows = report.results.map { result -> [TonedText] in
            let (mark, tone, words) = Self.line(of: result)
            return [mark.toned(style), TonedText(result.shortID), TonedText(page.legible(words), tone)]
        }
        let table = TableText([.init(""), .init(""), .init("")], rows: rows)
        page.blank()
        page.drawn(table.text(style).split(separator: "\n"))
        if !report.skipped.isEmpty {
            let names = report.skipped.map(ClaimResult.shortened).joined(separator: ", ")
            page.paragraph("not selected: \(names)", .faint, hanging: 2)
        }
    }

    private static func line(of result: ClaimResult) -> (VerdictMark, TextTone, String) {
        let failures = counted(result.judgement.findings.count, "failure")
        return switch result.standing {
        case .holds: (.holds, .plain, result.figures)
        case .fails: (.fails, .plain, "\(result.figures); \(failures)")
        case .notApplicable(let reason): (.notApplicable, .faint, "not applicable: \(reason)")
        case .notJudged(let reason): (.notJudged, .doubtful, "not judged: \(reason)")
        case .failsAsKnown: (.notApplicable, .faint, "fails, as is known; \(result.figures); \(failures)")
        case .holdsAlthoughKnown: (.fails, .plain, "holds, although listed as known to fail; \(result.figures)")
        }
    }

    // MARK: The end

    /// A hop that did not end when asked to: its last lines say more than any claim.
    private func writeDeaths(_ page: inout ReportPage) {
        for (hop, end) in zip(report.chain.hops, report.analysis.evidence.hopEnds) where !end.isClean {
            page.blank()
            page.line([TonedText(hop.name, .strong), TonedText(" \(end.status)", .bad)])
            if end.lastLines.isEmpty { page.line("its log is empty", .faint, indent: 2) }
            for line in end.lastLines.suffix(20) { page.line(line, indent: 2) }
        }
    }

    private func writeEnd(_ page: inout ReportPage) {
        page.blank()
        for remark in report.counts.remarks { page.line(remark, .doubtful) }
        if report.counts.spansWithoutCollector > 0 {
            let lost = counted(report.counts.spansWithoutCollector, "span")
            page.paragraph("\(lost) lost on purpose, in the phases without a collector", .faint, hanging: 2)
        }
        let parts = report.durations.parts.map { "\($0.name) \(durationText($0.nanoseconds))" }
        let total = report.durations.total.map { "\(durationText($0)) in all" }
        let times = [parts.isEmpty ? nil : parts.joined(separator: ", "), total].compactMap { $0 }
        if !times.isEmpty { page.paragraph(times.joined(separator: "; "), .faint, hanging: 2) }
        if let folder = report.keptAt {
            page.paragraph("The run is kept; judge it again: harness verify --from \(folder)", .faint, hanging: 2)
        }
        let summary = RunSummary(report)
        let tone: TextTone =
            switch summary.verdict {
            case .conforms: .good
            case .fails: .bad
            case .notJudged: .doubtful
            }
        page.paragraph(summary.sentence, tone, hanging: 2)
    }
}
