import TraceConsole
import TraceModel

extension TextReport {
    /// A failed claim: what it states, and for each cause the shortest evidence that convinces.
    func writeFailure(_ result: ClaimResult, _ page: inout ReportPage) {
        page.blank()
        page.line([VerdictMark.fails.toned(style), TonedText(" "), TonedText(result.shortID, .strong)])
        page.paragraph(result.judgement.statement, .faint, indent: 2)
        guard result.standing != .holdsAlthoughKnown else {
            page.paragraph("It holds: take it off the list of known failures.", indent: 2)
            return
        }
        let groups = FindingGroup.groups(of: result.judgement.findings)
        var repeated: Set<Int> = []
        for group in groups.prefix(FindingGroup.shownCauses) { write(group, &repeated, &page) }
        let others = Array(groups.dropFirst(FindingGroup.shownCauses))
        guard !others.isEmpty else { return }
        page.blank()
        page.paragraph(
            "further, all listed by --format json: \(FindingGroup.summary(of: others))", indent: 2, hanging: 2)
    }

    /// The first finding with all its evidence, two more in short.
    private func write(_ group: FindingGroup, _ repeated: inout Set<Int>, _ page: inout ReportPage) {
        guard let first = group.findings.first else { return }
        page.blank()
        page.line(group.title, .strong, indent: 2)
        write(first, &page)
        if let number = first.request, let request = report.analysis.request(number) {
            let isFirstMention = repeated.insert(number).inserted
            writeTree(of: request, first, &page)
            writeHeaders(of: request, first, &page)
            if isFirstMention { writeCurl(request.sent, &page) }
        } else if let reference = first.span {
            writeStray(reference, &page)
        }
        for finding in group.findings.dropFirst().prefix(FindingGroup.shown - 1) {
            write(finding, &page)
        }
    }

    private func write(_ finding: Finding, _ page: inout ReportPage) {
        page.blank()
        page.line(finding.place(in: report.analysis), indent: 2)
        page.labelled("expected", finding.expected, .good, indent: 4)
        page.labelled("actual", finding.actual, .bad, indent: 4)
    }

    private func writeTree(of request: RequestEvidence, _ finding: Finding, _ page: inout ReportPage) {
        page.blank()
        guard !request.spans.isEmpty else {
            page.line("no spans of this request arrived", .faint, indent: 4)
            return
        }
        let lines = SpanTreeText(of: request).lines(
            on: page, marking: finding.span ?? request.span(behind: finding), origin: request.sent.sent.wall, indent: 4)
        page.drawn(lines, indent: 4)
    }

    /// A span that belongs to no request stands alone.
    private func writeStray(_ reference: SpanReference, _ page: inout ReportPage) {
        let analysis = report.analysis
        let observed = analysis.strayingSpans + analysis.exportSpans + analysis.requests.flatMap(\.spans)
        guard let span = observed.first(where: { SpanReference($0.span) == reference }) else { return }
        page.blank()
        page.drawn(SpanTreeText(alone: span).lines(on: page, marking: reference, origin: nil, indent: 4), indent: 4)
    }

    /// What crossed the wire on the edge concerned, and on the one before it, so that the two can be compared.
    private func writeHeaders(of request: RequestEvidence, _ finding: Finding, _ page: inout ReportPage) {
        guard let edge = finding.edge, let (before, exchange) = report.analysis.exchanges(on: edge, of: request) else {
            return
        }
        for crossed in [before, exchange].compactMap({ $0 }) {
            page.blank()
            page.line(report.analysis.headline(of: crossed), indent: 4)
            for (name, value) in EdgeHeaders.shown(of: crossed) {
                page.labelled("\(name): ", value, .faint, indent: 6, labelWidth: 0)
            }
        }
        guard let before else { return }
        for name in EdgeHeaders.lost(from: before, to: exchange) {
            page.line([TonedText("\(name): "), TonedText("(absent)", .bad)], indent: 6)
        }
    }

    private func writeCurl(_ request: SentRequest, _ page: inout ReportPage) {
        page.blank()
        let entry = report.chain.hops.first?.name ?? "the entry"
        let hint = report.entryURL == nil ? " (ENTRY is host:port of \(entry))" : ""
        page.line("send it again\(hint):", indent: 2)
        // With this indentation the line of a traceparent fits into 80 columns.
        page.drawn(CurlCommand(request, entryURL: report.entryURL).lines(width: style.width, indent: 2))
    }
}

extension RequestEvidence {
    /// The span of the call that a finding blames without naming a span: the CLIENT span of the edge where the hop made the
    /// call, else the span in which it answered.
    fileprivate func span(behind finding: Finding) -> SpanReference? {
        guard let hop = finding.hop, let call = calls.first(where: { $0.hop == hop }) else { return nil }
        let blamed = finding.edge == hop + 1 ? call.outbound.first?.client : call.server
        return blamed.map { SpanReference($0.span) }
    }
}
