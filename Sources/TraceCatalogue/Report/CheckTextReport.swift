import TraceConsole
import TraceRules
import TraceWire

/// The report that a person reads: what came, every broken rule with the shortest evidence, what was not judged, the verdict.
///
/// ```
/// 12 payloads, 240 spans: otlp-protobuf (12)
/// sent by OTel-OTLP-Exporter-Python/1.45.2
///
/// ✘ otlp/span-id/not-zero  must, OTLP-002
///   …
/// must: 1 of 58 rules broken; should: 0 of 31; warning: 2 of 14 — FAILS (exit 1)
/// ```
package struct CheckTextReport {
    let report: CheckReport
    let style: ConsoleStyle
    /// Whether the rules that were kept or not judged are listed too.
    let listsAll: Bool

    package init(_ report: CheckReport, style: ConsoleStyle, listsAll: Bool = false) {
        self.report = report
        self.style = style
        self.listsAll = listsAll
    }

    /// The whole report, each line ended by `\n`, none wider than the style says.
    package var text: String {
        var page = ReportPage(style)
        writeHeader(&page)
        for standing in report.standings where standing.tally.broken > 0 { write(standing, &page) }
        for standing in report.standings where standing.outcome == .keptAlthoughKnown { writeStale(standing, &page) }
        if listsAll { writeAll(&page) }
        writeEnd(&page)
        return page.text
    }

    private func writeHeader(_ page: inout ReportPage) {
        let account = report.result.account
        let forms = account.formats.map { "\($0.format.name) (\($0.payloads))" }.joined(separator: ", ")
        page.paragraph(
            "\(counted(account.payloads, "payload")), \(counted(account.spans, "span"))"
                + (forms.isEmpty ? "" : ": \(forms)"), hanging: 2)
        if !account.exporters.isEmpty {
            page.paragraph("sent by \(account.exporters.joined(separator: "; "))", hanging: 2)
        }
        if account.refused.count > 0 {
            let more = account.refused.count > 3 ? ", first 3 shown" : ""
            page.paragraph(
                "\(counted(account.refused.count, "payload")) that a real server refuses as a whole\(more):", .doubtful,
                hanging: 2)
            for payload in account.refused.first.prefix(3) {
                page.paragraph("\(payload.source): \(payload.reason)", indent: 2, hanging: 2)
            }
        }
    }

    // MARK: Broken rules

    private func write(_ standing: RuleStanding, _ page: inout ReportPage) {
        let tally = standing.tally
        page.blank()
        page.line([
            mark(of: standing).toned(style), TonedText(" "), TonedText(tally.facts.id, .strong),
            TonedText("  \(tally.level), \(tally.facts.number)", .faint),
            TonedText(standing.outcome == .failsAsKnown ? ", known to be broken" : "", .faint),
        ])
        page.paragraph(tally.facts.statement, indent: 2)
        page.paragraph(tally.facts.why, .faint, indent: 2)
        page.paragraph("\(tally.facts.reference); for the \(tally.facts.owner.rawValue) to mend", .faint, indent: 2)
        for group in tally.groups.prefix(Self.shownGroups) { write(group, of: tally, &page) }
        let others = tally.groups.dropFirst(Self.shownGroups).reduce(tally.ungrouped) { $0 + $1.count }
        if others > 0 {
            page.paragraph("and \(counted(others, "further time"))", indent: 2, hanging: 2)
        }
    }

    /// How many causes of one rule are shown.
    static let shownGroups = 4

    private func mark(of standing: RuleStanding) -> VerdictMark {
        switch standing.outcome {
        case .fails, .keptAlthoughKnown: .fails
        case .remarked: .remarked
        case .notJudged: .notJudged
        case .failsAsKnown: .notApplicable
        case .kept: .holds
        }
    }

    private func write(_ group: ViolationGroup, of tally: RuleTally, _ page: inout ReportPage) {
        let shown = group.shown
        if group.count > 1 {
            let more = group.count > shown.count ? ", first \(shown.count) shown" : ""
            let place = group.cause.isEmpty ? "" : " at \(group.cause)"
            page.blank()
            page.line("\(counted(group.count, "time"))\(place)\(more)", indent: 2)
        }
        // The first with what stands there; the others are mostly the same.
        for (number, found) in shown.enumerated() { write(found, withExcerpt: number == 0, &page) }
    }

    private func write(_ found: FoundViolation, withExcerpt: Bool, _ page: inout ReportPage) {
        page.blank()
        page.paragraph(place(of: found), indent: 4, hanging: 2)
        if let span = found.violation.span { page.line(Self.name(of: span), .faint, indent: 4) }
        page.labelled("expected", found.violation.expected, .good, indent: 6)
        page.labelled("actual", found.violation.actual, .bad, indent: 6)
        guard withExcerpt, let excerpt = found.excerpt else { return }
        page.drawn(ExcerptText(excerpt, on: page, indent: 6).lines, indent: 6)
    }

    /// `run/003.bin, byte 1204: [0].traceId`
    private func place(of found: FoundViolation) -> String {
        var place = found.source
        if let offset = found.violation.offset { place += ", byte \(offset)" }
        return found.violation.path.isEmpty ? place : "\(place): \(found.violation.path)"
    }

    /// `span "GET /users" 00f067aa0ba902b7 of trace 4bf92f3577b34da6a3ce929d0e0e4736`
    static func name(of span: SpanLabel) -> String {
        var parts: [String] = []
        if span.name != nil || span.spanID != nil {
            parts.append(
                (["span"] + [span.name.map { "\"\($0)\"" }, span.spanID].compactMap { $0 }).joined(separator: " "))
        }
        if let trace = span.traceID { parts.append((parts.isEmpty ? "" : "of ") + "trace \(trace)") }
        return parts.joined(separator: " ")
    }

    private func writeStale(_ standing: RuleStanding, _ page: inout ReportPage) {
        page.blank()
        page.line([VerdictMark.fails.toned(style), TonedText(" "), TonedText(standing.tally.facts.id, .strong)])
        page.paragraph(
            "It is kept, although listed as known to be broken: take it off the list.", indent: 2, hanging: 2)
    }

    // MARK: The rest

    private func writeAll(_ page: inout ReportPage) {
        let rows = report.standings.filter { $0.tally.broken == 0 }.map { standing -> [TonedText] in
            let words: String
            if case .notJudged(let reason) = standing.outcome {
                words = "not judged: \(reason)"
            } else {
                words = "\(standing.tally.judged) judged"
            }
            return [mark(of: standing).toned(style), TonedText(standing.tally.facts.id), TonedText(words, .faint)]
        }
        page.blank()
        page.drawn(TableText([.init(""), .init(""), .init("")], rows: rows).text(style).split(separator: "\n"))
    }

    /// By subjects, since nothing exercised most rules of the formats that did not come.
    private func writeNotJudged(_ page: inout ReportPage) {
        let unjudged = report.standings.filter { $0.tally.judged == 0 }
        guard !unjudged.isEmpty else { return }
        let subjects = RuleSubjects(of: report.standings.map(\.tally.facts.id))
        let groups = subjects.groups(of: unjudged.map(\.tally.facts.id)).map { "\($0.name) (\($0.count))" }
        page.paragraph(
            "\(counted(unjudged.count, "rule")) not judged, since nothing exercised them (--all lists them): "
                + groups.joined(separator: ", "), .faint, hanging: 2)
    }

    private func writeEnd(_ page: inout ReportPage) {
        page.blank()
        if !listsAll { writeNotJudged(&page) }
        for doubt in report.doubts { page.paragraph(doubt, .doubtful, hanging: 2) }
        let tone: TextTone =
            switch report.verdict {
            case .conforms: .good
            case .fails: .bad
            case .notJudged: .doubtful
            }
        page.paragraph(report.sentence, tone, hanging: 2)
    }
}

extension CheckReport {
    /// `must: 2 of 61 broken; should: 1 of 40; warning: 0 of 12 — FAILS (exit 1)`; of the rules that something exercised.
    package var sentence: String {
        let parts = RequirementLevel.allCases.reversed().compactMap { level -> String? in
            let judged = standings.filter { $0.tally.level == level && $0.tally.judged > 0 }
            guard !judged.isEmpty else { return nil }
            return "\(level): \(judged.filter { $0.tally.broken > 0 }.count) of \(judged.count) broken"
        }
        let figures = parts.isEmpty ? "no rule judged" : parts.joined(separator: "; ")
        return "\(figures) — \(verdict.word) (exit \(verdict.rawValue))"
    }
}
