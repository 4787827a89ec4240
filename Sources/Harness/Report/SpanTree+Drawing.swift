import TraceConsole
import TraceModel

extension SpanTree {
    /// One line of the drawing.
    private enum Line {
        case titles
        case client
        case missing(SpanID, children: [Int])
        case span(Int)
    }

    /// Below so many columns starts are left out, so that labels keep a third of the line whatever the other columns say.
    private static let narrowestWithStart = 72

    /// The tree with a line for every span: service, kind, name; when it started, counted from the sending of the request;
    /// how long it took; its status. The offending span carries the mark of a failure.
    ///
    /// - Parameters:
    ///   - origin: when the request was sent; without it, starts are left out.
    ///   - most: how many lines are drawn; what does not fit is counted in a last line.
    func lines(
        on page: ReportPage, marking offender: SpanReference?, origin: Timestamp?, indent: Int, most: Int = 40
    ) -> [String] {
        let style = page.style(indentedBy: indent)
        let origin = page.style.width >= Self.narrowestWithStart ? origin : nil
        let tree = TreeText<Line>(
            children: { line in
                switch line {
                case .titles: []
                case .client: belowClient.map(Line.span)
                case .missing(_, let children): children.map(Line.span)
                case .span(let number): nodes[number].children.map(Line.span)
                }
            },
            row: { row($0, page, offender, origin) })
        let tops =
            [Line.titles] + (belowClient.isEmpty ? [] : [.client]) + roots.map(Line.span)
            + orphans.map { .missing($0.parent, children: $0.children) }
        return Self.shortened(tree.text(tops, style).split(separator: "\n").map(String.init), to: most, page)
    }

    /// The first lines and, where it stands behind them, the marked one. Only where a line is marked is there a gutter,
    /// and only the marked line has something in it.
    private static func shortened(_ lines: [String], to most: Int, _ page: ReportPage) -> [String] {
        guard lines.count > most else { return lines }
        let surplus = "  \(page.ellipsis) \(counted(lines.count - most, "line")) more"
        let hasGutter = lines[0].hasPrefix(" ")
        guard hasGutter, let marked = lines.firstIndex(where: { !$0.hasPrefix(" ") }), marked >= most else {
            return lines.prefix(most) + [surplus]
        }
        return lines.prefix(most - 1) + [surplus, lines[marked]]
    }

    private func row(
        _ line: Line, _ page: ReportPage, _ offender: SpanReference?, _ origin: Timestamp?
    ) -> TreeText<Line>.Row {
        switch line {
        case .titles:
            let titles = (origin == nil ? [] : ["start"]) + ["took", "status"]
            return .init(TonedText("span", .faint), columns: titles.map { TonedText($0, .faint) })
        case .client:
            return .init(TonedText("client (this harness)", .faint))
        case .missing(let id, _):
            return .init(TonedText("(span \(id), which nobody exported)", .doubtful))
        case .span(let number):
            let node = nodes[number]
            let isOffender = offender == SpanReference(node.span.span)
            return .init(
                TonedText(page.legible(Self.label(node)), isOffender ? .bad : .plain),
                columns: Self.columns(node.span.span, origin, page),
                mark: isOffender ? VerdictMark.fails.toned(page.style) : nil)
        }
    }

    /// `app-b SERVER GET /`, `app-b delay`, with what is odd about it in parentheses.
    private static func label(_ node: Node) -> String {
        let span = node.span.span
        let copies = node.span.extraCopies > 0 ? "\(node.span.extraCopies + 1) copies" : nil
        let remarks = [node.isCut ? "its own ancestor" : nil, copies].compactMap { $0 }
        // Zipkin gives a local span no kind; what was not sent is not drawn.
        let kind = span.kind == .unspecified ? "" : " \(span.kind)"
        return "\(span.serviceName ?? "(no service)")\(kind) \(span.name)"
            + (remarks.isEmpty ? "" : " (\(remarks.joined(separator: ", ")))")
    }

    private static func columns(_ span: TraceSpan, _ origin: Timestamp?, _ page: ReportPage) -> [TonedText] {
        let start = origin.map { origin in TonedText(startText(span, origin)) }
        let isError = span.status.code == .error
        let status = [HTTPTag.status.value(on: span), isError ? "ERROR" : nil].compactMap { $0 }
            .joined(separator: " ")
        return [start].compactMap { $0 } + [
            TonedText(span.durationNanoseconds.map(compact) ?? "unknown"),
            // `503 ERROR` fits, so that a hostile status cannot push the line over the edge.
            TonedText(page.legible(status).truncated(toWidth: 9, mark: page.ellipsis), isError ? .doubtful : .plain),
        ]
    }

    /// `+0.41 ms`; days away the number says nothing.
    private static func startText(_ span: TraceSpan, _ origin: Timestamp) -> String {
        guard let start = span.start else { return "unknown" }
        let offset = start.nanoseconds(since: origin)
        guard offset.magnitude < 3_600_000_000_000 else { return offset < 0 ? "long before" : "long after" }
        return (offset < 0 ? "" : "+") + durationText(offset)
    }

    /// At most 12 columns.
    private static func compact(_ nanoseconds: Int64) -> String {
        nanoseconds.magnitude < 100_000_000_000_000
            ? durationText(nanoseconds) : "\(nanoseconds / 1_000_000_000) s"
    }
}
