import TraceConsole
import TraceModel
import TraceTrees

/// The spans of one request, drawn as the tree that their parents make: what hangs wrong is shown wrong.
///
/// Spans whose parent nobody exported hang below a line that says so; a circle is cut open at its earliest span; of a
/// span that client and server share (B3), each half has its line, the server's below the client's.
struct SpanTreeText {
    let tree: TraceTree
    /// At the positions of ``TraceTree/spans``.
    let spans: [ObservedSpan]
    /// What the client sent: a span that exists, and that nobody exports.
    let client: SpanContext?
    /// Equal copies that are not drawn, by the position of the first.
    let extraCopies: [Int: Int]

    init(of request: RequestEvidence) {
        self.init(request.tree, request.spans, client: request.sent.context)
    }

    /// A span that belongs to no request.
    init(alone span: ObservedSpan) { self.init(TraceTree([span.span]), [span], client: nil) }

    private init(_ tree: TraceTree, _ spans: [ObservedSpan], client: SpanContext?) {
        self.tree = tree
        self.spans = spans
        self.client = client
        extraCopies = Dictionary(tree.duplicates.map { ($0.span, $0.extraCopies) }, uniquingKeysWith: +)
    }

    /// One line of the drawing.
    enum Line {
        case titles
        case client(below: [Int])
        case missing(SpanID, below: [Int])
        /// A span, or the client's half of a shared one.
        case node(Int)
        case serverHalf(of: Int)
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
        let origin = page.style.width >= Self.narrowestWithStart ? origin : nil
        let drawing = TreeText<Line>(children: children, row: { row($0, page, offender, origin) })
        let lines = drawing.text([.titles] + tops, page.style(indentedBy: indent)).split(separator: "\n")
        return Self.shortened(lines.map(String.init), to: most, page)
    }

    /// What the client called, then what hangs nowhere, then what hangs below spans that are not there.
    private var tops: [Line] {
        var called: [Int] = []
        var free: [Int] = []
        var orphans: [(parent: SpanID, below: [Int])] = []
        for top in tree.tops {
            let node = tree.nodes[top]
            if node.position == .belowVirtual || node.spanID == client?.spanID {
                called.append(top)
            } else if node.position == .orphan, let parent = node.parentSpanID {
                let group = orphans.firstIndex { $0.parent == parent } ?? orphans.endIndex
                if group == orphans.endIndex { orphans.append((parent, [])) }
                orphans[group].below.append(top)
            } else {
                free.append(top)
            }
        }
        return (called.isEmpty ? [] : [.client(below: called)]) + free.map(Line.node)
            + orphans.map { .missing($0.parent, below: $0.below) }
    }

    private func children(of line: Line) -> [Line] {
        switch line {
        case .titles: return []
        case .client(let below), .missing(_, let below): return below.map(Line.node)
        case .serverHalf(let node): return tree.childrenOfHalves(of: node).callee.map(Line.node)
        case .node(let node):
            let below = tree.childrenOfHalves(of: node).caller.map(Line.node)
            return tree.nodes[node].isShared ? [.serverHalf(of: node)] + below : below
        }
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
}
