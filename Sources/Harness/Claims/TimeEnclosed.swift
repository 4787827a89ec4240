import TraceConsole
import TraceModel

extension Claim {
    /// Causes come before effects: a caller starts before the tap sees its call, a callee after the tap passed it on.
    ///
    /// All are readings of one wall clock, and each order is proven by what causes what:
    /// - A tap stamps before it writes, and a callee cannot start its SERVER span before it has read the call.
    /// - A tap stamps after it read, and a caller has started its CLIENT span before it sends the call whose header
    ///   fields name that span.
    /// - Our hop ends its SERVER span before it writes the first byte of the answer, and its CLIENT span after it has
    ///   read the head of the answer. Another program may end both at any time.
    /// - A child's parent id is that of a span that had started; our hop ends children before their parents.
    ///
    /// What remains is the reading of clocks. Our hops add monotonic time to one pair of readings for each call, which
    /// lie within a microsecond; other programs may pair theirs carelessly, and have 10 ms and the measured lag. Where
    /// somebody set the wall clock during a call, its readings prove no order, and the call is left out.
    static let timeEnclosed = Claim(
        "time/enclosed", "spans lie in the order of cause and effect, and children of our hops within their parents"
    ) { run, tally in
        var unsettled = 0
        for call in run.owedCalls {
            if let blocker = run.blocker(of: call) {
                tally.block(by: blocker)
            } else if call.spans.contains(where: { run.isOutsideRun($0.span) }) {
                tally.block(by: "time/within-run")
            } else if call.wallClockShift > Tolerances.clock {
                unsettled += 1
            } else if run.hopsThatMeasureWrongly.contains(call.hop) {
                tally.block(by: "time/agrees")
            } else {
                for order in orders(of: call, run) { judge(order, call, run.clockTolerance(of: call), &tally) }
            }
        }
        tally.figures = "\(tally.judged) orders"
        guard unsettled > 0 else { return }
        tally.figures += "; \(counted(unsettled, "call")) left out, in which the wall clock was set"
        if tally.judged == 0 { tally.leaveUnjudged("the wall clock was set during every call") }
    }

    /// `first` must not be later than `second`.
    private struct Order {
        var what: String
        var first: Timestamp
        var second: Timestamp
        var span: ObservedSpan
    }

    private static func judge(_ order: Order, _ call: HopCall, _ tolerance: Int64, _ tally: inout Tally) {
        let late = order.first.nanoseconds(since: order.second)
        tally.expect(
            late <= tolerance,
            else: Finding(
                order.what, request: call.request, hop: call.hop, span: SpanReference(order.span.span),
                expected: "\(order.what), within \(durationText(tolerance))", actual: "later by \(durationText(late))"))
    }

    private static func orders(of call: HopCall, _ run: RunAnalysis) -> [Order] {
        let isOurs = !run.chain.hops[call.hop].isForeign
        var orders: [Order] = []
        func add(_ what: String, _ first: Timestamp?, _ second: Timestamp?, _ span: ObservedSpan) {
            if let first, let second { orders.append(Order(what: what, first: first, second: second, span: span)) }
        }
        if let server = call.server {
            add(
                "the tap passes the call on before the SERVER span starts", call.inbound.requestForwarded?.wall,
                server.span.start, server)
            if isOurs {
                add(
                    "the SERVER span ends before the tap gets the answer", server.span.end,
                    call.inbound.response?.received.wall, server)
            }
        }
        for edge in call.outbound {
            guard let client = edge.client else { continue }
            add(
                "the CLIENT span starts before the tap gets the call", client.span.start,
                edge.exchange.requestReceived.wall, client)
            if isOurs {
                add(
                    "the tap passes the answer on before the CLIENT span ends", edge.exchange.response?.forwarded.wall,
                    client.span.end, client)
            }
        }
        for (child, parent) in localPairs(of: call, run) {
            add("a parent starts before its child", parent.span.start, child.span.start, child)
            if isOurs { add("a child ends before its parent", child.span.end, parent.span.end, child) }
        }
        return orders
    }

    /// Children with their parents within the hop; spans on a cycle are charged elsewhere and left out.
    private static func localPairs(
        of call: HopCall, _ run: RunAnalysis
    ) -> [(child: ObservedSpan, parent: ObservedSpan)] {
        let cyclic = run.request(call.request)?.cyclicIDs ?? []
        return call.spans.compactMap { child in
            guard !cyclic.contains(child.span.spanID), let id = child.span.parentSpanID,
                let parent = call.spans.first(where: { $0.span.spanID == id })
            else { return nil }
            return (child, parent)
        }
    }
}
