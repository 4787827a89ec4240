import TraceConsole
import TraceModel
import TraceTrees

extension SpanTreeText {
    func row(
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
        case .node(let number):
            let node = tree.nodes[number]
            let remarks = [
                node.position == .cut ? "its own ancestor" : nil, isOfAnotherTrace(number) ? "another trace" : nil,
            ]
            return row(ofSpan: node.span, remarks.compactMap { $0 }, page, offender, origin)
        case .serverHalf(let number):
            let node = tree.nodes[number]
            let half = node.serverHalf ?? node.span
            let isApart = spans[half].span.traceID.low != spans[node.span].span.traceID.low
            return row(ofSpan: half, isApart ? ["another trace"] : [], page, offender, origin)
        }
    }

    private func row(
        ofSpan number: Int, _ remarks: [String], _ page: ReportPage, _ offender: SpanReference?, _ origin: Timestamp?
    ) -> TreeText<Line>.Row {
        let observed = spans[number]
        let copies = 1 + observed.extraCopies + (extraCopies[number] ?? 0)
        let label = Self.label(observed.span, remarks + (copies > 1 ? ["\(copies) copies"] : []))
        let isOffender = offender == SpanReference(observed.span)
        return .init(
            TonedText(page.legible(label), isOffender ? .bad : .plain),
            columns: Self.columns(observed.span, origin, page),
            mark: isOffender ? VerdictMark.fails.toned(page.style) : nil)
    }

    /// Whether the span names a parent that stands in another trace. Formats with 64 bits lose the high half.
    private func isOfAnotherTrace(_ number: Int) -> Bool {
        let node = tree.nodes[number]
        let above = node.parent.map { spans[tree.nodes[$0].span].span.traceID }
        guard let trace = above ?? (node.position == .belowVirtual ? client?.traceID : nil) else { return false }
        return spans[node.span].span.traceID.low != trace.low
    }

    /// `app-b SERVER GET /`, `app-b delay`, with what is odd about it in parentheses.
    private static func label(_ span: TraceSpan, _ remarks: [String]) -> String {
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
